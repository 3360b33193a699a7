"""Some villages with everybody in them, written down at once. A city is many parts; each stands alone."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.derived import with_derived
from tuopin.snapshot.events import COVERAGE
from tuopin.snapshot.schema import level_schema
from tuopin.standards.cn.codes import CAUSE, HOUSEHOLD_KIND
from tuopin.standards.cn.codes_of_details import ID_STATE, SAME_NUMBER
from tuopin.standards.pack import Pack
from tuopin.synthetic import figures, gaps, homes
from tuopin.synthetic.causes import causes_of
from tuopin.synthetic.columns import Columns, day_number, number_of, numbers_of
from tuopin.synthetic.county_sheets import Counted
from tuopin.synthetic.decided import decisions_table
from tuopin.synthetic.draws import Draws, Flags, Whole
from tuopin.synthetic.events import Subjects, coverage_table, event_tables
from tuopin.synthetic.faults import SCHEMA, plant
from tuopin.synthetic.income_parts import least_transfer, put_income_parts, receivers_of
from tuopin.synthetic.incomes import Earning, put_incomes
from tuopin.synthetic.land import put_land, put_other_causes
from tuopin.synthetic.monitoring import Standing, put_monitoring, standing_of
from tuopin.synthetic.other_lists import put_flags_of_households, put_flags_of_people
from tuopin.synthetic.person_columns import put_people
from tuopin.synthetic.person_details import put_person_details, put_wages
from tuopin.synthetic.planted import Lack, planted_table
from tuopin.synthetic.settled import Settled, Times
from tuopin.synthetic.survey import put_household_survey, put_person_survey
from tuopin.synthetic.village_sheets import ABLE, counts_of, put_village_sheets
from tuopin.synthetic.villages import Villages, places_of
from tuopin.synthetic.watch import CAUSE_OF_RISK

_ORDINARY, _WITH_ALLOWANCE, _ALLOWANCE_ONLY, _SUPPORT = numbers_of(
    HOUSEHOLD_KIND, ("ordinary", "allowance", "allowance_only", "support")
)

_VALID, _NOWHERE = number_of(ID_STATE, "valid"), number_of(SAME_NUMBER, "nowhere")
_SHORT_OF_LABOUR, _SHORT_OF_WATER = numbers_of(CAUSE, ("labour", "water"))


@dataclass(frozen=True)
class Part:
    """Tables by level, and what was planted, by household."""

    households: pa.Table
    persons: pa.Table
    villages: pa.Table
    registers: dict[str, pa.Table]
    """Of events, by name; none before 2021."""
    decisions: pa.Table
    planted: pa.Table
    """household, what (wrong_exit, omission, lacking, incomplete, heaped, unwatched), lack (criterion or null), people,
    and hidden: nobody has visited it, so nobody can know."""
    faults: pa.Table
    """See synthetic.faults."""
    counted: Counted


def make_part(pack: Pack, villages: Villages, times: Times, *, faults: bool = True) -> Part:
    """The households of these villages, whatever other villages there are. `faults`: mistakes in the record too."""
    return _Part(pack, villages, times).made(faults=faults)


class _Part(Settled):
    """Fills the columns, each step looking at what those before have put there; then leaves out what nobody knows."""

    def made(self, *, faults: bool) -> Part:
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
            causes=self._causes(),
            short_of_labour=self.registration.listed & (self.cause == _SHORT_OF_LABOUR),
            allowance=self.allowance,
            lack=self.planted.lack,
        )
        self._give_allowances(households, persons)
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
        planted_faults = self._plant_faults(households, persons, villages) if faults else SCHEMA.empty_table()
        registers = self._registers()
        tables = self._with_derived(households, persons, villages, registers)
        return Part(
            tables[Level.HOUSEHOLD.plural],
            tables[Level.PERSON.plural],
            tables[Level.VILLAGE.plural],
            registers,
            decisions_table(
                self.history,
                self.watch,
                self.lives,
                keys={"household": self.id, "village": self.village_id, "county": self.county_id},
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
                unwatched=self.unwatched,
                unvisited=self.unvisited,
            ),
            planted_faults,
            counted,
        )

    def _registers(self) -> dict[str, pa.Table]:
        keys = {"household": self.id, "village": self.village_id, "county": self.county_id}
        subjects = Subjects(keys, self.draws, self.members, self.births, self.schooling.of_age)
        return event_tables(subjects, self.watch, self.times.on)

    def _with_derived(
        self, households: Columns, persons: Columns, villages: Columns, registers: dict[str, pa.Table]
    ) -> dict[str, pa.Table]:
        """What events and neighbours say, and what reading a workbook says of numbers, phones and helpers."""
        registered = self.registration.registered
        persons.put("id_state", _VALID)
        persons.put("id_birth_agrees", True)
        persons.put("id_sex_agrees", True)
        persons.put("id_repeated", _NOWHERE)
        households.put("phone_households", 0)
        households.put("helpers", registered)
        households.put("helper_registered", False, where=registered)
        made = {Level.HOUSEHOLD: households, Level.PERSON: persons, Level.VILLAGE: villages}
        tables = {level.plural: rows.table(level_schema(self.pack, level)) for level, rows in made.items()}
        tables[COVERAGE] = coverage_table(np.unique(self.villages.county_id), self.times.on)
        places = PlaceTree.of(places_of(self.villages))
        found = with_derived(self.pack, tables | registers, as_of=self.times.on, places=places)
        return {level.plural: found[level.plural].cast(level_schema(self.pack, level)) for level in made}

    def _by_village(self, each: Flags | Whole) -> Whole:
        return np.bincount(self.village, each, len(self.villages)).astype(np.int64)

    def _causes(self) -> tuple[Whole, Whole]:
        """What each household suffers from, as causes of poverty: why it was listed, and why it is monitored."""
        of_risk = np.where(self.monitored, CAUSE_OF_RISK[self.watch.risk], 0)
        return np.where(self.registration.listed, self.cause, 0), of_risk

    def _put_keys(self, households: Columns, persons: Columns) -> None:
        for name, values in (
            ("household", self.id), ("village", self.village_id), ("county", self.county_id)
        ):  # fmt: skip
            households.put(name, values)
            persons.put(name, values[self.members.household])
        households.put("code", self.code)
        persons.put("person", self.members.number)
        collected = self._collected_on()
        households.put("collected_on", collected)
        persons.put("collected_on", collected[self.members.household])

    def _collected_on(self) -> Whole:
        """The registered within half a year; the others when the sweep came by, from 2021 as the registered."""
        today = self.times.today
        recent = today - self.draws.between("collected", 3, 170)
        first, last = (day_number(day) for day in figures.SWEEP)
        swept = self.draws.between("swept", first, max(min(last, today), first))
        every_year = today > day_number(figures.YEARLY_VISITS_FROM)
        lately = self.registration.registered | (today <= first) | every_year
        collected = np.where(lately, recent, swept)
        # Whoever is on the sheet was born when it was filled in.
        return np.maximum(collected, np.maximum.reduceat(self.births, self.members.starts))

    def _put_registration(self, households: Columns) -> None:
        found, registered = self.registration, self.registration.registered
        older_student = self.any_member(self.schooling.student & (self.schooling.school_age >= 16))
        # Whoever has no hands in the middle of the years counts so always: a cause is not given anew every year.
        elders = ~self.hands
        self.cause = causes_of(self.draws, self.history.left_last, elders, older_student & ~elders)
        households.put("size", self.sizes, where=~self.size_unknown)
        households.put("registered", registered)
        households.put("poverty_status", found.status, where=found.listed)
        households.put("cause", self.cause, where=found.listed)
        households.put("identified_on", found.identified_on, where=found.listed)
        households.put("exited_on", found.exited_on, where=found.exited)

    def _give_allowances(self, households: Columns, persons: Columns) -> None:
        """Where nobody can work the head has the allowance at least; then the kind of household follows."""
        able = self.any_member(np.isin(persons["labour"], list(ABLE)))
        needy = ~able & ~self.support & ~self.allowance
        self.allowance = self.allowance | needy
        head = self.members.number == 1
        persons.change("allowance", needy[self.members.household] & head, True)
        registered = self.registration.registered
        others = np.where(self.allowance, _ALLOWANCE_ONLY, _ORDINARY)
        kind = np.where(registered, np.where(self.allowance, _WITH_ALLOWANCE, _ORDINARY), others)
        households.put("kind", np.where(self.support, _SUPPORT, kind))

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
        able = self.any_member(np.isin(persons["labour"], list(ABLE)))
        standing = standing_of(
            self.draws, self.watch, today=self.times.today, able=able, fit=self.planted.lack == Lack.NOTHING,
            unwatched=self.unwatched,
        )  # fmt: skip
        self._put_living(households, working, least_transfer(receivers, year), standing)
        put_income_parts(households, self.draws, receivers, registered, year)
        put_wages(persons, households, self.members)
        self._put_survey(households, persons)
        put_monitoring(
            households, self.draws, self.watch, standing, self.times.today, self.times.monitoring_line
        )
        compared = registered | standing.open
        put_flags_of_households(households, self.draws, compared)
        put_flags_of_people(persons, self.of_person, self.members, compared)

    def _put_living(self, households: Columns, working: Flags, received: Whole, standing: Standing) -> None:
        lack, registered = self.planted.lack, self.registration.registered
        earning = Earning(
            self.sizes, self.members.per_household(working), registered, self.registration.poor, lack,
            self.heaped, self.allowance, self.support, self.elders, received, standing,
        )  # fmt: skip
        put_incomes(households, self.draws, earning, self.times)
        homes.put_food(households, self.draws, lack)
        homes.put_home(
            households, self.draws, lack, registered=registered, support=self.support, elders=self.elders
        )
        homes.put_floor_area(households, self.draws, self.sizes)
        cause = np.where(self.registration.listed, self.cause, 0)
        water_short = np.asarray(self.villages.water_short[self.village])
        homes.put_water(households, self.draws, lack, water_short, cause == _SHORT_OF_WATER)
        put_land(households, self.draws, self.sizes, cause, registered=registered, year=self.times.year)
        put_other_causes(households, self.draws, self.cause, self.registration.listed)

    def _put_survey(self, households: Columns, persons: Columns) -> None:
        members, year = self.members, self.times.year
        put_person_survey(persons, self.of_person, self.draws, members, self.schooling, year=year)
        asked = ~members.male & (members.age >= 15) & (members.age < 50)
        put_household_survey(
            households, self.draws, mothers=self.any_member(asked), lack=self.planted.lack,
            registered=self.registration.registered, elders=self.elders, year=year,
        )  # fmt: skip

    def _plant_faults(self, households: Columns, persons: Columns, villages: Columns) -> pa.Table:
        sound = self.registration.exited & ~self.incomplete & ~self.heaped & ~self.unwatched & ~self.monitored
        sound &= self.planted.lack == Lack.NOTHING
        return plant(
            households,
            persons,
            villages,
            self.draws,
            self.of_person,
            Draws(self.villages.keys),
            self.members,
            sound,
        )

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
