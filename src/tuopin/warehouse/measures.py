"""Poverty measures by place, from the rows of villages: an index as H, A and M0, a line as P0, P1 and P2."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlglot import exp

from tuopin.engine.kinds import Level, Number
from tuopin.engine.standard import Standard
from tuopin.kernel.places import Place
from tuopin.measure import alkire_foster as af
from tuopin.measure import gaps
from tuopin.measure.tally import Bounds, Sizes, Tally
from tuopin.measure.targeting import Counts as TargetingCounts
from tuopin.warehouse.connection import refusals
from tuopin.warehouse.judged import BY_VILLAGE, Judged
from tuopin.warehouse.measure_columns import (
    INDEX_TALLIES,
    INDICATOR_TALLIES,
    LINE_TALLIES,
    UNWEIGHTED,
    is_index,
    line_of,
    measure_columns,
)
from tuopin.warehouse.scope import Scope

Row = Mapping[str, Any]


@dataclass(frozen=True)
class IndexMeasures:
    """`figures` None of nobody. `part` is the place's share of all M0 in the data, of complete cases."""

    counts: af.Counts
    figures: af.Figures | None
    part: Fraction | None


@dataclass(frozen=True)
class LineMeasures:
    counts: gaps.Counts
    figures: gaps.Figures | None


@dataclass(frozen=True)
class PlaceMeasures:
    """One place. `unweighted` households have no survey weight and are in no figure."""

    place: Place
    unweighted: int
    indices: Mapping[str, IndexMeasures]
    lines: Mapping[str, LineMeasures]
    targeting: TargetingCounts | None = None

    def as_dict(self) -> dict[str, Any]:
        """Exact fractions as text, such as 29/162."""
        place = self.place
        return {
            "place": {"code": place.code, "level": place.level, "zh": place.name.zh, "en": place.name.en},
            "households_without_weight": self.unweighted,
            "indices": {code: _index_as_dict(each) for code, each in self.indices.items()},
            "lines": {code: _line_as_dict(each) for code, each in self.lines.items()},
            **({"targeting": _targeting_as_dict(self.targeting)} if self.targeting is not None else {}),
        }


def indices_of(scope: Scope) -> tuple[Standard, ...]:
    return tuple(each for each in scope.at(Level.HOUSEHOLD) if is_index(each))


def lines_of(scope: Scope) -> tuple[Standard, ...]:
    """Standards that compare an amount per person with a line."""
    return tuple(each for each in scope.at(Level.HOUSEHOLD) if line_of(each, scope.overview) is not None)


def index_of(standard: Standard) -> af.Index:
    """The weights and the cut-off as whole numbers."""
    cutoff = standard.cutoff
    assert cutoff is not None
    weights = {code: cutoff.steps(weight) for code, weight in cutoff.weights.items()}
    return af.Index(weights, cutoff.steps(cutoff.k), cutoff.denominator)


def measures_of(judged: Judged) -> tuple[PlaceMeasures, ...]:
    """For every place that holds households, in order of level and code; nothing where the scope measures nothing."""
    scope, tree = judged.scope, judged.dataset.places
    indices, lines = indices_of(scope), lines_of(scope)
    if not indices and not lines and scope.overview.targeting is None:
        return ()
    size = scope.overview.people.kind
    assert isinstance(size, Number)
    sizes = Sizes(size.low, size.high)
    rows = list(_rows(judged, lines))
    of_place: dict[int, list[Row]] = {}
    for row in rows:
        of_place.setdefault(row["place"], []).append(row)
    whole = _whole(tree.places, of_place, indices)
    depth = {level: at for at, level in enumerate(scope.pack.place_levels)}
    found = [
        PlaceMeasures(
            tree.places[place],
            sum(int(row.get(UNWEIGHTED) or 0) for row in its),
            {each.code: _index(each, its, sizes, whole[each.code]) for each in indices},
            {each.code: _line(each, scope, its, sizes) for each in lines},
            None if scope.overview.targeting is None else _targeting(its),
        )
        for place, its in of_place.items()
    ]
    return tuple(sorted(found, key=lambda each: (depth.get(each.place.level, -1), each.place.code)))


def _rows(judged: Judged, lines: tuple[Standard, ...]) -> Iterator[Row]:
    """The columns of villages added up by place, apart for every combination of lines in force in it."""
    keys = [f"{standard.code}__line" for standard in lines]
    names = [name for name, _ in measure_columns(judged.scope.at(Level.HOUSEHOLD), judged.scope.overview)]
    sums = [
        exp.Alias(this=exp.Sum(this=exp.column(name, BY_VILLAGE)), alias=exp.to_identifier(name))
        for name in names
        if name not in keys
    ]
    grouped = [exp.column("place", "ancestors"), *(exp.column(key, BY_VILLAGE) for key in keys)]
    query = (
        exp.select(*grouped, *sums, copy=False)
        .from_("ancestors", copy=False)
        .join(
            BY_VILLAGE,
            on=exp.EQ(this=exp.column("village", "ancestors"), expression=exp.column("village", BY_VILLAGE)),
            copy=False,
        )
        .group_by(*(column.copy() for column in grouped), copy=False)
    )
    with refusals():
        yield from judged.connection.sql(query.sql("duckdb")).to_arrow_table().to_pylist()


def _whole(
    places: Mapping[int, Place], of_place: Mapping[int, list[Row]], indices: tuple[Standard, ...]
) -> dict[str, af.Counts]:
    """All households of the data: the widest places together."""
    widest = [rows for place, rows in of_place.items() if places[place].parent is None]
    return {
        standard.code: sum((_index_counts(standard, rows) for rows in widest), af.Counts())
        for standard in indices
    }


def _targeting(rows: list[Row]) -> TargetingCounts:
    names = ("poor_chosen", "poor_missed", "others_chosen", "others_left", "left_out")
    return TargetingCounts(*(_sum(rows, f"targeting__{name}") for name in names))


# ---- an index ----


def _index(standard: Standard, rows: list[Row], sizes: Sizes, whole: af.Counts) -> IndexMeasures:
    counts = _index_counts(standard, rows)
    everything = whole.known_score.sized
    part = Fraction(counts.known_score.sized) / everything if everything else None
    return IndexMeasures(counts, af.figures(index_of(standard), counts, sizes), part)


def _index_counts(standard: Standard, rows: list[Row]) -> af.Counts:
    code = standard.code
    everybody, poor, open_, least, most, known, known_poor, known_score = (
        _tally(rows, f"{code}__{name}") for name in INDEX_TALLIES
    )
    indicators = {
        each: af.IndicatorCounts(*(_tally(rows, f"{code}__{each}__{name}") for name in INDICATOR_TALLIES))
        for each in standard.by_code
    }
    return af.Counts(everybody, poor, open_, least, most, known, known_poor, known_score, indicators)


def _tally(rows: list[Row], name: str) -> Tally:
    return Tally(*(_sum(rows, f"{name}__{kind}") for kind in ("sized", "unsized")))


def _sum(rows: list[Row], name: str) -> int:
    return sum(int(row[name] or 0) for row in rows)


# ---- a line ----


def _line(standard: Standard, scope: Scope, rows: list[Row], sizes: Sizes) -> LineMeasures:
    code, finer = standard.code, _finer(standard, scope)
    below: dict[int, gaps.GapSums] = {}
    for row in rows:
        squares = {
            size: int(row[f"{code}__squares_{size}"] or 0)
            for size in range(max(sizes.low, 1), sizes.high + 1)
        }
        known = {size: square for size, square in squares.items() if square}
        line = int(row[f"{code}__line"] * finer)
        below[line] = below.get(line, gaps.GapSums()) + gaps.GapSums(int(row[f"{code}__gap"] or 0), known)
    everybody, poor, open_, ungauged = (_tally(rows, f"{code}__{name}") for name in LINE_TALLIES)
    lacking = {line: sums for line, sums in below.items() if sums.gap}
    counts = gaps.Counts(everybody, poor, open_, ungauged, lacking)
    return LineMeasures(counts, gaps.figures(counts, sizes))


def _finer(standard: Standard, scope: Scope) -> int:
    """How many small steps of what is lacking make one of the line's."""
    line = line_of(standard, scope.overview)
    assert line is not None and isinstance(line.kind, Number) and standard.score is not None
    return int(Decimal(10) ** (standard.score.kind.decimals - line.kind.decimals))


# ---- for machines ----


def _bounds(bounds: Bounds) -> dict[str, str]:
    return {"low": str(bounds.low), "high": str(bounds.high)}


def _maybe(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _index_as_dict(measures: IndexMeasures) -> dict[str, Any] | None:
    figures = measures.figures
    if figures is None:
        return None
    return {
        "headcount": _bounds(figures.headcount),
        "adjusted_headcount": _bounds(figures.adjusted),
        "intensity_of_complete_cases": _maybe(figures.intensity),
        "complete_cases": _bounds(figures.complete),
        "part_of_all": _maybe(measures.part),
        "indicators": {
            code: {
                "uncensored": _bounds(each.uncensored),
                "censored": _bounds(each.censored),
                "contribution": _maybe(each.contribution),
            }
            for code, each in figures.indicators.items()
        },
    }


def _targeting_as_dict(counts: TargetingCounts) -> dict[str, Any]:
    return {
        "exclusion_error": _maybe(counts.exclusion_error),
        "inclusion_error": _maybe(counts.inclusion_error),
        "chosen": _maybe(counts.chosen),
        "poor": _maybe(counts.poor),
        "households_left_out": counts.left_out,
    }


def _line_as_dict(measures: LineMeasures) -> dict[str, Any] | None:
    figures = measures.figures
    if figures is None:
        return None
    return {
        "headcount": _bounds(figures.headcount),
        "gap": _bounds(figures.gap),
        "severity": _bounds(figures.severity),
    }
