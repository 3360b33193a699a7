"""Every example of docs/language.md holds, on both engines, and every operator has one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from tests.unit.engine.both_engines import answer, finding
from tests.unit.engine.language_page import PAGE, Block, Example, Page, declared, read_page
from tests.unit.engine.world import PLACES, TODAY, numbered, steps

from tuopin.engine.kinds import CodeSet, Date, Level, Number, RuleError, YesNo
from tuopin.engine.language import Expression, Fact, Standard
from tuopin.engine.records import Record, Value
from tuopin.engine.reference import _MEANING
from tuopin.engine.standard import deep_walk
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.verdict import Verdict

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES, _ = read_page(TEXT)
VERDICTS = {"yes": Verdict.MET, "no": Verdict.NOT_MET, "?": Verdict.UNKNOWN, "n/a": Verdict.NOT_APPLICABLE}
INSIDE = {Level.HOUSEHOLD: "members", Level.VILLAGE: "households"}


def under(kind: str) -> list[Any]:
    return [
        pytest.param(example, id=f"line {example.code.line}: {example.code.text.splitlines()[-1][:50]}")
        for example in EXAMPLES
        if example.under is not None and example.under.kind == kind
    ]


@pytest.fixture(scope="module")
def page() -> Page:
    return declared(TEXT)


@pytest.mark.parametrize("example", under("table"))
def test_a_rule_answers_as_its_table_says(example: Example, page: Page) -> None:
    rule, table = page.value(example.code), example.under
    assert table is not None
    header, *rows = table.rows
    assert rows
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        terms = Terms(date.fromisoformat(cells.pop("on", TODAY.isoformat())), PLACES)
        place = PLACES.by_code[cells.pop("at", "110101")].id
        expected = {name: cells.pop(name) for name in header if name.startswith("→")}
        subject = a_subject(rule.level, cells, page, place)
        assert answered(rule, subject, terms, page) == expected, row


@pytest.mark.parametrize("example", under("text"))
def test_a_mistake_gets_the_message_under_it(example: Example, page: Page) -> None:
    assert example.under is not None
    with pytest.raises((RuleError, RefusedByRule)) as refused:
        page.value(example.code)

    assert str(refused.value) + "\n" == example.under.text


def test_every_operator_has_a_table(page: Page) -> None:
    shown = {
        type(node)
        for example in EXAMPLES
        if example.under is not None and example.under.kind == "table"
        for node in nodes(page.value(example.code))
    }

    assert {kind.__name__ for kind in set(_MEANING) - shown} == set()


def test_code_and_what_stands_under_it_are_told_apart() -> None:
    text = "```python\n1\n```\n\n| a | → |\n|---|---|\n| yes | no |\n\n```python\n2\n```\nand then\n\n```text\nx\n```\n"

    examples, _ = read_page(text)

    assert examples == [
        Example(Block("python", 1, "1\n"), Block("table", 5, rows=(("a", "→"), ("yes", "no")))),
        Example(Block("python", 9, "2\n"), None),
    ]


def nodes(rule: Expression | Standard) -> list[Expression]:
    return list(rule.expressions() if isinstance(rule, Standard) else deep_walk(rule))


def a_subject(level: Level, cells: Mapping[str, str], page: Page, place: int) -> Record:
    """A row as a subject. Its column `households` lists them, `households declared` is the fact of that code."""
    facts = {fact.code: fact for fact in page.facts()[level]}
    inside = cells.get(INSIDE.get(level, ""), "-")
    own = {name.removesuffix(" declared"): cell for name, cell in cells.items() if name != INSIDE.get(level)}
    children = []
    for words in [] if inside == "-" else inside.split(";"):
        assert level.child is not None
        given = dict(word.split("=") for word in words.split())
        children.append(a_subject(level.child, given, page, place))
    known = {name: value(facts[name], cell) for name, cell in own.items() if cell != "?"}
    return Record(level, "1", place, known, numbered(children))


def value(fact: Fact, cell: str) -> Value:
    if isinstance(fact.kind, YesNo):
        return {"yes": True, "no": False}[cell]
    if isinstance(fact.kind, Date):
        return date.fromisoformat(cell)
    if isinstance(fact.kind, CodeSet):
        return steps(fact, "" if cell == "none" else cell.replace("+", " "))
    return steps(fact, cell)


def answered(rule: Expression | Standard, subject: Record, terms: Terms, page: Page) -> dict[str, str]:
    if isinstance(rule, Standard):
        found = finding(rule, subject, terms, facts=page.facts())
        words = {verdict: word for word, verdict in VERDICTS.items()}
        told = {f"→ {code}": words[verdict] for code, verdict in found.verdicts.items()}
        if rule.score is not None and found.score is not None:
            told["→ score"] = score_cell(found.score, rule.score.kind.decimals)
        return told | {"→ overall": words[found.overall]} if found.overall else told
    found_value = answer(rule, subject, terms, page.facts())
    if found_value is None:
        return {"→": "?"}
    if isinstance(rule.kind, Number):
        return {"→": amount(found_value, rule.kind.decimals)}  # type: ignore[arg-type]
    return {"→": "yes" if found_value else "no"}


def score_cell(score: tuple[int, int], decimals: int) -> str:
    """One number, or `12 to 15` while it is open."""
    low, high = (amount(value, decimals) for value in score)
    return low if low == high else f"{low} to {high}"


def amount(steps: int, decimals: int) -> str:
    return f"{steps / 10**decimals:.2f}".removesuffix(".00")
