"""Counties by verdict, for every place in which a county lies: counties are few, so they are added up here."""

from collections.abc import Mapping

from sqlglot import exp

from tuopin.engine.kinds import Level
from tuopin.engine.sql import results_table
from tuopin.engine.standard import Method, Standard
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.connection import refusals
from tuopin.warehouse.judged import Judged
from tuopin.warehouse.scope import Scope

Verdicts = Mapping[str, Mapping[Verdict, int]]


def county_standards(scope: Scope) -> tuple[Standard, ...]:
    """Those about counties that give an overall verdict."""
    return tuple(each for each in scope.at(Level.COUNTY) if each.method is not Method.EACH)


def counties_by_verdict(judged: Judged) -> Mapping[int, Verdicts]:
    """By place, then by county standard; places below a county are not there."""
    found: dict[int, dict[str, dict[Verdict, int]]] = {}
    for standard in county_standards(judged.scope):
        columns = (exp.column("county"), exp.column(f"{standard.code}__overall"))
        query = exp.select(*columns).from_(results_table(Level.COUNTY)).sql("duckdb")
        with refusals():
            rows = judged.connection.execute(query).fetchall()
        for county, overall in rows:
            for place in judged.dataset.places.chain(county):
                counts = found.setdefault(place.id, {}).setdefault(standard.code, dict.fromkeys(Verdict, 0))
                counts[Verdict(overall)] += 1
    return found
