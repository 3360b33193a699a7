"""The reader of examples: what a cell may say, and how a cell that says anything else is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput
from tuopin.kernel.verdict import Verdict
from tuopin.standards.example_cells import read_value
from tuopin.standards.examples import Example, read_examples

PACK = standards.load("cn")
GOOD = """# Village exit village_exit

Any words may stand here.

| word | stands for |
|------|------------|
| listed | kind=poor population=1000 registered_households=2 |
| poor | registered poverty_status=in_poverty size=4 |

on 2020-06-30 · at 990101001001 · otherwise listed · with 2× poor

| case | population | → incidence | → overall |
|------|-----------:|-------------|-----------|
| few enough | 1000 | **yes** | yes |
| nobody knows | ? | ? | ? |
"""


def read(text: str) -> tuple[Example, ...]:
    return read_examples(text, file="village_exit.md", pack=PACK)


def test_a_row_becomes_a_subject_with_terms_and_answers() -> None:
    first, second = read(GOOD)

    assert (first.case, first.line) == ("few enough", 14)
    assert first.terms.on == date(2020, 6, 30)
    assert first.subject.level is Level.VILLAGE
    assert first.subject.place == 990101001001
    assert first.subject.facts == {"kind": 1, "population": 1000, "registered_households": 2}
    assert [child.facts["size"] for child in first.subject.children] == [4, 4]
    assert first.expected == {"incidence": Verdict.MET}
    assert second.subject.facts["population"] is None
    assert second.overall is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "value"),
    [
        ("| few enough | 1000 |", "| few enough |  |", 14, "population", "''"),
        ("| nobody knows | ? |", "| few enough | ? |", 15, "case", "'few enough'"),
        ("| few enough | 1000 |", "| few enough | a lot |", 14, "population", "population=a lot"),
        ("| few enough | 1000 |", "| few enough | 10.5 |", 14, "population", "population=10.5"),
        ("| few enough | 1000 |", "| few enough | -1 |", 14, "population", "population=-1"),
        ("| few enough | 1000 |", "| few enough | 1000 | 7 |", 14, "-", "few enough | 1000 | 7"),
        ("**yes** | yes", "**maybe** | yes", 14, "→ incidence", "'maybe'"),
        ("**yes** | yes", "yes | met", 14, "→ overall", "'met'"),
        ("| → overall |", "| → the_end |", 12, "-", "'→ overall'"),
        ("| population |", "| people |", 12, "-", "'people'"),
        ("| population |", "| → incidence |", 12, "-", "'→ incidence'"),
        ("| case |", "| example |", 12, "-", "'example'"),
        ("kind=poor", "kind=rich", 14, "otherwise", "kind=rich"),
        ("kind=poor", "colour=red", 14, "otherwise", "'colour=red'"),
        ("in_poverty size=4", "in_poverty tall", 14, "members", "'tall'"),
        ("on 2020-06-30", "on 2020-06-31", 10, "-", "2020-06-31"),
        ("on 2020-06-30 ·", "on 2020-06-30,", 10, "-", "2020-06-30,"),
        ("990101001001", "9901", 10, "-", "9901"),
        ("village_exit\n\nAny", "village_entry\n\nAny", 1, "-", "'village_entry'"),
        ("on 2020-06-30 · at 990101001001 · otherwise listed · with 2× poor", "", 12, "-", "'case'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    old: str, new: str, line: int, column: str, value: str
) -> None:
    broken = GOOD.replace(old, new, 1)
    assert broken != GOOD

    with pytest.raises(BadInput) as refused:
        read(broken)

    sentence = refused.value.text.en
    assert refused.value.code == "examples_table"
    assert f"village_exit.md, line {line}, column {column!r}" in sentence
    assert value in sentence
    assert f"第 {line} 行" in refused.value.text.zh


def test_members_are_counted_described_and_may_be_nobody() -> None:
    text = GOOD.replace("| case | population |", "| case | members |")
    text = text.replace("| few enough | 1000 |", "| few enough | 3× poor size=1; poor; registered=no |")
    text = text.replace("| nobody knows | ? |", "| nobody knows | - |")

    first, second = read(text)

    assert [child.facts.get("size") for child in first.subject.children] == [1, 1, 1, 4, None]
    assert [child.code for child in first.subject.children] == ["1", "2", "3", "4", "5"]
    assert second.subject.children == ()


def test_values_are_written_as_people_write_them() -> None:
    person, household = PACK.by_level[Level.PERSON], PACK.by_level[Level.HOUSEHOLD]

    assert read_value(household["net_income"].kind, "7999.99") == 799999
    assert read_value(household["net_income"].kind, "-500") == -50000
    assert read_value(person["birth"].kind, "2012-02-29") == date(2012, 2, 29)
    assert read_value(person["health"].kind, "chronic+disabled") == 0b1010
    assert read_value(person["health"].kind, "{}") == 0
    assert read_value(person["school"].kind, "grade_9") == 6
    assert read_value(person["soldier"].kind, "no") is False
    assert read_value(person["soldier"].kind, "?") is None


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("birth", "2012-02-30"),
        ("health", "well"),
        ("school", "grade_10"),
        ("soldier", "perhaps"),
        ("work_months", "13"),
    ],
)
def test_a_value_outside_its_kind_says_what_it_should_have_been(fact: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\?"):
        read_value(PACK.by_level[Level.PERSON][fact].kind, text)
