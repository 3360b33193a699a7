"""Net income of a household and its parts, in fen. Above the line smoothly; below it only where planted."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, day_number
from tuopin.synthetic.draws import Draws, Flags, Real, Whole, normal_part, normal_quantile
from tuopin.synthetic.monitoring import Standing, incomes_of
from tuopin.synthetic.planted import Lack, by_year
from tuopin.synthetic.settled import Times

_YUAN = 100
_LABOUR_PART = 0.45
"""How far income goes with the share of members who work; the rest is drawn."""
_DEEPEST = {2015: 0.36, 2020: 0.60}
"""The lowest incomes of those below the line, as a part of it."""
_LEAST_WAGES, _MOST_WAGES = 400 * _YUAN, 290_000 * _YUAN
"""Of a household with somebody who works."""
_HIGHEST = 95_000.0 * _YUAN
"""A person and year."""
_MOST_RECEIVED = np.float64(0.9)
_POOR_TIMES = 0.62
"""Income of the registered not yet exited, beside the others."""


@dataclass(frozen=True)
class Earning:
    """What a household lives on, one row each."""

    sizes: Whole
    workers: Whole
    registered: Flags
    poor: Flags
    lack: Whole
    heaped: Flags
    """Written a little above the line, in the planted township."""
    allowance: Flags
    support: Flags
    elders: Flags
    received: Whole
    """Support, allowance and pensions, in fen: transfers are at least that, or nearly all there is."""
    standing: Standing


def put_incomes(columns: Columns, draws: Draws, earning: Earning, times: Times) -> None:
    line, year = times.line, times.year
    per_person = _per_person(draws, earning, times)
    net = np.rint(per_person * earning.sizes / _YUAN).astype(np.int64) * _YUAN
    # Rounding to whole yuan must not carry anybody over the line.
    least = (line * earning.sizes // _YUAN + 1) * _YUAN
    below = earning.lack == Lack.INCOME
    net = np.where(below, np.minimum(net, least - 2 * _YUAN), np.maximum(net, least))
    _put_parts(columns, draws, earning, net, year)


def _per_person(draws: Draws, earning: Earning, times: Times) -> Real:
    line, year = times.line, times.year
    spread = np.where(earning.registered, by_year(figures.REGISTERED_SPREAD, year), figures.OTHER_SPREAD)
    mean = np.where(
        earning.registered, _grown(figures.REGISTERED_INCOME, year), _grown(figures.OTHER_INCOME, year)
    )
    mean = np.where(earning.poor, mean * _POOR_TIMES, mean) * _YUAN
    middle = np.log(mean) - spread**2 / 2
    # "Stably above": nobody is let go at the line itself, and how far above differs. Once there is monitoring, an
    # exited household within its range is a monitored one.
    watched = times.today >= day_number(figures.MONITORING_FROM)
    least = np.where(earning.registered & watched, max(line, times.monitoring_line), line)
    enough = np.log(least * (1.01 + 0.25 * draws.part("how stable") ** 2))
    below = normal_part((enough - middle) / spread)
    part = below + normal_part(_standing(draws, earning, year)) * (1 - below)
    above_line = np.minimum(np.exp(middle + spread * normal_quantile(part)), _HIGHEST)
    fitting = incomes_of(draws, earning.standing, above_line, times.monitoring_line)
    heaped = least * (1.0 + 0.03 * draws.part("a little above"))
    depth = by_year(_DEEPEST, year)
    lacking = line * (depth + (0.99 - depth) * draws.part("how far below"))
    return np.select([earning.lack == Lack.INCOME, earning.heaped], [lacking, heaped], fitting)


def _standing(draws: Draws, earning: Earning, year: float) -> Real:
    """A standard normal, higher where more of the household work."""
    share = earning.workers / earning.sizes
    own = figures.YEARS_OWN
    luck = math.sqrt(1 - own) * draws.normal("income") + math.sqrt(own) * draws.normal(
        f"income of {int(year)}"
    )
    return np.asarray(_LABOUR_PART * (share - 0.36) / 0.30 + math.sqrt(1 - _LABOUR_PART**2) * luck)


def _grown(path: Mapping[float, int], year: float) -> float:
    """Between two years growth is even."""
    return math.exp(by_year({known: math.log(value) for known, value in path.items()}, year))


def _put_parts(columns: Columns, draws: Draws, earning: Earning, net: Whole, year: float) -> None:
    """Wages, transfers and property first; what is left was produced, at a cost."""
    has_workers = earning.workers > 0
    transfer_share = 0.03 + 0.10 * draws.part("transfers")
    transfer_share += np.where(earning.allowance, 0.12, 0.0) + np.where(earning.elders, 0.28, 0.0)
    transfer_share = np.where(
        earning.support, 0.88, np.where(has_workers, transfer_share, transfer_share + 0.20)
    )
    property_share = np.where(draws.chance("has property income", 0.35), 0.03 * draws.part("property"), 0.0)
    from_work = by_year(figures.WAGE_SHARE, year) * np.where(earning.registered, 1.40, 1.12)
    wage_part = from_work * (0.80 + 0.40 * draws.part("wages"))
    rent = _yuan_of(net, property_share)
    transfer = np.maximum(
        _yuan_of(net, transfer_share), np.minimum(earning.received, _yuan_of(net, _MOST_RECEIVED))
    )
    # Whoever works earns something, however much the household receives.
    transfer = np.where(has_workers, np.minimum(transfer, np.maximum(net - rent - _LEAST_WAGES, 0)), transfer)
    wage = _yuan_of(net - transfer - rent, np.where(has_workers, np.minimum(wage_part, 0.97), 0.0))
    wage = np.where(has_workers, np.maximum(wage, np.minimum(net - transfer - rent, _LEAST_WAGES)), 0)
    wage = np.minimum(wage, _MOST_WAGES)
    produced = net - transfer - rent - wage
    cost = _yuan_of(produced, 0.25 + 0.6 * draws.part("cost"))
    columns.put("wage", wage)
    columns.put("production", produced + cost)
    columns.put("property_income", rent)
    columns.put("transfer", transfer)
    columns.put("production_cost", cost)
    columns.put("net_income", net)


def _yuan_of(amount: Whole, share: Real | np.float64) -> Whole:
    return np.asarray(np.floor(amount * share / _YUAN), dtype=np.int64) * _YUAN
