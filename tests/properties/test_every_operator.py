"""No operator of the language is left out: the law knows them all, every compiler has words for each, and the
generators draw each. A new operator fails here until it has its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import Phase, find, settings

from tests.properties import rules
from tuopin.engine import expressions as x
from tuopin.engine import native_expressions, reference, sql_expressions
from tuopin.engine.groups import Aggregate, ShareBelow
from tuopin.engine.kinds import Elapsed
from tuopin.engine.standard import Method, Reads, Standard, deep_walk

CONSTANT = {x.Literal, x.ParameterRef, x.Day}
"""The same for everybody in a place, and therefore worked out by the law itself before anything is compiled."""
INSIDE_A_COMPARISON = {x.Quotient: x.Compare, x.TimeSince: x.CompareElapsed}
OPERATORS = set(reference._MEANING)

SIGNS = ("<", "<=", "=", ">=", ">")
WAYS = {
    **{operator.__name__: operator for operator in sorted(OPERATORS, key=lambda each: each.__name__)},
    **{f"Compare {sign}": ("op", x.Compare, sign) for sign in SIGNS},
    **{f"CompareDates {sign}": ("op", x.CompareDates, sign) for sign in SIGNS},
    **{f"CompareElapsed {sign}": ("op", x.CompareElapsed, sign) for sign in SIGNS},
    **{f"group.{how}": ("how", Aggregate, how) for how in ("any", "all", "sum", "max")},
    "share strictly": ("strictly", ShareBelow, True),
    "share at most": ("strictly", ShareBelow, False),
}


@pytest.mark.parametrize("compiler", [sql_expressions, native_expressions])
def test_every_operator_is_compiled_or_worked_out_beforehand(compiler: Any) -> None:
    unnamed = {x.Named}  # a name is looked through

    assert set(compiler._WRITE) | CONSTANT | set(INSIDE_A_COMPARISON) | unnamed == OPERATORS


@pytest.mark.parametrize("way", WAYS)
def test_the_generators_draw_every_operator(way: str) -> None:
    assert drawn(lambda pack: any(is_a(WAYS[way], node) for node in nodes(pack)))


@pytest.mark.parametrize("unit", ["year", "day"])
def test_the_generators_draw_ages_and_days(unit: str) -> None:
    assert drawn(
        lambda pack: any(
            isinstance(node, x.TimeSince) and isinstance(node.kind, Elapsed) and str(node.kind.unit) == unit
            for node in nodes(pack)
        )
    )


@pytest.mark.parametrize("part", ["among", "of", "weight"])
def test_the_generators_draw_every_part_of_a_share(part: str) -> None:
    def is_there(node: x.Expression) -> bool:
        if not isinstance(node, ShareBelow):
            return False
        return not isinstance(node.weight, x.Literal) if part == "weight" else getattr(node, part) is not None

    assert drawn(lambda pack: any(is_there(node) for node in nodes(pack)))


def test_the_generators_narrow_groups() -> None:
    assert drawn(
        lambda pack: any(isinstance(node, Aggregate) and node.group.among is not None for node in nodes(pack))
    )


@pytest.mark.parametrize("method", list(Method))
def test_the_generators_draw_every_method(method: Method) -> None:
    assert drawn(lambda pack: any(standard.method is method for standard in pack))


def test_the_generators_draw_criteria_that_may_not_apply_and_data_checks() -> None:
    criteria = [lambda each: each.applies_when is not None, lambda each: each.reads is Reads.CHECK]

    for wanted in criteria:
        assert drawn(lambda pack: any(wanted(c) for standard in pack for c in standard.criteria))  # noqa: B023


def test_the_generators_draw_parameters_worked_out_from_others() -> None:
    assert drawn(
        lambda pack: any(isinstance(node, x.ParameterRef) and node.parameter.parts for node in nodes(pack))
    )


def drawn(wanted: Any) -> Sequence[Standard]:
    """A random pack of which this is true; raises NoSuchExample when none of two thousand is one."""
    quickly = settings(
        max_examples=2_000, phases=[Phase.generate], database=None, derandomize=True, deadline=None
    )
    return find(rules.packs(checks=True), wanted, settings=quickly)


def nodes(pack: Sequence[Standard]) -> Iterator[x.Expression]:
    for standard in pack:
        for criterion in standard.criteria:
            for rule in (criterion.met_when, criterion.applies_when):
                if rule is not None:
                    yield from deep_walk(rule)


def is_a(way: Any, node: x.Expression) -> bool:
    if isinstance(way, tuple):
        name, kind, value = way
        return isinstance(node, kind) and getattr(node, name) == value
    return type(node) is way
