"""The record of monitoring, from 2021: risks, help that fits them, what a visit found, and whether it is over."""

from dataclasses import dataclass

import numpy as np

from tuopin.standards.cn.codes import ASSISTANCE, CLEARANCE, RISK
from tuopin.standards.cn.monitoring_indicators import FITTING_HELP
from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, day_number, number_of, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole
from tuopin.synthetic.watch import HALF_A_YEAR, SUDDEN, Watch

_YUAN = 100
_BY_ASSISTANCE, _BY_ITSELF = numbers_of(CLEARANCE, ("assistance", "natural"))
_SUPPORT, _INDUSTRY = (ASSISTANCE.mask([family]) for family in ("support", "industry"))
_WORK = number_of(RISK, "work")
_EARNING = ASSISTANCE.mask(["employment", "public_post"])
_BEGINS = day_number(figures.MONITORING_FROM)
_HELP_AFTER = 12
"""Days after the decision until the first help is in place."""
_FIRST_HELP, _MORE_HELP = (np.zeros(1 + max(RISK.by_number), dtype=np.int64) for _ in range(2))
for _risk, _families in FITTING_HELP.items():
    _FIRST_HELP[RISK.by_code[_risk].number] = ASSISTANCE.mask(_families[:1])
    _MORE_HELP[RISK.by_code[_risk].number] = ASSISTANCE.mask(_families[-1:])


@dataclass(frozen=True)
class Standing:
    """Where a household stands with monitoring on the day; nowhere before 2021.

    `unwatched` should have been taken in and were not; they are planted.
    """

    ever: Flags
    open: Flags
    ready: Flags
    """Open, and everything is there to clear the risk."""
    sudden: Flags
    unwatched: Flags
    able: Flags
    """Somebody can work."""

    @property
    def in_range(self) -> Flags:
        """Income below the line of monitoring."""
        return (self.open & ~self.ready & ~self.sudden) | self.unwatched

    @property
    def above_range(self) -> Flags:
        return self.ever & ~self.in_range

    @property
    def in_difficulty(self) -> Flags:
        return (self.open & ~self.ready) | self.unwatched


def standing_of(
    draws: Draws, watch: Watch, *, today: int, able: Flags, fit: Flags, unwatched: Flags
) -> Standing:
    """`able`: somebody can work now; `fit`: nothing was planted in the household."""
    ever, open_ = watch.taken_in_on <= today, watch.watched_on(today)
    long_enough = watch.taken_in_on + HALF_A_YEAR <= today
    ready = open_ & able & fit & long_enough & draws.chance("ready to be cleared", figures.READY_OF_OPEN)
    return Standing(ever, open_, ready, open_ & (watch.group == SUDDEN), unwatched, able)


def unwatched_of(draws: Draws, watch: Watch, today: int) -> Flags:
    """Who should have been taken in by the day and was not; nobody before there was monitoring."""
    likely = figures.UNWATCHED if today >= _BEGINS else 0.0
    return (watch.taken_in_on > today) & draws.chance("unwatched", likely)


def incomes_of(draws: Draws, standing: Standing, per_person: Real, line: int) -> Real:
    """Incomes that fit the standing; `line` is the one of monitoring, in fen per person and year."""
    below = line * (0.72 + 0.26 * draws.part("how far in the range"))
    above = np.maximum(per_person, line * (1.03 + 0.30 * draws.part("how far above the range")))
    return np.select([standing.in_range, standing.above_range], [below, above], per_person)


def put_monitoring(
    columns: Columns, draws: Draws, watch: Watch, standing: Standing, today: int, line: int
) -> None:
    """After incomes. What a visit found is known of everybody visited, the record of the monitored only."""
    if today < _BEGINS:
        return
    ever, open_ = standing.ever, standing.open
    trouble, cleared = standing.in_difficulty, ever & ~open_
    columns.put("monitored", ever)
    columns.put("monitored_group", watch.group_on(today), where=ever)
    columns.put("monitored_on", watch.taken_in_on, where=ever)
    risks = (np.int64(1) << (watch.risk - 1)) | np.where(
        watch.second_risk > 0, np.int64(1) << (watch.second_risk.clip(1) - 1), 0
    )
    columns.put("risks", risks, where=ever)
    columns.put("risks_now", np.where(trouble, risks, 0), where=ever)
    columns.put("risk_cleared", cleared, where=ever)
    columns.put("cleared_on", watch.cleared_on, where=cleared)
    by = np.where(draws.chance("cleared by itself", 0.08), _BY_ITSELF, _BY_ASSISTANCE)
    columns.put("clearance", by, where=cleared)
    _put_help(columns, draws, watch, ever & (watch.taken_in_on + _HELP_AFTER <= today), standing.able)
    columns.put("grave_difficulty", trouble)
    columns.put("copes", ~trouble)
    columns.put(
        "income_stable", cleared | standing.ready | draws.chance("steady all the same", 0.3), where=ever
    )
    columns.put("rigid_spending", _spending(columns, draws, standing, line))


def _put_help(columns: Columns, draws: Draws, watch: Watch, helped: Flags, able: Flags) -> None:
    """One family of help that fits each risk, and often one more; where somebody can work, not support alone."""
    families = _FIRST_HELP[watch.risk] | _FIRST_HELP[watch.second_risk]
    families |= np.where(draws.chance("more help", 0.45), _MORE_HELP[watch.risk], 0)
    families |= np.where(able & (families == _SUPPORT), _INDUSTRY, 0)
    # Who earns nothing was not helped to earn: another family stands for it.
    no_wages = (columns["wage"] == 0) & (families & _EARNING > 0)
    no_wages &= (watch.risk != _WORK) & (watch.second_risk != _WORK)
    families = np.where(no_wages, families & ~_EARNING | _SUPPORT | _INDUSTRY, families)
    count = sum((families >> bit) & 1 for bit in range(max(ASSISTANCE.by_number)))
    columns.put("assistance", families, where=helped)
    columns.put("assistance_measures", np.asarray(count), where=helped)


def _spending(columns: Columns, draws: Draws, standing: Standing, line: int) -> Whole:
    """Of a year, in fen. Whoever is in sudden difficulty pays so much that too little is left."""
    net, size = columns["net_income"], columns["size"]
    part = draws.part("rigid spending")
    spare = net - size * line
    too_much = net - (size * line * (0.45 + 0.45 * part)).astype(np.int64)
    common = np.minimum(20_000 + (net * 0.12 * part).astype(np.int64), np.maximum(spare // 2, 0))
    heavy = (net * (0.10 + 0.30 * part)).astype(np.int64)
    others = (net * 0.10 * part).astype(np.int64)
    paid = np.select(
        [standing.sudden & ~standing.ready & standing.open, standing.in_difficulty, standing.ever],
        [too_much, heavy, common],
        others,
    )
    return np.asarray(np.maximum(paid // _YUAN * _YUAN, 0), dtype=np.int64)
