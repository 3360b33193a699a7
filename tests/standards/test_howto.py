"""The how-tos do what they say: their examples are read and run."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from tuopin import standards
from tuopin.engine.parameters import read_parameter
from tuopin.engine.reference import judge
from tuopin.engine.standard import Standard
from tuopin.kernel.places import Place
from tuopin.standards.cn.places import places_of
from tuopin.standards.examples import read_examples

HOWTO = Path(__file__).resolve().parents[2] / "docs" / "howto"


def block(page: str, language: str) -> str:
    """The first block of code in this language on the page."""
    found = re.search(rf"```{language}\n(.*?)```", (HOWTO / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def chain(village: str) -> tuple[Place, ...]:
    return tuple(reversed(places_of(village, {})))


def test_the_parameter_of_the_howto_means_what_it_says() -> None:
    parameter = read_parameter(block("add-a-parameter.md", "yaml"), name="newborn_grace_days")
    yunnan, western, central = chain("539901001001"), chain("989901001001"), chain("999901001001")

    def days(on: date, where: tuple[Place, ...]) -> object:
        return parameter.in_force(on=on, chain=where).value

    assert days(date(2021, 6, 30), yunnan) == 60
    assert days(date(2022, 6, 30), yunnan) == 60
    assert days(date(2023, 6, 30), yunnan) == 120
    assert days(date(2022, 6, 30), western) == 120
    assert days(date(2023, 6, 30), central) == 90


def test_the_standard_of_the_howto_gives_what_its_table_says() -> None:
    names: dict[str, object] = {}
    exec(block("add-a-standard.md", "python"), names)  # noqa: S102 - the page's own code
    standard = names["STANDARD"]
    assert isinstance(standard, Standard)
    pack = replace(standards.load("cn"), standards=(standard,))

    rows = read_examples(block("add-a-standard.md", "markdown"), file="warm_home.md", pack=pack)

    assert len(rows) == 5
    for row in rows:
        finding = judge(standard, row.subject, row.terms)
        assert (finding.verdicts, finding.overall) == (row.expected, row.overall), row.case
