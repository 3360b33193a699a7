"""The overview by place: counts per village, added up the tree of places."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa
from sqlglot import exp

from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Level, Number
from tuopin.engine.reading import gap_of
from tuopin.engine.standard import Criterion, Standard
from tuopin.kernel.places import Place
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Rate, Shortfall
from tuopin.warehouse.connection import refusals
from tuopin.warehouse.counties import Verdicts, counties_by_verdict
from tuopin.warehouse.denominators import Declared, declared_by_place
from tuopin.warehouse.figures import Cost, Counted, Gap, PlaceFigures, RateFigures, Tally
from tuopin.warehouse.judged import BY_VILLAGE, Judged
from tuopin.warehouse.measure_columns import PEOPLE
from tuopin.warehouse.scope import COUNTER, SHORTFALL, Scope

SQL = exp.Expression
Named = tuple[str, SQL]
Row = Mapping[str, Any]


def counts_by_place(judged: Judged) -> pa.Table:
    """One row a place of every level, with whole numbers that add up from its villages."""
    with refusals():
        return judged.connection.sql(_query(judged)).to_arrow_table()


def figures_of(
    judged: Judged, counts: pa.Table, wanted_levels: Collection[str] | None
) -> tuple[PlaceFigures, ...]:
    """The rows of some levels (None: of all) as figures, in order of level and code."""
    places = judged.dataset.places.places
    levels = {name: depth for depth, name in enumerate(judged.scope.pack.place_levels)}
    wanted = pa.array(
        [wanted_levels is None or places[key].level in wanted_levels for key in counts["place"].to_pylist()],
        pa.bool_(),
    )
    rows = [(places[row["place"]], row) for row in counts.filter(wanted).to_pylist()]
    rows.sort(key=lambda each: (levels.get(each[0].level, -1), each[0].code))
    declared, counties = _declared_of_rates(judged, counts), counties_by_verdict(judged)
    return tuple(
        _figures(judged.scope, place, row, declared, counties.get(place.id, {})) for place, row in rows
    )


def _declared_of_rates(judged: Judged, counts: pa.Table) -> Mapping[str, Mapping[int, Declared]]:
    """What each rate is out of, in every place."""
    size, rates = judged.scope.overview.people.kind, judged.scope.overview.rates
    assert isinstance(size, Number)
    told = [
        f"{rate.denominator.code}__{what}" for rate in rates for what in ("declared", "declares", "unlisted")
    ]
    names = dict.fromkeys(["place", "villages", "listed__people", "listed__unsized", *told])
    rows = counts.select(list(names)).to_pylist()  # of all places, so no more columns than are read
    return {rate.code: declared_by_place(judged, rate, rows, size.low) for rate in rates}


def gap_state(criterion: Criterion) -> str:
    """The mask in which the gaps of a criterion lie."""
    return gap_of(criterion.reads).name.lower()


# ---- what is counted in each village ----


def _query(judged: Judged) -> str:
    """Each village with what was counted in it and what it declares; above it the sums over `ancestors`.

    Villages, by far the most of all places, are not grouped: a nation's would take half a gigabyte.
    """
    scope = judged.scope
    counted, declared = list(counted_columns(scope)), list(_declared(judged))
    sheet = _aliased([("village", exp.column("village", "villages")), *declared], "villages")
    if Level.VILLAGE in judged.levels:
        sheet = _left_join(sheet, "village_results", "villages")
    figures = [
        *((name, _whole(exp.column(name, BY_VILLAGE))) for name, _ in counted),
        *((name, _whole(exp.column(name, "sheet"))) for name, _ in declared),
        *((name, _whole(sql)) for name, sql in _of_both(scope)),
    ]
    place, village = exp.column("place", "ancestors"), exp.column("village", "ancestors")
    own = _aliased([("village", village), *figures], "ancestors").where(
        exp.EQ(this=place, expression=village)
    )
    own = _left_join(_left_join(own, BY_VILLAGE, "ancestors"), "sheet", "ancestors")
    names = [name for name, _ in figures]
    one = exp.cast(exp.Literal.number(1), "BIGINT")
    lowest = _aliased(
        [("place", exp.column("village")), ("villages", one), *((name, exp.column(name)) for name in names)],
        "own",
    )
    sums = [(name, _whole(exp.Sum(this=exp.column(name, "own")))) for name in names]
    above = _aliased([("place", place), ("villages", exp.Count(this=exp.Star())), *sums], "ancestors")
    above = above.join("own", on=_same_village("own", "ancestors"), copy=False)
    above = above.where(exp.NEQ(this=place, expression=village)).group_by(place, copy=False)
    query = exp.union(lowest, above, distinct=False)
    return query.with_("sheet", as_=sheet, copy=False).with_("own", as_=own, copy=False).sql("duckdb")


def counted_columns(scope: Scope) -> Iterator[Named]:
    """What is counted in one village, from the results of its households."""
    yield from _tally("listed", exp.true())
    for counter in scope.overview.counters:
        answer = exp.column(f"{COUNTER}{counter.code}")
        yield from _tally(f"{counter.code}__yes", answer)
        yield from _tally(f"{counter.code}__unknown", _is_null(answer))
    if scope.has_gaps:
        yield from _gaps(scope.overview.gaps_of)
    for shortfall in scope.overview.shortfalls:
        yield from _shortfall(shortfall)


def _shortfall(shortfall: Shortfall) -> Iterator[Named]:
    """The amounts of those below the line added up; an amount that nobody knows is counted, never taken for 0."""
    amount, standard = exp.column(f"{SHORTFALL}{shortfall.code}"), shortfall.standard
    below, unknown = (_has(standard, shortfall.criterion, state) for state in ("not_met", "unknown"))
    known = exp.Not(this=exp.Paren(this=_is_null(amount)))
    lifted = exp.and_(below, known)
    yield f"{shortfall.code}__amount", _total(lifted, amount)
    yield from _tally(f"{shortfall.code}__below", lifted)
    yield from _tally(f"{shortfall.code}__open", exp.or_(unknown, exp.and_(below, _is_null(amount))))


def _has(standard: Standard, criterion: str, state: str) -> exp.Condition:
    """Whether a criterion of a household is in this state."""
    bit = exp.Literal.number(standard.bits[criterion])
    held = exp.BitwiseAnd(this=exp.column(f"{standard.code}__{state}"), expression=bit)
    return exp.NEQ(this=exp.Paren(this=held), expression=exp.Literal.number(0))


def _tally(name: str, condition: exp.Expr) -> Iterator[Named]:
    people = exp.column(PEOPLE)
    known = exp.Coalesce(this=people, expressions=[exp.Literal.number(0)])
    yield f"{name}__households", _number(condition)
    yield f"{name}__people", _total(condition, known)
    yield f"{name}__unsized", _number(exp.and_(exp.Paren(this=condition.copy()), _is_null(people)))


def _gaps(standard: Standard) -> Iterator[Named]:
    for criterion in standard.criteria:
        for name, state in (("gap", gap_state(criterion)), ("gap_unknown", "unknown")):
            condition = _has(standard, criterion.code, state)
            yield f"{criterion.code}__{name}", _number(condition)


def _declared(judged: Judged) -> Iterator[Named]:
    """What the village sheet says, 0 or 1 for each verdict of the village, and the declared figures."""
    yield "sheets", exp.Literal.number(1)
    for fact in _declared_facts(judged.scope):
        value = exp.column(fact.code, "villages")
        yield f"{fact.code}__declared", exp.cast(value, "BIGINT")
        yield f"{fact.code}__declares", _one_if(_is_null(value), then=0, otherwise=1)
    for standard in judged.scope.at(Level.VILLAGE):
        overall = exp.column(f"{standard.code}__overall", "village_results")
        for verdict in Verdict:
            is_it = exp.EQ(this=overall.copy(), expression=exp.Literal.number(verdict.value))
            yield f"{standard.code}__{verdict.name.lower()}", _one_if(is_it, then=1, otherwise=0)


def _of_both(scope: Scope) -> Iterator[Named]:
    """People declared and not listed, village by village: a surplus in one never hides what another lacks."""
    size = scope.overview.people.kind
    assert isinstance(size, Number)
    listed = exp.Add(
        this=_or_zero("listed__people"),
        expression=exp.Mul(this=_or_zero("listed__unsized"), expression=exp.Literal.number(size.low)),
    )
    for code in {rate.denominator.code: None for rate in scope.overview.rates}:
        missing = exp.Sub(
            this=exp.column(f"{code}__declared", "sheet"), expression=exp.Paren(this=listed.copy())
        )
        more = exp.GT(this=missing, expression=exp.Literal.number(0))
        yield (
            f"{code}__unlisted",
            exp.Case(default=exp.Literal.number(0)).when(more, missing.copy(), copy=False),
        )


def _declared_facts(scope: Scope) -> list[Fact]:
    """The declared number of households, and the denominators of the rates, each once."""
    group = scope.pack.group_of(Level.VILLAGE)
    facts = [
        *([group.declared] if group is not None else []),
        *(rate.denominator for rate in scope.overview.rates),
    ]
    return list({fact.code: fact for fact in facts}.values())


# ---- pieces of SQL ----


def _aliased(columns: list[Named], source: str) -> exp.Select:
    """Built without the library's copies: a query of seventy columns would be copied at every step."""
    named = (exp.Alias(this=sql, alias=exp.to_identifier(name)) for name, sql in columns)
    return exp.select(*named, copy=False).from_(source, copy=False)


def _left_join(query: exp.Select, table: str, other: str) -> exp.Select:
    return query.join(table, on=_same_village(table, other), join_type="left", copy=False)


def _same_village(left: str, right: str) -> SQL:
    return exp.EQ(this=exp.column("village", left), expression=exp.column("village", right))


def _is_null(column: SQL) -> SQL:
    return exp.Is(this=column.copy(), expression=exp.null())


def _number(condition: exp.Expr) -> SQL:
    return exp.CountIf(this=condition.copy())


def _total(condition: exp.Expr, amount: SQL) -> SQL:
    case = exp.Case(default=exp.Literal.number(0)).when(condition.copy(), amount.copy(), copy=False)
    return _whole(exp.Sum(this=case))


def _whole(total: SQL) -> SQL:
    """Totals as 64-bit numbers; a place with nothing below it has 0."""
    return exp.cast(exp.Coalesce(this=total, expressions=[exp.Literal.number(0)]), "BIGINT")


def _one_if(condition: SQL, *, then: int, otherwise: int) -> SQL:
    return exp.Case(default=exp.Literal.number(otherwise)).when(condition, exp.Literal.number(then))


def _or_zero(name: str) -> SQL:
    return exp.Coalesce(this=exp.column(name, BY_VILLAGE), expressions=[exp.Literal.number(0)])


# ---- rows into figures ----


def _figures(
    scope: Scope, place: Place, row: Row, declared: Mapping[str, Mapping[int, Declared]], counties: Verdicts
) -> PlaceFigures:
    group = scope.pack.group_of(Level.VILLAGE)
    households, undeclared = (None, row["villages"]) if group is None else _sum_of(row, group.declared)
    gaps = scope.overview.gaps_of.criteria if scope.has_gaps else ()
    return PlaceFigures(
        place=place,
        villages=row["villages"],
        listed=_tally_of(row, "listed"),
        declared_households=households,
        undeclared=undeclared,
        counters={each.code: _counted_of(row, each.code) for each in scope.overview.counters},
        gaps={each.code: Gap(row[f"{each.code}__gap"], row[f"{each.code}__gap_unknown"]) for each in gaps},
        rates={
            rate.code: _rate_of(scope, rate, row, declared[rate.code][place.id])
            for rate in scope.overview.rates
        },
        verdicts={
            standard.code: {verdict: row[f"{standard.code}__{verdict.name.lower()}"] for verdict in Verdict}
            for standard in scope.at(Level.VILLAGE)
        },
        counties=counties,
        costs={each.code: _cost_of(row, each.code) for each in scope.overview.shortfalls},
    )


def _tally_of(row: Row, name: str) -> Tally:
    return Tally(row[f"{name}__households"], row[f"{name}__people"], row[f"{name}__unsized"])


def _counted_of(row: Row, code: str) -> Counted:
    return Counted(_tally_of(row, f"{code}__yes"), _tally_of(row, f"{code}__unknown"))


def _cost_of(row: Row, code: str) -> Cost:
    return Cost(row[f"{code}__amount"], _tally_of(row, f"{code}__below"), _tally_of(row, f"{code}__open"))


def _sum_of(row: Row, fact: Fact) -> tuple[int | None, int]:
    """A declared figure added up, None as soon as one village below gives none; and how many give none."""
    undeclared = row["villages"] - row[f"{fact.code}__declares"]
    return (None if undeclared else row[f"{fact.code}__declared"]), undeclared


def _rate_of(scope: Scope, rate: Rate, row: Row, declared: Declared) -> RateFigures:
    """A household of unknown size counts as the fewest people it may have, at most as the most."""
    size = scope.overview.people.kind
    assert isinstance(size, Number)
    counted, listed = _counted_of(row, rate.counter), _tally_of(row, "listed")
    numerator = counted.yes.people + size.low * counted.yes.unsized
    unlisted = declared.unlisted if rate.everybody else 0
    unsized = counted.yes.unsized + counted.unknown.unsized
    most = counted.yes.people + counted.unknown.people + size.high * unsized + unlisted
    if declared.people is not None:
        most = max(numerator, min(most, declared.people))
    judged = listed.people - counted.unknown.people
    return RateFigures(numerator, most, judged, declared.people, declared.missing)
