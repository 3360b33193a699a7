"""What is true of the households of some villages on a day, before any of it is written down."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tuopin.standards.pack import Pack
from tuopin.synthetic import figures, gaps
from tuopin.synthetic.columns import day_number
from tuopin.synthetic.draws import Draws, Flags, Whole, keys_of
from tuopin.synthetic.families import members_of, sizes_of
from tuopin.synthetic.lives import NEVER, Lives, lives_of
from tuopin.synthetic.monitoring import unwatched_of
from tuopin.synthetic.planted import Lack, Planted, planted_in
from tuopin.synthetic.registration import History, Registration, history_of
from tuopin.synthetic.schooling import Schooling, school_ages, schooling_of
from tuopin.synthetic.villages import Villages
from tuopin.synthetic.watch import Watch, watch_of


@dataclass(frozen=True)
class Times:
    """The day the city is seen on, and the lines in force then: of exit and of monitoring, fen per person and year."""

    on: date
    line: int
    monitoring_line: int

    @property
    def today(self) -> int:
        return day_number(self.on)

    @property
    def year(self) -> float:
        return self.on.year + (self.on.timetuple().tm_yday - 1) / 366


class Settled:
    """The steps in order; each adds to what the ones before have settled. Nothing here is known or unknown yet."""

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
        self.monitored: Flags = self.watch.taken_in_on <= times.today
        unvisited = gaps.unvisited_of(self.draws, self.registration.registered, self.slack, times.today)
        self.unvisited = unvisited & ~self.monitored
        self.heaped = self._heaped()
        fit = (self.planted.lack == Lack.NOTHING) & ~self.registration.poor & ~self.incomplete & ~self.heaped
        self.unwatched = fit & unwatched_of(self.draws, self.watch, times.today)

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

    @property
    def village_id(self) -> Whole:
        return np.asarray(self.villages.id[self.village])

    @property
    def county_id(self) -> Whole:
        return np.asarray(self.villages.county_id[self.village])
