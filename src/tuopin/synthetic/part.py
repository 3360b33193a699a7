"""Some villages with everybody in them, made at once. A city is many parts; each stands alone."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.snapshot.schema import level_schema
from tuopin.standards.cn.codes import HOUSEHOLD_KIND
from tuopin.standards.pack import Pack
from tuopin.synthetic import figures, gaps, homes
from tuopin.synthetic.causes import causes_of
from tuopin.synthetic.columns import Columns, day_number, numbers_of
from tuopin.synthetic.county_sheets import Counted
from tuopin.synthetic.decided import decisions_table
from tuopin.synthetic.draws import Draws, Flags, Whole, keys_of
from tuopin.synthetic.families import members_of, sizes_of
from tuopin.synthetic.income_parts import least_transfer, put_income_parts, receivers_of
from tuopin.synthetic.incomes import Earning, put_incomes
from tuopin.synthetic.land import put_land, put_other_causes
from tuopin.synthetic.lives import NEVER, Lives, lives_of
from tuopin.synthetic.other_lists import put_flags_of_households, put_flags_of_people
from tuopin.synthetic.person_columns import put_people
from tuopin.synthetic.person_details import put_person_details, put_wages
from tuopin.synthetic.planted import Lack, Planted, planted_in, planted_table
from tuopin.synthetic.registration import History, Registration, history_of
from tuopin.synthetic.schooling import Schooling, school_ages, schooling_of
from tuopin.synthetic.survey import put_household_survey, put_person_survey
from tuopin.synthetic.village_sheets import counts_of, put_village_sheets
from tuopin.synthetic.villages import Villages
from tuopin.synthetic.watch import CAUSE_OF_RISK, Watch, watch_of

_ORDINARY, _WITH_ALLOWANCE, _ALLOWANCE_ONLY, _SUPPORT = numbers_of(
    HOUSEHOLD_KIND, ("ordinary", "allowance", "allowance_only", "support")
)


@dataclass(frozen=True)
class Times:
    """The day the city is seen on, and the line in force then (fen per person and year)."""

    on: date
    line: int

    @property
    def today(self) -> int:
        return day_number(self.on)

    @property
    def year(self) -> float:
        return self.on.year + (self.on.timetuple().tm_yday - 1) / 366


@dataclass(frozen=True)
class Part:
    """Tables by level, and what was planted, by household."""

    households: pa.Table
    persons: pa.Table
    villages: pa.Table
    decisions: pa.Table
    planted: pa.Table
    """household, what (wrong_exit, omission, incomplete, heaped, lacking), lack (criterion or null), people, and
    hidden: nobody has visited it, so nobody can know."""
    counted: Counted


def make_part(pack: Pack, villages: Villages, times: Times) -> Part:
    """The households of these villages, whatever other villages there are."""
    return _Part(pack, villages, times).made()


class _Part:
    """The steps in order; each adds to what the ones before have settled."""

    def __init__(self, pack: Pack, villages: Villages, times: Times) -> None:
        self.pack, self.villages, self.times = pack, villages, times
        self.village = np.repeat(np.arange(len(villages)), villages.listed)
        starts = np.cumsum(villages.listed) - villages.listed
        number = np.arange(len(self.village)) - starts[self.village] + 1
        # The code is the village's and four digits; the number leaves room, as workbooks are numbered (intake).
        self.code = villages.id[self.village] * 10_000 + number
        self.id = villages.id[self.village] * 1_000_000 + number
        self.draws = Draws(keys_of(villages.keys[self.village], number))
        self._live()
        self.schooling: Schooling = schooling_of(
            self.of_person,
            school_ages(self.births, times.on),
            self.history.ever[self.members.household],
            grown=school_ages(self.births, times.on.replace(year=figures.MIDDLE_YEAR, month=6, day=30)),
        )
        self._settle_kinds()
        self.planted: Planted = planted_in(
            self.draws,
            self.registration,
            county=villages.county[self.village],
            at_school_age=self.any_member(self.schooling.could_drop_out),
            year=times.year,
        )
        incomplete = self.draws.chance("incomplete", figures.INCOMPLETE_HOUSEHOLDS)
        self.incomplete = incomplete & (self.planted.lack == Lack.NOTHING)
        self.size_unknown = self.incomplete & self.draws.chance("size unknown", 0.15)
        self.sizes = self.listed + self.incomplete
        self.unvisited = gaps.unvisited_of(self.draws, self.registration.registered, self.slack, times.today)
        self.heaped = self._heaped()

    def _live(self) -> None:
        """Whatever the day: who ever lives here, and what is ever decided; then what of it is so on the day."""
        draws, today = self.draws, self.times.today
        self.history: History = history_of(draws, self.villages.ever_rate[self.village])
        middle = members_of(draws, sizes_of(draws, self.history.ever), self.history.ever)
        self.lives: Lives = lives_of(draws, middle)
        ages = {
            name: middle.per_household((middle.age >= low) & (middle.age < high)) > 0
            for name, low, high in (("hands", 16, 60), ("students", 6, 20))
        }
        self.hands = ages["hands"]
        exited = self.history.ever & (self.history.struck_off_on == NEVER)
        self.watch: Watch = watch_of(draws, exited=exited, **ages)
        here = self.lives.on(today)
        self.members, self.births = here.members, here.births
        self.of_person = Draws(self.members.keys)
        self.listed = self.members.per_household(np.ones(len(self.births), dtype=np.bool_))
        self.registration: Registration = self.history.on(today)

    # ---- what later steps ask for ----

    @property
    def slack(self) -> Flags:
        return np.asarray(self.villages.slack[self.village])

    def any_member(self, flags: Flags) -> Flags:
        return np.asarray(self.members.per_household(flags) > 0)

    def _settle_kinds(self) -> None:
        adult = (self.members.age >= 16) & (self.members.age < 60)
        registered, draws = self.registration.registered, self.draws
        self.elders = ~self.any_member(adult)
        self.support = (
            self.elders & (self.listed <= 2) & draws.chance("support", np.where(registered, 0.30, 0.01))
        )
        likely = np.where(registered, np.where(self.registration.poor | self.elders, 0.45, 0.22), 0.012)
        self.allowance = ~self.support & draws.chance("allowance", likely)

    def _heaped(self) -> Flags:
        here = (self.villages.county == figures.HEAPED_COUNTY) & (
            self.villages.township == figures.HEAPED_TOWNSHIP
        )
        ready = self.registration.exited & (self.planted.lack == Lack.NOTHING)
        heaped: Flags = ready & here[self.village] & self.draws.chance("heaped", figures.HEAPED_SHARE)
        return heaped

    # ---- households ----

    def made(self) -> Part:
        households, persons = Columns(len(self.id)), Columns(len(self.members.age))
        self._put_keys(households, persons)
        self._put_registration(households)
        working = put_people(
            persons,
            self.of_person,
            self.members,
            self.schooling,
            births=self.births,
            today=self.times.today,
            registered=self.history.ever,
            cause=self._through(),
            allowance=self.allowance,
            lack=self.planted.lack,
        )
        self._put_details(households, persons, working)
        self._leave_unknown(households, persons)
        villages = Columns(len(self.villages))
        counted = Counted(
            self._by_village(self.sizes),
            self._by_village(self.sizes * self.registration.poor),
            self._by_village(self.sizes * self.registration.exited),
        )
        put_village_sheets(
            villages, self.villages, on=self.times.on, people=counted.people,
            registered=self._by_village(self.registration.registered),
            counts=counts_of(self.village, len(self.villages), households, persons, self.members, self.planted.lack),
        )  # fmt: skip
        return Part(
            households.table(level_schema(self.pack, Level.HOUSEHOLD)),
            persons.table(level_schema(self.pack, Level.PERSON)),
            villages.table(level_schema(self.pack, Level.VILLAGE)),
            decisions_table(
                self.history,
                self.watch,
                self.lives,
                keys={"household": self.id, "village": self._village_id, "county": self._county_id},
                more=self.incomplete.astype(np.int64),
                size_unknown=self.size_unknown,
                today=self.times.today,
            ),
            planted_table(
                self.planted,
                household=self.id,
                people=self.sizes,
                incomplete=self.incomplete,
                heaped=self.heaped,
                unvisited=self.unvisited,
            ),
            counted,
        )

    @property
    def _village_id(self) -> Whole:
        return np.asarray(self.villages.id[self.village])

    @property
    def _county_id(self) -> Whole:
        return np.asarray(self.villages.county_id[self.village])

    def _through(self) -> Whole:
        """What each household suffers from, as a cause of poverty, 0 for nothing known: it decides who is ill."""
        watched = self.watch.taken_in_on <= self.times.today
        cause = np.where(self.registration.listed, self.cause, 0)
        return np.where(watched, CAUSE_OF_RISK[self.watch.risk], cause)

    def _by_village(self, each: Flags | Whole) -> Whole:
        return np.bincount(self.village, each, len(self.villages)).astype(np.int64)

    def _put_keys(self, households: Columns, persons: Columns) -> None:
        for name, values in (
            ("household", self.id), ("village", self._village_id), ("county", self._county_id)
        ):  # fmt: skip
            households.put(name, values)
            persons.put(name, values[self.members.household])
        households.put("code", self.code)
        persons.put("person", self.members.number)
        collected = self._collected_on()
        households.put("collected_on", collected)
        persons.put("collected_on", collected[self.members.household])

    def _collected_on(self) -> Whole:
        """The registered within half a year; the others when the sweep came by, or lately."""
        today = self.times.today
        recent = today - self.draws.between("collected", 3, 170)
        first, last = (day_number(day) for day in figures.SWEEP)
        swept = self.draws.between("swept", first, max(min(last, today), first))
        collected = np.where(self.registration.registered | (today <= first), recent, swept)
        # Whoever is on the sheet was born when it was filled in.
        return np.maximum(collected, np.maximum.reduceat(self.births, self.members.starts))

    def _put_registration(self, households: Columns) -> None:
        found, registered = self.registration, self.registration.registered
        older_student = self.any_member(self.schooling.student & (self.schooling.school_age >= 16))
        # Whoever has no hands in the middle of the years counts so always: a cause is not given anew every year.
        elders = ~self.hands
        self.cause = causes_of(self.draws, self.history.left_last, elders, older_student & ~elders)
        others = np.where(self.allowance, _ALLOWANCE_ONLY, _ORDINARY)
        kind = np.where(registered, np.where(self.allowance, _WITH_ALLOWANCE, _ORDINARY), others)
        households.put("size", self.sizes, where=~self.size_unknown)
        households.put("registered", registered)
        households.put("poverty_status", found.status, where=found.listed)
        households.put("kind", np.where(self.support, _SUPPORT, kind))
        households.put("cause", self.cause, where=found.listed)
        households.put("identified_on", found.identified_on, where=found.listed)
        households.put("exited_on", found.exited_on, where=found.exited)

    def _put_details(self, households: Columns, persons: Columns, working: Flags) -> None:
        """How they live and what they have; each step looks at what the ones before have settled."""
        registered, year = self.registration.registered, self.times.year
        put_person_details(
            persons,
            self.of_person,
            self.draws,
            self.members,
            self.schooling,
            registered=registered,
            support=self.support,
        )
        receivers = receivers_of(persons, self.members)
        self._put_living(households, working, least_transfer(receivers, year))
        put_income_parts(households, self.draws, receivers, registered, year)
        put_wages(persons, households, self.members)
        self._put_survey(households, persons)
        compared = registered | self.watch.watched_on(self.times.today)
        put_flags_of_households(households, self.draws, compared)
        put_flags_of_people(persons, self.of_person, self.members, compared)

    def _put_living(self, households: Columns, working: Flags, received: Whole) -> None:
        lack, registered = self.planted.lack, self.registration.registered
        earning = Earning(
            self.sizes, self.members.per_household(working), registered, self.registration.poor, lack,
            self.heaped, self.allowance, self.support, self.elders, received,
        )  # fmt: skip
        put_incomes(households, self.draws, earning, line=self.times.line, year=self.times.year)
        homes.put_food(households, self.draws, lack)
        homes.put_home(
            households, self.draws, lack, registered=registered, support=self.support, elders=self.elders
        )
        homes.put_floor_area(households, self.draws, self.sizes)
        homes.put_water(households, self.draws, lack, np.asarray(self.villages.water_short[self.village]))
        put_land(households, self.draws, self.sizes, registered=registered, year=self.times.year)
        put_other_causes(households, self.draws, self.cause, self.registration.listed)

    def _put_survey(self, households: Columns, persons: Columns) -> None:
        members, year = self.members, self.times.year
        put_person_survey(persons, self.of_person, self.draws, members, self.schooling, year=year)
        asked = ~members.male & (members.age >= 15) & (members.age < 50)
        put_household_survey(
            households, self.draws, mothers=self.any_member(asked), lack=self.planted.lack,
            registered=self.registration.registered, elders=self.elders, year=year,
        )  # fmt: skip

    # ---- unknown ----

    def _leave_unknown(self, households: Columns, persons: Columns) -> None:
        members = self.members
        of_age = self.schooling.of_age
        where = gaps.Where(
            self.registration.registered, self.slack, self.any_member(of_age), self.planted.lack
        )
        found = gaps.gaps_of(self.draws, where)
        gaps.blank_household_gaps(households, self.draws, found)
        gaps.blank_person_gaps(persons, self.of_person, found, members.household, of_age)
        gaps.blank_unvisited(households, persons, self.unvisited, members.household)
