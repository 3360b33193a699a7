"""Every criterion has the rows that would show a mistake: each answer, each limit from both sides, and doubt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest

from tuopin import standards
from tuopin.engine import expressions as x
from tuopin.engine.calendar import latest_with_days, latest_with_years
from tuopin.engine.groups import Aggregate, Group, ShareBelow
from tuopin.engine.kinds import Number
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference, evaluate, share_bounds
from tuopin.engine.standard import Criterion, Method, Standard, deep_walk
from tuopin.kernel.verdict import Verdict
from tuopin.standards import examples
from tuopin.standards.examples import Example
from tuopin.standards.pack import Pack

PACKS = [standards.load(code) for code in standards.codes()]
EXAMPLES = {pack.code: examples.of_pack(pack) for pack in PACKS}
CRITERIA = [
    pytest.param(pack, standard, criterion, id=f"{standard.code}-{criterion.code}")
    for pack in PACKS
    for standard in pack.standards
    for criterion in standard.criteria
]
AMONG_OTHERS = [
    param
    for param in CRITERIA
    if len(param.values[1].criteria) > 1 and param.values[1].method in (Method.ALL_MET, Method.ANY_MET)
]
NODES = {
    (pack.code, node.key): node
    for pack in PACKS
    for standard in pack.standards
    for node in standard.expressions()
    if isinstance(node, x.Compare | x.CompareElapsed | ShareBelow)
}


def rows(pack: Pack, standard: Standard, criterion: Criterion | None = None) -> list[Example]:
    """The rows of a standard, or those among them that answer a criterion."""
    return [
        example
        for example in EXAMPLES[pack.code]
        if example.standard is standard and (criterion is None or criterion.code in example.expected)
    ]


@pytest.mark.parametrize(("pack", "standard", "criterion"), CRITERIA)
def test_every_answer_is_shown(pack: Pack, standard: Standard, criterion: Criterion) -> None:
    shown = {example.expected[criterion.code] for example in rows(pack, standard, criterion)}

    never = set() if criterion.applies_when is not None else {Verdict.NOT_APPLICABLE}
    assert shown == set(Verdict) - never - cannot_be_unknown(criterion)


def cannot_be_unknown(criterion: Criterion) -> set[Verdict]:
    """Whether something is known is always known; and so is whether it is asked, if that too asks nothing else."""
    rules = [criterion.met_when, criterion.applies_when]
    return {Verdict.UNKNOWN} if all(rule is None or isinstance(rule, x.IsKnown) for rule in rules) else set()


@pytest.mark.parametrize(("pack", "standard", "criterion"), AMONG_OTHERS)
def test_another_criterion_settles_what_this_one_leaves_open(
    pack: Pack, standard: Standard, criterion: Criterion
) -> None:
    settled = Verdict.NOT_MET if standard.method is Method.ALL_MET else Verdict.MET

    assert any(
        example.expected[criterion.code] is Verdict.UNKNOWN and example.overall is settled
        for example in rows(pack, standard)
    )


@pytest.mark.parametrize(("pack", "standard", "criterion"), CRITERIA)
def test_a_group_that_is_not_complete_is_shown(pack: Pack, standard: Standard, criterion: Criterion) -> None:
    groups = [
        node.group for node in deep_walk(criterion.met_when) if isinstance(node, Aggregate | ShareBelow)
    ]

    for group in groups:
        assert any(differs(group, example) for example in rows(pack, standard, criterion)), group.key


def differs(group: Group, example: Example) -> bool:
    """Whether a known number is declared and another number is listed."""
    if group.parent is not example.standard.level:
        return False
    declared = evaluate(group.declared, example.subject, example.terms)
    inside = [
        child
        for child in example.subject.children
        if group.among is None or evaluate(group.among, child, example.terms)
    ]
    return declared is not None and declared != len(inside)


@pytest.mark.parametrize(("pack_code", "key"), NODES)
def test_every_limit_is_shown_from_both_sides_and_exactly(pack_code: str, key: str) -> None:
    node = NODES[pack_code, key]
    shown = [example for example in EXAMPLES[pack_code] if key in asked_by(example)]
    sides = {side for example in shown for side in sides_shown(node, example)}

    wanted = {"on the line", "just above", "just below"}
    if isinstance(node, x.Compare) and nothing_lies_below(node):
        wanted.remove("just below")
    assert wanted <= sides


def asked_by(example: Example) -> set[str]:
    """The keys of everything that the answers of a row depend on."""
    found: set[str] = set()
    for code in example.expected:
        found |= asked_in(example.standard.by_code[code])
    return found


@cache
def asked_in(criterion: Criterion) -> frozenset[str]:
    rules = [rule for rule in (criterion.met_when, criterion.applies_when) if rule is not None]
    return frozenset(node.key for rule in rules for node in deep_walk(rule))


def nothing_lies_below(node: x.Compare) -> bool:
    """A limit of 0 for what is never negative has no other side."""
    left, right = node.low_side.kind, node.high_side.kind
    assert isinstance(left, Number)
    assert isinstance(right, Number)
    return left.low >= 0 and right.low == 0


def sides_shown(node: x.Expression, example: Example) -> Iterator[str]:
    for subject in of_level(example.subject, node):
        if isinstance(node, x.Compare):
            low, high = (evaluate(side, subject, example.terms) for side in (node.low_side, node.high_side))
            if isinstance(low, int) and isinstance(high, int):
                yield numeric_side(low - high, one_step(node))
        elif isinstance(node, x.CompareElapsed):
            yield from elapsed_side(node, subject, example)
        elif isinstance(node, ShareBelow):
            share = share_bounds(Reference(example.terms), node, subject)
            if share.complete and share.low is not None and share.low == share.high:
                # "just" for a share is one person of the declared total, whatever that is
                yield "on the line" if share.low == 0 else "just above" if share.low > 0 else "just below"


def one_step(node: x.Compare) -> int:
    """How much one more of what is measured moves the comparison: a person, when a rate meets a decimal limit."""
    return node.low_side.factor if isinstance(node.low_side, x.Scaled) else 1


def numeric_side(difference: int, step: int) -> str:
    if difference == 0:
        return "on the line"
    return "far" if abs(difference) > step else "just above" if difference > 0 else "just below"


def elapsed_side(node: x.CompareElapsed, subject: Record, example: Example) -> Iterator[str]:
    """To the day: the last date that has lasted long enough, the day after, the day before."""
    span = node.left
    assert isinstance(span, x.TimeSince)
    since, until, limit = (
        evaluate(part, subject, example.terms) for part in (span.since, span.until, node.right)
    )
    latest = (latest_with_years if span.kind == x.YEARS else latest_with_days)(limit, until)  # type: ignore[arg-type]
    if since is not None and latest is not None:
        gap = latest - since  # type: ignore[operator]
        yield {timedelta(0): "on the line", timedelta(1): "just above", timedelta(-1): "just below"}.get(
            gap, "far"
        )


def of_level(subject: Record, node: x.Expression) -> Iterator[Record]:
    if node.level in (None, subject.level):
        yield subject
    else:
        for child in subject.children:
            yield from of_level(child, node)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_standard_has_examples(pack: Pack) -> None:
    assert set(examples.texts(pack)) == set(pack.by_code)
