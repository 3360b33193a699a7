"""One expression about one subject as a line of plain Python that a compiler can turn into machine code.

A yes/no answer is 0 for no, 1 for unknown, 2 for yes, so that Kleene's *and* is `min`, *or* is `max` and *not*
is `2 - answer`. A number is two variables: its whole number of small steps, and whether it is known.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tuopin.engine import expressions as x
from tuopin.engine.groups import Aggregate, Group, Included, ShareBelow
from tuopin.engine.kinds import Number, YesNo
from tuopin.engine.sql_terms import unnamed
from tuopin.engine.standard import VerdictOf


@dataclass(frozen=True)
class Line:
    """The text of an answer; of a number also the text that says whether it is known ("" when it always is)."""

    text: str
    known: str = ""


class Names(Protocol):
    """Where the loop keeps facts, terms of the place, what groups add up to, and other verdicts."""

    def write(self, node: x.Expression) -> Line: ...
    def fact(self, node: x.Fact) -> Line: ...
    def too_late(self, span: x.CompareElapsed, more: int) -> Line: ...
    def listed(self, group: Group) -> str: ...
    def complete(self, group: Group) -> str: ...
    def total(self, group: Group, item: x.Expression, what: str) -> str: ...
    def share_total(self, share: ShareBelow, what: str) -> str: ...


def write_expression(node: x.Expression, names: Names) -> Line:
    return _WRITE[type(node)](node, names)


def parts_of(node: x.Expression) -> Iterable[x.Expression]:
    """The parts that are written for this subject: not what is asked of the members of its groups."""
    if isinstance(node, x.Compare):
        return (node.low_side, node.high_side, *node.positive)
    if isinstance(node, x.CompareElapsed):
        span = unnamed(node.left)
        assert isinstance(span, x.TimeSince)
        return (span.since,)
    if isinstance(node, Aggregate):
        return (node.group.declared,)
    if isinstance(node, ShareBelow):
        return (node.group.declared, node.limit, *((node.of,) if node.of is not None else ()))
    return node.parts


def all_of(*conditions: str) -> str:
    """Python's yes/no of several, each once; "True" for none. `&` leaves the processor nothing to guess."""
    return " & ".join(dict.fromkeys(each for each in conditions if each)) or "True"


def ask(known: str, answer: str) -> Line:
    return Line(f"ask({known}, {answer})")


def _fact(node: x.Fact, names: Names) -> Line:
    return names.fact(node)


def _not(node: x.Not, names: Names) -> Line:
    return Line(f"(2 - {names.write(node.of).text})")


def _several(function: str) -> Callable[[x._Several, Names], Line]:
    def writer(node: x._Several, names: Names) -> Line:
        return Line(f"{function}({', '.join(names.write(term).text for term in node.terms)})")

    return writer


def _arithmetic(sign: str) -> Callable[[x._Two, Names], Line]:
    def writer(node: x._Two, names: Names) -> Line:
        left, right = names.write(node.left), names.write(node.right)
        return Line(f"({left.text} {sign} {right.text})", _both(left, right))

    return writer


def _both(left: Line, right: Line) -> str:
    known = all_of(left.known, right.known)
    return "" if known == "True" else known


def _scaled(node: x.Scaled, names: Names) -> Line:
    of = names.write(node.of)
    return Line(f"({of.text} * {node.factor})", of.known)


SIGNS = {"<": "<", "<=": "<=", "=": "==", ">=": ">=", ">": ">"}


def _compare(node: x.Compare, names: Names) -> Line:
    low, high = names.write(node.low_side), names.write(node.high_side)
    guards = [
        f"({names.write(part).text} > 0)"
        for part in node.positive
        if isinstance(part.kind, Number) and part.kind.low <= 0
    ]
    return ask(all_of(low.known, high.known, *guards), f"{low.text} {SIGNS[node.op]} {high.text}")


def _compare_dates(node: x.CompareDates, names: Names) -> Line:
    left, right = names.write(node.left), names.write(node.right)
    return ask(all_of(left.known, right.known), f"{left.text} {SIGNS[node.op]} {right.text}")


def _compare_elapsed(node: x.CompareElapsed, names: Names) -> Line:
    """At least n years (days) have passed exactly when the date lies before the first day that is too late."""
    span = unnamed(node.left)
    assert isinstance(span, x.TimeSince)
    since = names.write(span.since)

    def known(*days: Line) -> str:
        return all_of(since.known, *(day.known for day in days))

    if node.op == "=":
        first, after = names.too_late(node, 0), names.too_late(node, 1)
        return ask(known(first, after), f"({since.text} < {first.text}) & ({since.text} >= {after.text})")
    limit = names.too_late(node, 1 if node.op in (">", "<=") else 0)
    return ask(known(limit), f"{since.text} {'<' if node.op in ('>=', '>') else '>='} {limit.text}")


def _one_of(node: x.OneOf, names: Names) -> Line:
    code = names.write(node.of)
    return ask(
        code.known or "True", " | ".join(f"({code.text} == {number})" for number in sorted(node.numbers))
    )


def _has_any_of(node: x.HasAnyOf, names: Names) -> Line:
    held = names.write(node.of)
    return ask(held.known or "True", f"({held.text} & {node.mask}) != 0")


def _is_known(node: x.IsKnown, names: Names) -> Line:
    fact = names.write(node.of)
    return ask("True", f"{fact.text} != UNKNOWN" if isinstance(node.of.kind, YesNo) else fact.known or "True")


def _included(node: Included, names: Names) -> Line:
    of, where = names.write(node.of), names.write(node.where)
    known = f"({where.text} == NO) | (({where.text} == YES) & {of.known})" if of.known else ""
    return Line(
        f"pick({where.text} == YES, {of.text}, 0)", f"({known})" if known else f"({where.text} != UNKNOWN)"
    )


def _aggregate(node: Aggregate, names: Names) -> Line:
    """An incomplete group never proves "all" or "none": whoever is missing could be one, or not be one."""
    whole = names.complete(node.group)
    if node.how == "any":
        return Line(f"max({names.total(node.group, node.item, 'any')}, ask({whole}, False))")
    if node.how == "all":
        return Line(f"min({names.total(node.group, node.item, 'all')}, ask({whole}, True))")
    sure = f"({names.total(node.group, node.item, 'unknown')} == 0)"
    if node.how == "max":
        sure = f"{sure} & ({names.listed(node.group)} > 0)"
    return Line(names.total(node.group, node.item, node.how), f"({whole} & {sure})")


def _share_below(node: ShareBelow, names: Names) -> Line:
    """Σ w·(steps·r − limit) at its highest and lowest, from limit-free sums over the group (decisions B5)."""
    limit, steps = names.write(node.limit), node.limit_steps

    def part(what: str) -> str:
        return names.share_total(node, what)

    if node.of is not None:
        of = names.write(node.of)
        known = all_of(names.complete(node.group), limit.known, of.known, f"({of.text} > 0)")
        high = f"{steps} * {part('most_yes')} - {limit.text} * {of.text}"
        low = f"{steps} * {part('least_yes')} - {limit.text} * {of.text}"
    else:
        known = all_of(names.complete(node.group), limit.known, f"({part('least_total')} > 0)")
        above = f"({steps} - {limit.text})"
        high = f"{above} * {part('most_yes')} - {limit.text} * {part('least_no')}"
        low = f"{above} * {part('least_yes')} - {limit.text} * {part('most_no')}"
    below, not_below = ("<", ">=") if node.strictly else ("<=", ">")
    return Line(f"bounded({known}, {high} {below} 0, {low} {not_below} 0)")


def _verdict_of(node: VerdictOf, names: Names) -> Line:
    if node.criterion is not None:
        return Line(f"{node.standard.code}__{node.criterion}")
    overall = f"{node.standard.code}__overall"
    return Line(f"pick({overall} == 1, YES, pick({overall} == 2, NO, UNKNOWN))")


_WRITE: Mapping[type, Callable[[Any, Names], Line]] = {
    x.Fact: _fact, x.Not: _not, x.And: _several("min"), x.Or: _several("max"),
    x.Add: _arithmetic("+"), x.Subtract: _arithmetic("-"), x.Multiply: _arithmetic("*"),
    x.Scaled: _scaled, x.Compare: _compare, x.CompareDates: _compare_dates, x.CompareElapsed: _compare_elapsed,
    x.OneOf: _one_of, x.HasAnyOf: _has_any_of, x.IsKnown: _is_known,
    Included: _included, Aggregate: _aggregate, ShareBelow: _share_below, VerdictOf: _verdict_of,
}  # fmt: skip
