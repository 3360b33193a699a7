"""What is the same for everybody in a place, worked out once in Python: parameters and date limits.

Where all places agree it becomes a literal; otherwise a column of a small table joined by place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlglot import exp

from tuopin.engine import expressions as x
from tuopin.engine.calendar import latest_with_days, latest_with_years
from tuopin.engine.kinds import Date, Level, Number, RuleError
from tuopin.engine.parameters import Parameter
from tuopin.engine.records import Record
from tuopin.engine.reference import Answer, Reference
from tuopin.engine.terms import Terms

FINE_LEVELS = ("village", "township")


@dataclass(frozen=True)
class PlaceTerms:
    """A table `name`: one row a place of `key` (village or county), or no columns when all places agree."""

    name: str
    key: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Answer, ...], ...]


@dataclass
class TermsOfPlaces:
    """Collects the constants a query needs, and says how each is written in it."""

    terms: Terms
    name: str = "place_terms"
    may_be_fine: bool = True
    _names: dict[str, str] = field(default_factory=dict)
    _columns: dict[str, tuple[str, tuple[Answer, ...]]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Counties suffice unless a parameter in use, or a group, singles out a village or a township."""
        return "village" if self._fine else "county"

    _fine: bool = False
    _parameters: dict[str, Parameter] = field(default_factory=dict)

    def use(self, expression: x.Expression) -> None:
        """Must see every expression before the first query is written, so that one key serves all."""
        for node in x.walk(expression):
            if isinstance(node, x.ParameterRef):
                self._use_parameter(node.parameter)

    def _use_parameter(self, parameter: Parameter) -> None:
        if parameter.code in self._parameters:
            if self._parameters[parameter.code] is not parameter:
                raise RuleError(f"Two parameters share the code {parameter.code!r}. Rename one.")
            return
        self._parameters[parameter.code] = parameter
        if parameter.parts and parameter.code not in self.terms.overrides:
            for part in parameter.parts:
                self._use_parameter(part)
            return
        codes, grouped = parameter.place_codes(), parameter.has_groups()
        if parameter.code in self.terms.overrides or not self.may_be_fine or not (codes or grouped):
            return
        for level in FINE_LEVELS:
            for place in self.terms.places.at_level(level):
                self._fine = self._fine or place.code in codes or (grouped and bool(place.groups))

    def places(self) -> Sequence[int]:
        return sorted(place.id for place in self.terms.places.at_level(self.key))

    def constant(self, expression: x.Expression) -> exp.Expr:
        """A constant expression, as a literal or as a column of the joined table."""
        kind = (
            "DATE"
            if isinstance(expression.kind, Date)
            else "BIGINT"
            if isinstance(expression.kind, Number)
            else "BOOLEAN"
        )
        return self._written(expression.key, self.values(expression), kind)

    def before(self, span: x.CompareElapsed, more: int) -> exp.Expr:
        """The first day that is too late: `since < it` says that at least (the constant + more) have passed."""
        return self._written(
            f"{span.left.key} >= {span.right.key} + {more}", self.too_late(span, more), "DATE"
        )

    def too_late(self, span: x.CompareElapsed, more: int) -> tuple[date, ...]:
        """That first day in each place, or once for all of them."""
        assert isinstance(span.left, x.Expression)
        since = unnamed(span.left)
        assert isinstance(since, x.TimeSince)
        until = Reference(self.terms).value(since.until, _somewhere(0))
        assert isinstance(until, date)
        return tuple(_too_late(since, int(value) + more, until) for value in self.values(span.right))  # type: ignore[arg-type]

    def values(self, expression: x.Expression) -> tuple[Answer, ...]:
        """What a constant expression is in each place, or once when no parameter is in it."""
        reference = Reference(self.terms)
        if not any(isinstance(node, x.ParameterRef) for node in x.walk(expression)):
            return (reference.value(expression, _somewhere(0)),)
        return tuple(reference.value(expression, _somewhere(place)) for place in self.places()) or (
            reference.value(expression, _somewhere(0)),
        )

    def _written(self, key: str, values: tuple[Answer, ...], kind: str) -> exp.Expr:
        if len(set(values)) == 1:
            return write(values[0], kind)
        name = self._names.get(key)
        if name is None:
            code = key[1:] if key.startswith("@") else f"term{len(self._names) + 1}"
            name = self._names[key] = f"at__{code}"
            self._columns[name] = (kind, values)
        return exp.column(name)

    def table(self) -> PlaceTerms:
        names = list(self._columns)
        rows = (
            tuple(zip(self.places(), *(self._columns[name][1] for name in names), strict=True))
            if names
            else ()
        )
        return PlaceTerms(self.name, self.key, tuple((name, self._columns[name][0]) for name in names), rows)


def _somewhere(place: int) -> Record:
    return Record(Level.VILLAGE, "", place, {})


def unnamed(expression: x.Expression) -> x.Expression:
    while isinstance(expression, x.Named):
        expression = expression.of
    return expression


def _too_late(span: x.TimeSince, least: int, until: date) -> date:
    latest = (latest_with_years if span.kind == x.YEARS else latest_with_days)(least, until)
    if latest is None:
        return date.min
    return latest if latest == date.max else latest + timedelta(days=1)


def write(value: Answer, kind: str) -> exp.Expr:
    if value is None:
        return exp.cast(exp.null(), kind)
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE")
    return (
        exp.Literal.number(str(value))
        if value >= 0
        else exp.Paren(this=exp.Neg(this=exp.Literal.number(str(-value))))
    )
