"""What transfers and property income are made of; the parts never add up to more than the whole."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tuopin.synthetic.columns import Columns
from tuopin.synthetic.draws import Draws, Flags, Whole
from tuopin.synthetic.families import Members
from tuopin.synthetic.planted import by_year

_YUAN = 100
_PENSION = {2014: 840, 2020: 1_300, 2025: 1_900}
_ALLOWANCE = {2014: 1_100, 2020: 2_400, 2025: 3_600}
_SUPPORT = {2014: 2_800, 2020: 6_000, 2025: 9_000}
"""Yuan a person and year."""
_IN_PART, _LEAST_PART = ("support_income", "allowance_income"), 300
"""These come in part where the whole does not fit, the others whole or not at all."""


@dataclass(frozen=True)
class Receivers:
    """How many in each household receive what."""

    elders: Whole
    """60 and older, in the resident pension."""
    very_old: Whole
    """80 and older."""
    disabled: Whole
    with_allowance: Whole
    supported: Whole


def receivers_of(persons: Columns, members: Members) -> Receivers:
    """From the truth about persons, known or not."""
    old, count = members.age >= 60, members.per_household
    return Receivers(
        elders=count(old & persons["resident_pension"]),
        very_old=count(members.age >= 80),
        disabled=count(persons["disability_card"]),
        with_allowance=count(persons["allowance"]),
        supported=count(persons["support"]),
    )


def put_income_parts(
    columns: Columns, draws: Draws, receivers: Receivers, registered: Flags, year: float
) -> None:
    """After incomes and land. What does not fit into the transfers of the household is received in part, or not yet."""
    wanted: Mapping[str, Whole] = {
        "support_income": receivers.supported * round(by_year(_SUPPORT, year)),
        "allowance_income": receivers.with_allowance * round(by_year(_ALLOWANCE, year)),
        "pension_income": receivers.elders * round(by_year(_PENSION, year)),
        "disability_subsidy": receivers.disabled * 720,
        "old_age_allowance": receivers.very_old * 600,
        "farm_subsidy": columns["farmland"] * 95 // 100,
        "ecology_income": columns["returned_forest"] * 125 // 100,
        "family_planning_grant": draws.chance("family planning", 0.03) * np.int64(960),
        "resettlement_subsidy": draws.chance("moved by a reservoir", 0.01) * np.int64(600),
    }
    left = columns["transfer"] // _YUAN
    for name, yuan in wanted.items():
        in_part = np.where((name in _IN_PART) & (left >= _LEAST_PART), np.minimum(left, yuan), 0)
        given = np.where(yuan <= left, yuan, in_part)
        left = left - given
        columns.put(name, given * _YUAN)
    columns.put("other_transfer", left * _YUAN + columns["transfer"] % _YUAN)
    shares = registered & draws.chance("dividend", by_year({2014: 0.02, 2020: 0.35}, year))
    columns.put("asset_dividend", np.where(shares, columns["property_income"] // (2 * _YUAN) * _YUAN, 0))


def least_transfer(receivers: Receivers, year: float) -> Whole:
    """What a household surely has from support, allowance and pensions, in fen."""
    return _YUAN * (
        receivers.supported * round(by_year(_SUPPORT, year))
        + receivers.with_allowance * round(by_year(_ALLOWANCE, year))
        + receivers.elders * round(by_year(_PENSION, year))
    )
