"""The examples beside the standards, run as they stand: one test a row and engine."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.tables import masks, overall, tables_of, verdicts
from tuopin import standards
from tuopin.engine.reference import Masks, judge
from tuopin.engine.sql import Queries, compile_standards
from tuopin.kernel.verdict import Verdict
from tuopin.standards import examples
from tuopin.standards.examples import Example
from tuopin.standards.pack import Pack

ROWS = [
    pytest.param(pack, example, id=f"{pack.code}-{example.standard.code}-{example.case}")
    for pack in map(standards.load, standards.codes())
    for example in examples.of_pack(pack)
]
_compiled: dict[tuple[str, str, date, int], Queries] = {}


@pytest.mark.parametrize(("pack", "example"), ROWS)
def test_the_reference_engine_gives_what_the_row_says(pack: Pack, example: Example) -> None:
    finding = judge(example.standard, example.subject, example.terms)

    assert finding.verdicts == example.expected, f"{pack.code}, {example.file} line {example.line}"
    assert finding.overall is example.overall, f"{pack.code}, {example.file} line {example.line}"


@pytest.mark.parametrize(("pack", "example"), ROWS)
def test_the_compiled_sql_gives_what_the_row_says(pack: Pack, example: Example) -> None:
    tables = tables_of(pack, [example.subject], example.terms.places)

    (row,) = verdicts(example.standard, queries(pack, example), tables)

    assert masks(example.standard, row) == expected(example), f"{example.file} line {example.line}"
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


def queries(pack: Pack, example: Example) -> Queries:
    """Compiled once for all rows of the same day and place."""
    key = (pack.code, example.standard.code, example.terms.on, example.subject.place)
    if key not in _compiled:
        _compiled[key] = compile_standards([example.standard], example.terms)
    return _compiled[key]
