"""The same rules with another parameter or another standard in the place of one: what a what-if compares.

A rule that does not use what is replaced stays the very same object, so that nothing is judged twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from tuopin.engine.expressions import Expression, ParameterRef, walk
from tuopin.engine.groups import Group
from tuopin.engine.kinds import RuleError
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.engine.standard import Criterion, Standard, VerdictOf
from tuopin.kernel.text import Text

Rule = TypeVar("Rule", bound=Expression)
SUFFIX = "_what_if"
LABEL = Text("（假设）", " (what if)")


@dataclass
class Substitution:
    """`parameters` and `standards` by the code of what they replace. A standard that changes becomes a twin
    whose code ends in SUFFIX; its criteria keep their codes, and those that do not change stay the same objects."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    standards: Mapping[str, Standard] = field(default_factory=dict)
    _made: dict[int, tuple[object, object]] = field(default_factory=dict)

    def expression(self, rule: Rule) -> Rule:
        """The rule as it would be; the same object when nothing in it is replaced."""
        return cast(Rule, self._of(rule))

    def standard(self, standard: Standard) -> Standard:
        """What would be asked instead of the standard; the same object when nothing in it is replaced."""
        return cast(Standard, self._of(standard))

    def _of(self, value: Any) -> Any:
        """One value once: verdicts of one standard must meet in one twin. The original is kept, so that no other
        object can get its id."""
        if not isinstance(value, Expression | Standard | Group | Parameter | tuple):
            return value
        if id(value) not in self._made:
            self._made[id(value)] = (value, self._replaced(value))
        return self._made[id(value)][1]

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, Parameter):
            return self.parameters.get(value.code) or self._worked_out(value)
        if isinstance(value, Standard):
            return self._standard(self.standards.get(value.code, value))
        if isinstance(value, tuple):
            made = tuple(self._of(part) for part in value)
            return value if _same(made, value) else made
        if isinstance(value, VerdictOf):
            return self._verdict(value)
        return self._rebuilt(value)

    def _rebuilt(self, value: Any) -> Any:
        """A node with each of its own parts replaced; what it does not hold itself (a key) is worked out anew."""
        parts = {each.name: getattr(value, each.name) for each in fields(value) if each.init}
        made = {name: self._of(part) for name, part in parts.items()}
        return value if _same(made.values(), parts.values()) else replace(value, **made)

    def _worked_out(self, parameter: Parameter) -> Parameter:
        """One worked out from others with those replaced that are, under a code of its own."""
        if parameter.formula is None:
            return parameter
        formula = self._rebuilt(parameter.formula)
        if formula is parameter.formula:
            return parameter
        code, label = f"{parameter.code}{SUFFIX}", what_if(parameter.label)
        return replace(parameter, code=code, label=label, formula=formula)

    def _verdict(self, verdict: VerdictOf) -> Expression:
        standard = self.standard(verdict.standard)
        if verdict.criterion is None:
            return verdict if standard is verdict.standard else standard.met
        code = verdict.criterion
        same = standard.by_code.get(code) is verdict.standard.by_code[code]
        return verdict if same else standard.criterion_met(code)

    def _standard(self, standard: Standard) -> Standard:
        criteria = tuple(self._criterion(each) for each in standard.criteria)
        if _same(criteria, standard.criteria):
            return standard
        twin = replace(
            standard, code=f"{standard.code}{SUFFIX}", label=what_if(standard.label), criteria=criteria
        )
        left = set(self.parameters) & parameters_read(twin)
        if left:
            raise RuleError(
                f"Standard {standard.code!r} still reads {', '.join(sorted(left))}: a node holds it out of "
                "reach. Let the node hold it as a field."
            )
        return twin

    def _criterion(self, criterion: Criterion) -> Criterion:
        asked = {"met_when": criterion.met_when, "applies_when": criterion.applies_when}
        made = {name: self._of(rule) for name, rule in asked.items()}
        if _same(made.values(), asked.values()):
            return criterion
        return replace(criterion, **made, evidence=self._of(criterion.evidence))


def _same(made: Any, given: Any) -> bool:
    return all(new is old for new, old in zip(made, given, strict=True))


def always(parameter: Parameter, value: Decimal) -> Parameter:
    """The parameter with one value, everywhere and on every day, under a code of its own."""
    return replace(
        parameter,
        code=f"{parameter.code}{SUFFIX}",
        label=what_if(parameter.label),
        values=(DatedValue(date.min, value, "what-if", verified=False),),
        formula=None,
    )


def what_if(label: Text) -> Text:
    return Text(f"{label.zh}{LABEL.zh}", f"{label.en}{LABEL.en}")


def parameters_read(standard: Standard) -> set[str]:
    """Codes of those its verdicts depend on, also through the verdicts of others; clocks are not among them."""
    refs = list(_read(standard.criteria))
    return {each.code for parameter in refs for each in (parameter, *parameter.parts)}


def _read(criteria: Iterable[Criterion]) -> Iterator[Parameter]:
    """Of another standard only the criteria that are asked about."""
    for criterion in criteria:
        for rule in (criterion.met_when, criterion.applies_when):
            for node in walk(rule) if rule is not None else ():
                if isinstance(node, ParameterRef):
                    yield node.parameter
                elif isinstance(node, VerdictOf):
                    asked, all_of = node.criterion, node.standard.criteria
                    yield from _read(all_of if asked is None else (node.standard.by_code[asked],))
