"""What a source never asked: which criteria it cannot answer for anybody, and what then becomes of their weights.

An indicator that a whole source lacks passes its weight to the others of its dimension (decision A11). That is not the
same as a blank for one household, which stays unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from tuopin.engine import expressions as x
from tuopin.engine.groups import Aggregate
from tuopin.engine.reading import gap_of
from tuopin.engine.standard import Criterion, Cutoff, Standard, VerdictOf, deep_walk
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.verdict import Verdict

Absent = frozenset[str]
"""Keys of facts, such as person.undernourished, that the source has for nobody."""


@dataclass(frozen=True, slots=True)
class _Possible:
    """Whether some household could get yes, and whether some could get no. Of a number: both or neither."""

    yes: bool
    no: bool

    @property
    def both(self) -> bool:
        return self.yes and self.no


def without(standard: Standard, absent: Absent) -> Standard:
    """The standard as far as a source can answer it; the very same when it lacks nothing.

    Raises RefusedByRule (`dimension_lacking`) when nothing is left of a dimension.
    """
    gone = {criterion.code for criterion in lacking(standard, absent)}
    if not gone or standard.cutoff is None:
        return standard
    for dimension in standard.cutoff.dimensions:
        if gone.issuperset(dimension.criteria):
            raise RefusedByRule(
                "dimension_lacking",
                zh=f"“{standard.label.zh}”的{dimension.label.zh}维度，这份数据一项也没有调查，不能按该标准判定。"
                "请补充该维度的数据，或改用其他标准。",
                en=f"These data ask nothing in the dimension {dimension.label.en!r} of {standard.label.en!r}, so they "
                "cannot be judged by it. Add data of that dimension, or judge by another standard.",
            )
    criteria = tuple(each for each in standard.criteria if each.code not in gone)
    return replace(standard, criteria=criteria, cutoff=_passed_on(standard.cutoff, gone))


def lacking(standard: Standard, absent: Absent) -> tuple[Criterion, ...]:
    """The criteria inside dimensions that can never be settled both ways without the absent facts."""
    if standard.cutoff is None or not absent:
        return ()
    weighed = {code for dimension in standard.cutoff.dimensions for code in dimension.criteria}
    return tuple(each for each in standard.criteria if each.code in weighed and not _answerable(each, absent))


def never_found(standard: Standard, absent: Absent) -> tuple[Criterion, ...]:
    """The criteria of any standard in which nobody can be found lacking, because of what was never asked."""
    return tuple(each for each in standard.criteria if not _can_be_lacking(each, absent))


def absent_facts(criterion: Criterion, absent: Absent) -> tuple[x.Fact, ...]:
    """The facts a criterion looks at that were never asked, each once."""
    rules = [rule for rule in (criterion.met_when, criterion.applies_when) if rule is not None]
    nodes = (node for rule in rules for node in deep_walk(rule))
    found = {node.key: node for node in nodes if isinstance(node, x.Fact) and node.key in absent}
    return tuple(found.values())


def _can_be_lacking(criterion: Criterion, absent: Absent) -> bool:
    possible = _possible(criterion.met_when, absent)
    lacks = possible.yes if gap_of(criterion.reads) is Verdict.MET else possible.no
    return lacks and (criterion.applies_when is None or _possible(criterion.applies_when, absent).yes)


def _passed_on(cutoff: Cutoff, gone: set[str]) -> Cutoff:
    """Each dimension keeps its weight, shared by what is left of it in the old proportions."""
    weights = {code: weight for code, weight in cutoff.weights.items() if code not in gone}
    dimensions = []
    for dimension in cutoff.dimensions:
        left = tuple(code for code in dimension.criteria if code not in gone)
        whole, still = (
            sum((cutoff.weights[code] for code in codes), Fraction()) for codes in (dimension.criteria, left)
        )
        weights |= {code: weights[code] * whole / still for code in left if still}
        dimensions.append(replace(dimension, criteria=left))
    return Cutoff(weights, cutoff.k, tuple(dimensions))


def _answerable(criterion: Criterion, absent: Absent) -> bool:
    concerns = criterion.applies_when is None or _possible(criterion.applies_when, absent).yes
    return concerns and _possible(criterion.met_when, absent).both


def _possible(rule: x.Expression, absent: Absent) -> _Possible:
    """Part by part, like unknown itself: whether each answer can be proved with the facts that were asked."""
    if isinstance(rule, x.Fact):
        known = rule.key not in absent
        return _Possible(known, known)
    if isinstance(rule, x.Named):
        return _possible(rule.of, absent)
    if isinstance(rule, x.Not):
        inner = _possible(rule.of, absent)
        return _Possible(inner.no, inner.yes)
    if isinstance(rule, x.And | x.Or):
        terms = [_possible(term, absent) for term in rule.terms]
        if isinstance(rule, x.And):
            return _Possible(all(term.yes for term in terms), any(term.no for term in terms))
        return _Possible(any(term.yes for term in terms), all(term.no for term in terms))
    if isinstance(rule, Aggregate) and rule.how in ("any", "all"):
        return _of_group(rule, absent)
    if isinstance(rule, VerdictOf):
        known = all(_answerable(criterion, absent) for criterion in rule.standard.criteria)
        return _Possible(known, known)
    return _all_known(rule.parts, absent)


def _of_group(rule: Aggregate, absent: Absent) -> _Possible:
    """One member settles it one way; the other way everybody must be listed, counted and known."""
    item, whole = _possible(rule.item, absent), _all_known((rule.group.declared,), absent).yes
    if rule.group.among is not None:
        whole = whole and _possible(rule.group.among, absent).both
    if rule.how == "any":
        return _Possible(item.yes, item.no and whole)
    return _Possible(item.yes and whole, item.no)


def _all_known(parts: Iterable[x.Expression], absent: Absent) -> _Possible:
    known = all(_possible(part, absent).both for part in parts)
    return _Possible(known, known)
