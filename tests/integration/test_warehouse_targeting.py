"""The page of the proxy means test: its households are judged, and the errors it prints are those the pack makes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.support.tables import tables_of

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.records import Record
from tuopin.kernel.places import PlaceTree
from tuopin.snapshot.dataset import in_memory
from tuopin.standards.example_cells import read_value
from tuopin.standards.markdown_tables import Table, blocks
from tuopin.standards.pcodes import places_of
from tuopin.warehouse.judging import judge
from tuopin.warehouse.overview_files import percent

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proxy-means-test.md"
PACK = standards.load("pmt_example")
PLACES = places_of("XX/N/N1/A1", {})
ON = date(2024, 6, 30)


def table_of(first: str) -> Table:
    text = PAGE.read_text(encoding="utf-8")
    (found,) = [
        block for block in blocks(text) if isinstance(block, Table) and block.header.cells[0] == first
    ]
    return found


def households() -> list[Record]:
    facts, village = PACK.by_level[Level.HOUSEHOLD], PLACES[-1].id
    table = table_of("household")
    return [
        Record(
            Level.HOUSEHOLD,
            row.cells[0],
            village,
            {
                code: read_value(facts[code].kind, cell)
                for code, cell in zip(table.header.cells[1:], row.cells[1:], strict=True)
            },
        )
        for row in table.rows
    ]


def test_the_errors_on_the_page_are_those_of_its_households(tmp_path: Path) -> None:
    homes = households()
    tables = tables_of(PACK, homes, PlaceTree.of(PLACES))
    survey = in_memory(PACK, as_of=ON, tables=tables, places=PLACES, content="")

    with judge(survey, on=ON) as run:
        (country,) = run.measures("country")
        run.write(tmp_path / "out")

    counts = country.targeting
    assert counts is not None
    shares = (counts.exclusion_error, counts.inclusion_error, counts.chosen, counts.poor)
    told = [*(percent(share) for share in shares), str(counts.left_out)]
    assert [list(row.cells) for row in table_of("exclusion error").rows] == [told]
    assert counts.judged == sum(
        int(str(home.facts["size"])) for home in homes if home.facts["consumption"] and home.code != "H21"
    )
    text = (tmp_path / "out" / "measures.csv").read_text(encoding="utf-8-sig")
    assert re.search(rf"country,XX,XX,,,exclusion error[^,]*,{re.escape(told[0] or '')}", text)


def test_where_nobody_measured_consumption_the_errors_are_unknown() -> None:
    homes = [Record(Level.HOUSEHOLD, "H1", PLACES[-1].id, {**households()[0].facts, "consumption": None})]
    tables = tables_of(PACK, homes, PlaceTree.of(PLACES))

    with judge(in_memory(PACK, as_of=ON, tables=tables, places=PLACES, content=""), on=ON) as run:
        (country,) = run.measures("country")

    assert country.as_dict()["targeting"] == {
        "exclusion_error": None, "inclusion_error": None, "chosen": None, "poor": None, "households_left_out": 1,
    }  # fmt: skip
