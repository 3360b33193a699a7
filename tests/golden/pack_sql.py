"""The SQL of the cn pack in three dialects, and the loop of its households, for one day and a few places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tuopin.engine.kinds import Level
from tuopin.engine.native_source import write_loops
from tuopin.engine.sql import Queries, compile_standards
from tuopin.engine.sql_terms import PlaceTerms
from tuopin.engine.terms import Terms
from tuopin.kernel.places import Place, PlaceTree
from tuopin.standards.cn import PACK

DIALECTS = ("duckdb", "postgres", "spark")
DAY = date(2020, 6, 30)
# 98 is fictional and belongs to the western group, 99 is fictional and does not: their limits differ.
VILLAGES = ("980101001001", "980101001002", "990202001001")
QUERIES: Mapping[str, tuple[Level, tuple[str, ...]]] = {
    "household": (Level.HOUSEHOLD, ("household_status", "household_exit")),
    "village_exit": (Level.VILLAGE, ("village_exit",)),
}


def places() -> PlaceTree:
    found: dict[int, Place] = {}
    for code in VILLAGES:
        found |= {place.id: place for place in PACK.places_of(code, {})}
    return PlaceTree.of(found.values())


def queries(name: str) -> Queries:
    _, standards = QUERIES[name]
    return compile_standards([PACK.standard(code) for code in standards], Terms(DAY, places()))


def texts() -> dict[str, str]:
    """File name -> text, for every query, every dialect and the tables of place terms."""
    written = {}
    for name, (level, standards) in QUERIES.items():
        compiled = queries(name)
        for dialect in DIALECTS:
            head = f"-- {', '.join(standards)} on {DAY}, in {dialect}"
            written[f"{name}.{dialect}.sql"] = f"{head}\n{compiled.text(level, dialect)}\n"
        written[f"{name}.place_terms.txt"] = (
            "".join(_table(terms) for terms in compiled.place_terms) or "none\n"
        )
    standards = [PACK.standard(code) for code in QUERIES["household"][1]]
    written["household.loop.txt"] = write_loops(standards, Terms(DAY, places())).text
    return written


def _table(terms: PlaceTerms) -> str:
    header = " | ".join([terms.key, *(f"{name} {kind}" for name, kind in terms.columns)])
    rows = [" | ".join(str(value) for value in row) for row in terms.rows]
    return "\n".join([terms.name, header, *rows]) + "\n"
