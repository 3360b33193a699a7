"""The examples beside the standards, run as they stand: one test a row and engine."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from typing import Any

import pytest

from tests.support.tables import masks, overall, tables_of, verdicts
from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.reference import Masks, judge
from tuopin.engine.sql import compile_standards
from tuopin.kernel.verdict import Verdict
from tuopin.standards import examples
from tuopin.standards.examples import Example
from tuopin.standards.pack import Pack

ROWS = [
    pytest.param(pack, example, id=f"{pack.code}-{example.standard.code}-{example.case}")
    for pack in map(standards.load, standards.codes())
    for example in examples.of_pack(pack)
]
Key = tuple[str, str, date, int, int]
TOGETHER: dict[Key, list[Example]] = {}
_answers: dict[Key, dict[int, dict[str, Any]]] = {}


@pytest.mark.parametrize(("pack", "example"), ROWS)
def test_the_reference_engine_gives_what_the_row_says(pack: Pack, example: Example) -> None:
    finding = judge(example.standard, example.subject, example.terms)

    shown = {code: finding.verdicts[code] for code in example.expected}
    assert shown == example.expected, f"{pack.code}, {example.file} line {example.line}"
    assert finding.overall is example.overall, f"{pack.code}, {example.file} line {example.line}"


@pytest.mark.parametrize(("pack", "example"), ROWS)
def test_the_compiled_sql_gives_what_the_row_says(pack: Pack, example: Example) -> None:
    row = answers(pack, example)[example.line]

    shown = sum(example.standard.bits[code] for code in example.expected)
    found = Masks(*(mask & shown for mask in astuple(masks(example.standard, row))))
    assert found == expected(example), f"{example.file} line {example.line}"
    assert overall(example.standard, row) is example.overall, f"{example.file} line {example.line}"


def expected(example: Example) -> Masks:
    """The row's answers as the four masks a finding stores."""

    def mask(wanted: Verdict) -> int:
        return sum(
            example.standard.bits[code] for code, answer in example.expected.items() if answer is wanted
        )

    return Masks(
        mask(Verdict.MET), mask(Verdict.NOT_MET), mask(Verdict.UNKNOWN), mask(Verdict.NOT_APPLICABLE)
    )


def key_of(pack: Pack, example: Example) -> Key:
    """Persons and households of one day and place are judged by one query; a place stands alone in its own."""
    alone = 0 if example.standard.level in (Level.PERSON, Level.HOUSEHOLD) else example.line
    return pack.code, example.standard.code, example.terms.on, example.subject.place, alone


def answers(pack: Pack, example: Example) -> dict[int, dict[str, Any]]:
    """The answers of all examples judged together, by their lines."""
    key = key_of(pack, example)
    if key not in _answers:
        group = TOGETHER[key]
        tables = tables_of(pack, [each.subject for each in group], example.terms.places)
        queries = compile_standards([example.standard], example.terms)
        found = verdicts(example.standard, queries, tables)
        found.sort(key=lambda row: row.get("household", 0))  # numbered in the order of the examples
        assert len(found) == len(group)
        _answers[key] = {each.line: row for each, row in zip(group, found, strict=True)}
    return _answers[key]


for param in ROWS:
    TOGETHER.setdefault(key_of(*param.values), []).append(param.values[1])
