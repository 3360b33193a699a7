"""A criterion asks one question about one subject; a standard combines criteria by a named method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from math import lcm

from tuopin.engine.expressions import Expression, Fact, ParameterRef, require_yes_no, walk
from tuopin.engine.kinds import YES_NO, Level, RuleError
from tuopin.engine.parameters import Parameter
from tuopin.engine.scores import Score, score_of
from tuopin.kernel.text import Text

MOST_CRITERIA = 62  # one bit each in a signed 64-bit mask, with room to spare


class Reads(Enum):
    """What "met" says: good for a requirement, bad for a deprivation, a call for others."""

    REQUIREMENT = "requirement"
    DEPRIVATION = "deprivation"
    SIGNAL = "signal"
    FLAG = "flag"
    CHECK = "check"


class Method(Enum):
    """How criteria become one verdict. `EACH` gives none: signals, flags and checks stand alone."""

    ALL_MET = "all_met"
    ANY_MET = "any_met"
    EACH = "each"
    WEIGHTED_CUTOFF = "weighted_cutoff"
    LINE = "line"
    LINEAR_SCORE = "linear_score"


class Severity(Enum):
    """How grave a failed data check is: the record cannot be true, or it deserves a second look."""

    ERROR = "error"
    DOUBT = "doubt"

    @property
    def label(self) -> Text:
        return _SEVERITIES[self]


_SEVERITIES = {Severity.ERROR: Text("错误", "error"), Severity.DOUBT: Text("疑点", "doubt")}


class Days(Enum):
    """What a clock counts."""

    CALENDAR = "calendar"
    WORKING = "working"

    @property
    def label(self) -> Text:
        return _DAYS[self]


_DAYS = {Days.CALENDAR: Text("日历日", "calendar days"), Days.WORKING: Text("工作日", "working days")}


@dataclass(frozen=True, eq=False)
class Clock:
    """How long may pass between two events; the number is a parameter, dated and sourced like any other.

    The engine runs no clock: procedures compute dates from this, with the day as an argument.
    """

    limit: Parameter
    counts: Days
    starts: Text
    ends: Text


@dataclass(frozen=True, eq=False)
class Criterion:
    """One clause. `applies_when` unknown makes it unknown; `owner` is the department that can close the gap.

    A signal says by `clocks` how soon somebody must act; a data check says by `severity` how grave it is.
    """

    code: str
    label: Text
    met_when: Expression
    source: str
    owner: Text
    reads: Reads = Reads.REQUIREMENT
    applies_when: Expression | None = None
    evidence: tuple[Expression, ...] = ()
    verified: bool = False
    severity: Severity | None = None
    clocks: tuple[Clock, ...] = ()
    gap: Text | None = None


@dataclass(frozen=True, eq=False)
class Dimension:
    """Criteria that share one weight among them; where a source lacks one, the others take over its part."""

    label: Text
    criteria: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cutoff:
    """Weighted count of the criteria that hold, against k: at or above is met (Alkire and Foster 2011)."""

    weights: Mapping[str, Fraction]
    k: Fraction
    dimensions: tuple[Dimension, ...] = ()

    def __post_init__(self) -> None:
        if self.k <= 0 or any(weight < 0 for weight in self.weights.values()):
            raise RuleError("A cutoff lies above 0 and weights are not negative. Correct k or the weights.")
        inside = [code for dimension in self.dimensions for code in dimension.criteria]
        if len(set(inside)) < len(inside) or not self.weights.keys() >= set(inside):
            raise RuleError(
                "Dimensions divide the criteria: each stands in one at most, and has a weight. Correct them."
            )

    @cached_property
    def denominator(self) -> int:
        return lcm(self.k.denominator, *(weight.denominator for weight in self.weights.values()))

    def steps(self, value: Fraction) -> int:
        return int(value * self.denominator)


@dataclass(frozen=True, eq=False)
class Standard:
    """A reviewed text: criteria of one level, combined by a method, in force from a day.

    Raises RuleError when a criterion is about another level, answers no yes/no, or is not monotone.
    """

    code: str
    label: Text
    level: Level
    source: str
    criteria: tuple[Criterion, ...]
    method: Method = Method.ALL_MET
    in_force_from: date = date(1900, 1, 1)
    in_force_until: date | None = None
    cutoff: Cutoff | None = None
    note: Text | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.criteria) <= MOST_CRITERIA:
            raise RuleError(
                f"Standard {self.code!r} has {len(self.criteria)} criteria; 1 to {MOST_CRITERIA} fit. Split it."
            )
        codes = [criterion.code for criterion in self.criteria]
        if len(set(codes)) != len(codes):
            raise RuleError(f"Standard {self.code!r} names a criterion twice. Rename one.")
        for criterion in self.criteria:
            self._check(criterion)
        if (self.method is Method.WEIGHTED_CUTOFF) != (self.cutoff is not None):
            raise RuleError(
                f"Standard {self.code!r}: a cutoff belongs to weighted_cutoff. Give both or neither."
            )
        if self.cutoff is not None and set(self.cutoff.weights) != set(codes):
            raise RuleError(
                f"Standard {self.code!r}: every criterion needs one weight, and every weight a criterion."
            )
        if self.method in (Method.LINE, Method.LINEAR_SCORE) and len(self.criteria) != 1:
            raise RuleError(
                f"Standard {self.code!r}: {self.method.value} compares one number with one line. Keep one criterion."
            )
        _ = self.score

    def _check(self, criterion: Criterion) -> None:
        rules = [(criterion.met_when, "met_when")]
        if criterion.applies_when is not None:
            rules.append((criterion.applies_when, "applies_when"))
        for rule, where in rules:
            kind = require_yes_no(rule, f"{where} of {self.code}.{criterion.code}")
            if rule.level not in (None, self.level):
                assert rule.level is not None
                raise RuleError(
                    f"Criterion {criterion.code!r} of {self.code!r} must answer yes or no about one "
                    f"{self.level.value}, but it answers about one {rule.level.value}. "
                    "Bring it up with members.any(...) or the like."
                )
            if not kind.monotone and criterion.reads is not Reads.CHECK:
                raise RuleError(
                    f"Criterion {criterion.code!r} of {self.code!r} uses is_known. Learning a fact could overturn it, "
                    "so only data checks may. Leave unknown to the engine."
                )

    @cached_property
    def score(self) -> Score | None:
        """The number that a line or a linear score compares; its verdict follows from the bounds of that number."""
        if self.method not in (Method.LINE, Method.LINEAR_SCORE):
            return None
        rule = self.criteria[0].met_when
        return score_of(rule, to_the_line=self.method is Method.LINE, where=self.code)

    @property
    def reads(self) -> Reads:
        """How the verdict of the whole reads: as all its criteria do; mixed ones are a list of requirements."""
        found = {criterion.reads for criterion in self.criteria}
        return found.pop() if len(found) == 1 else Reads.REQUIREMENT

    @property
    def is_scored(self) -> bool:
        """Whether findings carry a score: a weighted count in 1/denominator, or a number in small steps."""
        return self.cutoff is not None or self.score is not None

    @cached_property
    def by_code(self) -> Mapping[str, Criterion]:
        return {criterion.code: criterion for criterion in self.criteria}

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """Criterion code to its bit in every mask of a finding."""
        return {criterion.code: 1 << place for place, criterion in enumerate(self.criteria)}

    @cached_property
    def all_bits(self) -> int:
        return (1 << len(self.criteria)) - 1

    @property
    def met(self) -> Expression:
        """Whether the standard as a whole is met; unknown where it is unknown or not applicable."""
        if self.method is Method.EACH:
            raise RuleError(f"Standard {self.code!r} gives no overall verdict. Ask for one of its criteria.")
        return VerdictOf(self.level, YES_NO, self, None)

    def criterion_met(self, code: str) -> Expression:
        """Whether one criterion is met; unknown where it is unknown or not applicable."""
        if code not in self.by_code:
            raise RuleError(
                f"Standard {self.code!r} has no criterion {code!r}. It has: {', '.join(self.by_code)}."
            )
        return VerdictOf(self.level, YES_NO, self, code)

    def expressions(self) -> Iterator[Expression]:
        """Every expression of every criterion, and of the standards it asks about."""
        for criterion in self.criteria:
            for rule in (criterion.met_when, criterion.applies_when, *criterion.evidence):
                if rule is not None:
                    yield from deep_walk(rule)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The keys of all facts that a verdict or its explanation can rest on, of any level."""
        return frozenset(node.key for node in self.expressions() if isinstance(node, Fact))

    def parameters(self) -> Mapping[str, Parameter]:
        """Those its rules read and those its clocks run by; one worked out from others brings its parts."""
        found = [node.parameter for node in self.expressions() if isinstance(node, ParameterRef)]
        found += [clock.limit for criterion in self.criteria for clock in criterion.clocks]
        return {each.code: each for parameter in found for each in (parameter, *parameter.parts)}


@dataclass(frozen=True, eq=False, repr=False)
class VerdictOf(Expression):
    """The verdict of another standard (or of one of its criteria) as a fact: yes met, no not met."""

    standard: Standard
    criterion: str | None

    @property
    def key(self) -> str:
        return f"{self.standard.code}.{self.criterion or 'overall'} met"


def deep_walk(expression: Expression) -> Iterator[Expression]:
    """Like walk, and into the standards whose verdicts it uses."""
    for node in walk(expression):
        yield node
        if isinstance(node, VerdictOf):
            yield from node.standard.expressions()
