"""Synthetic surveys of the World Bank's wbpip, read through mapping files and counted below a line.

wbpip counts the weighted share of welfare strictly below the line and leaves out rows without a welfare. Its countries
are invented and have no purchasing power parity, so the line is given, as in a what-if.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tuopin.engine.kinds import Level
from tuopin.intake.survey import read_microdata
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.judging import judge

FOLDER = Path(__file__).resolve().parents[1] / "data" / "wbpip"
SURVEYS = ("ABC_2000_income", "DEF_2000_consumption", "GHI_2000_income")


def answers(survey: str) -> list[tuple[Fraction, Fraction]]:
    """(weight, welfare) of every row that has both, straight from the file."""
    with (FOLDER / f"md_{survey}.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["weight"], row["welfare"]) for row in csv.DictReader(file)]
    return [
        (Fraction(weight), Fraction(welfare)) for weight, welfare in rows if "NA" not in (weight, welfare)
    ]


def mean(survey: str) -> Decimal:
    """Of welfare, without weights, to a hundredth: the line of wbpip's own test."""
    welfare = [each for _, each in answers(survey)]
    exact = sum(welfare, Fraction()) / len(welfare)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def judged(survey: str, line: Decimal) -> tuple[Fraction, int]:
    """The weighted share of the poor among those known, and how many are unknown."""
    reading = read_microdata(FOLDER / f"{survey}.yaml")
    assert (reading.summary.households, reading.summary.refused) == (2000, 0)
    lines = {f"line_{each}": line for each in ("extreme", "lower_middle", "upper_middle")}
    with judge(reading.dataset, on="2000-12-31", standard="world_bank/extreme", overrides=lines) as run:
        verdicts = dict(
            run.findings[Level.HOUSEHOLD].select(["code", "extreme__overall"]).to_pydict().items()
        )
    found = dict(zip(verdicts["code"], map(Verdict, verdicts["extreme__overall"]), strict=True))
    weights = {row["code"]: row["weight"] for row in reading.dataset.table("households").to_pylist()}
    known = {code for code, verdict in found.items() if verdict is not Verdict.UNKNOWN}
    poor = sum(weights[code] for code in known if found[code] is Verdict.MET)
    return Fraction(poor, sum(weights[code] for code in known)), len(found) - len(known)


@pytest.mark.parametrize(("survey", "unknown"), list(zip(SURVEYS, (0, 3, 0), strict=True)))
def test_the_share_below_a_line_is_that_of_the_file(survey: str, unknown: int) -> None:
    line = mean(survey)
    rows = answers(survey)
    below = sum((weight for weight, welfare in rows if welfare < line), Fraction())
    exact = below / sum((weight for weight, _ in rows), Fraction())

    share, open_ = judged(survey, line)

    assert open_ == unknown
    assert abs(share - exact) < Fraction(1, 10**7)  # weights are kept to four decimals


def test_the_headcount_that_wbpip_prints() -> None:
    """0.7333513 in its test of md_compute_poverty_stats, from PovcalNet, with the mean as the line."""
    share, _ = judged("ABC_2000_income", mean("ABC_2000_income"))

    assert round(float(share), 7) == 0.7333513


def test_on_the_line_is_not_poor() -> None:
    """Somebody's own welfare as the line: the share falls by nobody, and rises by his weight a hundredth above."""
    rows = answers("ABC_2000_income")
    weight, welfare = rows[0]
    line = Decimal(welfare.numerator) / Decimal(welfare.denominator)

    on, _ = judged("ABC_2000_income", line)
    above, _ = judged("ABC_2000_income", line + Decimal("0.01"))

    same = sum((each for each, amount in rows if amount == welfare), Fraction())
    assert above - on == same / sum((each for each, _ in rows), Fraction())
    assert same >= weight


def test_without_a_parity_of_its_country_a_survey_cannot_be_judged() -> None:
    reading = read_microdata(FOLDER / "ABC_2000_income.yaml")

    with pytest.raises(RefusedByRule) as refused:
        judge(reading.dataset, on="2000-12-31")

    assert refused.value.code == "parameter_not_in_force"
