"""How a mapping writes an answer: a column and what its cells mean, or one of the named derivations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from tuopin.engine.kinds import YES_NO, Code, CodeSet, Date, Kind, Level, Number, YesNo
from tuopin.engine.units import ONE
from tuopin.intake.problems import Refusal
from tuopin.intake.survey.answers import (
    Age,
    AllOf,
    Always,
    Answer,
    AnyOf,
    AnyRow,
    Column,
    Count,
    Day,
    Listed,
    OfRow,
)
from tuopin.intake.survey.mapping import MappingWrong
from tuopin.intake.survey.meanings import ROUNDINGS, Meaning, Words, choices_of, reader
from tuopin.intake.survey.shapes import as_dict, as_texts
from tuopin.standards.pack import Pack

_COLUMN = {
    "column",
    "values",
    "missing",
    "yes",
    "no",
    "times",
    "round",
    "no_less_than",
    "at_least",
    "below",
    "has",
    "is_one_of",
}
_ASKS = ("at_least", "below", "has", "is_one_of")
_DERIVED = {"always", "any_of", "all_of", "count", "age", "date", "listed", "any_row", "of_row"}
_YEAR = Number(ONE, 0, 1, 9999)
_MONTH = Number(ONE, 0, 1, 12)
_DAY = Number(ONE, 0, 1, 31)


@dataclass(frozen=True)
class Answers:
    """Reads the answers of one table. `source`: the pack whose facts are the columns; None for files.

    `others` are the tables that facts of households may ask.
    """

    words: Words
    source: Pack | None
    level: Level | None
    others: frozenset[str] = frozenset()

    def of(self, raw: Any, kind: Kind, where: str) -> Answer:
        """Raises MappingWrong for an answer that cannot be one of this kind."""
        if isinstance(raw, str):
            raw = {"column": raw}
        told = as_dict(raw, where, known=_COLUMN | _DERIVED)
        derived = sorted(_DERIVED & set(told))
        if "column" in told and not derived:
            return self._column(told, kind, where)
        if len(told) != 1 or not derived:
            raise MappingWrong(
                where,
                zh=f"请写 column，或单独写一种推导：{'、'.join(sorted(_DERIVED))}",
                en=f"write `column`, or one derivation alone: {', '.join(sorted(_DERIVED))}",
            )
        return self._derived(derived[0], told[derived[0]], kind, f"{where}.{derived[0]}")

    def day(self, raw: Any, where: str) -> Answer:
        return self.of(raw, Date(), where)

    def _derived(self, how: str, raw: Any, kind: Kind, where: str) -> Answer:
        wanted: Mapping[str, type[Any]] = {
            "any_of": YesNo, "all_of": YesNo, "count": Number, "age": Number, "date": Date, "listed": Number,
            "any_row": YesNo,
        }  # fmt: skip
        if how == "always":
            return Always(kind, _value(kind, raw, where))
        if how == "of_row":
            return self._of_row(raw, kind, where)
        if not isinstance(kind, wanted[how]) or (isinstance(kind, Number) and kind.decimals):
            raise MappingWrong(
                where, zh=f"得不出所需的内容（{choices_of(kind).zh}）", en=f"it does not give {kind}"
            )
        if how in ("any_of", "all_of", "count"):
            parts = self._parts(raw, where)
            return AnyOf(parts) if how == "any_of" else AllOf(parts) if how == "all_of" else Count(parts)
        if how == "age":
            told = as_dict(raw, where, known={"born", "on"}, needed=("born",))
            on = self.day(told["on"], f"{where}.on") if "on" in told else None
            return Age(self.day(told["born"], f"{where}.born"), on)
        if how == "date":
            told = as_dict(raw, where, known={"year", "month", "day"}, needed=("year", "month", "day"))
            kinds = {"year": _YEAR, "month": _MONTH, "day": _DAY}
            return Day(*(self.of(told[part], kinds[part], f"{where}.{part}") for part in kinds))
        if how == "any_row":
            told = as_dict(raw, where, known={"of", "is"}, needed=("of", "is"))
            other, answers = self._of(told["of"], f"{where}.of")
            return AnyRow(other, answers.of(told["is"], YES_NO, f"{where}.is"))
        return Listed(self._other(raw, where))

    def _parts(self, raw: Any, where: str) -> tuple[Answer, ...]:
        if not isinstance(raw, list) or not raw:
            raise MappingWrong(where, zh="这里应是一列内容", en="a list is wanted here")
        return tuple(self.of(part, YES_NO, f"{where}.{at}") for at, part in enumerate(raw, start=1))

    def _of_row(self, raw: Any, kind: Kind, where: str) -> OfRow:
        told = as_dict(raw, where, known={"of", "where", "is"}, needed=("of", "where", "is"))
        other, answers = self._of(told["of"], f"{where}.of")
        chosen = answers.of(told["where"], YES_NO, f"{where}.where")
        return OfRow(other, chosen, answers.of(told["is"], kind, f"{where}.is"), kind)

    def _of(self, raw: Any, where: str) -> tuple[str, "Answers"]:
        """Another table, and how its answers are read."""
        other = self._other(raw, where)
        return other, Answers(self.words, self.source, Level.PERSON if other == Level.PERSON.plural else None)

    def _other(self, raw: Any, where: str) -> str:
        """Only facts of households ask other tables, and never their own."""
        if self.level is not Level.HOUSEHOLD or not isinstance(raw, str) or raw not in self.others:
            listed = ", ".join(sorted(self.others)) or "-"
            raise MappingWrong(
                where,
                zh=f"只有户的信息可以问另一张表，可以问的表：{listed}",
                en=f"only facts of households ask another table; there are: {listed}",
            )
        return raw

    def _column(self, told: Mapping[str, Any], kind: Kind, where: str) -> Column:
        name = told["column"]
        if not isinstance(name, str) or not name:
            raise MappingWrong(where, zh="column 应为一个列名", en="`column` is the name of one column")
        meaning = self._meaning(told, kind, where)
        try:
            read = reader(kind, meaning)
        except ValueError as why:
            raise MappingWrong(
                f"{where}.values",
                zh=f"不能对应为“{why}”。可以写：{choices_of(kind).zh}",
                en=f"nothing can stand for {str(why)!r}. There are: {choices_of(kind).en}",
            ) from None
        column = Column(name, kind, read)
        if self.source is not None and self.level is not None:
            _require_source(self.source, self.level, column, (*meaning.has, *meaning.is_one_of), where)
        return column

    def _meaning(self, told: Mapping[str, Any], kind: Kind, where: str) -> Meaning:
        shared = {each: as_texts(told[each], f"{where}.{each}") for each in ("yes", "no") if each in told}
        words = replace(self.words, **shared)
        if "missing" in told:
            words = replace(words, missing=words.missing + as_texts(told["missing"], f"{where}.missing"))
        asks = [word for word in _ASKS if word in told]
        self._refuse_together(told, kind, asks, where)
        return Meaning(
            words,
            values=_values(told["values"], kind, f"{where}.values") if "values" in told else None,
            times=_fraction(told.get("times", "1"), f"{where}.times"),
            rounding=_rounding(told.get("round"), f"{where}.round"),
            no_less_than=_number(told.get("no_less_than"), f"{where}.no_less_than"),
            at_least=_number(told.get("at_least"), f"{where}.at_least"),
            below=_number(told.get("below"), f"{where}.below"),
            has=as_texts(told.get("has", []), f"{where}.has"),
            is_one_of=as_texts(told.get("is_one_of", []), f"{where}.is_one_of"),
        )

    def _refuse_together(self, told: Mapping[str, Any], kind: Kind, asks: list[str], where: str) -> None:
        """What says nothing about this kind would be passed over in silence."""
        numeric = ("times", "round", "no_less_than")
        misplaced = [word for word in numeric if word in told and not isinstance(kind, Number)]
        misplaced += [word for word in (*asks, "yes", "no") if word in told and not isinstance(kind, YesNo)]
        if asks and "values" in told:
            misplaced.append("values")
        if misplaced:
            raise MappingWrong(
                where,
                zh=f"{'、'.join(misplaced)} 在这里不起作用，请去掉",
                en=f"{', '.join(misplaced)} does nothing here; leave it out",
            )


def _require_source(source: Pack, level: Level, column: Column, named: Sequence[str], where: str) -> None:
    """The column is a fact of the source's level, and every code that fact may hold has a meaning."""
    fact = source.by_level[level].get(column.name)
    if fact is None:
        raise MappingWrong(
            where,
            zh=f"标准包 {source.code} 的{level.label.zh}没有登记信息 {column.name}",
            en=f"pack {source.code!r} has no fact {column.name!r} of one {level.value}",
        )
    codes = list(fact.kind.codes.by_code) if isinstance(fact.kind, Code | CodeSet) else []
    lost = [code for code in codes if isinstance(column.read(code), Refusal)]
    other = [code for code in named if code not in codes]
    if other:
        raise MappingWrong(
            where,
            zh=f"{column.name} 没有 {'、'.join(other)}。它有：{'、'.join(codes)}",
            en=f"{column.name} has no {', '.join(other)}. It has: {', '.join(codes)}",
        )
    if lost:
        raise MappingWrong(
            where,
            zh=f"没有说明 {'、'.join(lost)} 的含义",
            en=f"it does not say what {', '.join(lost)} stands for",
        )


def _values(raw: Any, kind: Kind, where: str) -> Mapping[str, str | tuple[str, ...]]:
    if not isinstance(raw, dict):
        raise MappingWrong(
            where, zh="这里应是“值: 含义”的列表", en="values with their meanings are wanted here"
        )
    several = isinstance(kind, CodeSet)
    found: dict[str, str | tuple[str, ...]] = {}
    for said, value in raw.items():
        if not isinstance(value, str) and not (several and isinstance(value, list)):
            raise MappingWrong(f"{where}.{said}", zh="应为一个词", en="one word is wanted")
        found[said] = value if isinstance(value, str) else as_texts(value, f"{where}.{said}")
    return found


def _value(kind: Kind, raw: Any, where: str) -> Any:
    """The same value for every row, as the pack writes it."""
    try:
        return reader(kind, Meaning(Words(), values={"": as_texts(raw, where)[0]}))("")
    except (ValueError, IndexError):
        raise MappingWrong(
            where, zh=f"应为 {choices_of(kind).zh}", en=f"one of these is wanted: {choices_of(kind).en}"
        ) from None


def _fraction(raw: Any, where: str) -> Fraction:
    try:
        found = Fraction(raw.replace(" ", ""))
    except (AttributeError, ValueError, ZeroDivisionError):
        found = Fraction(0)
    if found <= 0:
        raise MappingWrong(
            where, zh="应为正数，如 0.01 或 1/12", en="a positive number is wanted, such as 0.01 or 1/12"
        )
    return found


def _number(raw: Any, where: str) -> Decimal | None:
    if raw is None:
        return None
    try:
        found = Decimal(raw)
    except (InvalidOperation, TypeError, ValueError):
        found = Decimal("NaN")
    if not found.is_finite():
        raise MappingWrong(where, zh="应为数字", en="a number is wanted")
    return found


def _rounding(raw: str | None, where: str) -> str | None:
    if raw is not None and raw not in ROUNDINGS:
        raise MappingWrong(where, zh="只能写 half_up 或 down", en="write half_up or down")
    return raw
