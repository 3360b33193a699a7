"""The vocabulary of those who write standards. Everything here is checked where it is written.

income = household.net_income / household.size          # a ratio, USD/person/year
poor = income < parameter("income_line")
in_school = members.all(~person.school_age | person.in_school)
incidence = households.share_below(poor, limit, weight=household.size, strictly=True)
"""

from datetime import date

from tuopin.engine.expressions import ON, Expression, Fact, Named, ParameterRef
from tuopin.engine.groups import Group, points
from tuopin.engine.kinds import YES_NO, Code, CodeList, CodeSet, Date, Entry, Level, Number, RuleError
from tuopin.engine.parameters import Parameter
from tuopin.engine.standard import (
    Clock,
    Criterion,
    Cutoff,
    Days,
    Dimension,
    Method,
    Reads,
    Severity,
    Standard,
)
from tuopin.engine.units import Unit
from tuopin.kernel.text import Text

on = ON


def yes_no(level: Level, code: str, zh: str, en: str) -> Fact:
    """A fact that is yes, no or unknown."""
    return Fact(level, YES_NO, code, Text(zh, en))


def number(
    level: Level, code: str, zh: str, en: str, *, unit: str, low: int, high: int, decimals: int = 0
) -> Fact:
    """A number in `unit`, stored as a whole number of 10^-decimals units; low and high in the unit itself."""
    step = 10**decimals
    return Fact(level, Number(Unit.parse(unit), decimals, low * step, high * step), code, Text(zh, en))


def code(level: Level, code: str, zh: str, en: str, *, codes: CodeList) -> Fact:
    """One entry of a closed list, stored as its number."""
    return Fact(level, Code(codes), code, Text(zh, en))


def code_set(level: Level, code: str, zh: str, en: str, *, codes: CodeList) -> Fact:
    """Any number of entries of a closed list, stored as a bit mask; empty is not unknown."""
    return Fact(level, CodeSet(codes), code, Text(zh, en))


def day(
    level: Level,
    code: str,
    zh: str,
    en: str,
    *,
    low: date = date(1850, 1, 1),
    high: date = date(2199, 12, 31),
) -> Fact:
    """A calendar day."""
    return Fact(level, Date(low, high), code, Text(zh, en))


def indicator(code: str, zh: str, en: str, of: Expression) -> Expression:
    """A named expression: standards, statistics and explanations then use one word for it."""
    return Named(of.level, of.kind, code, Text(zh, en), of)


def parameter_ref(parameter: Parameter) -> Expression:
    """The value in force for the subject's place on the day of judging."""
    return ParameterRef(None, parameter.kind, parameter)


__all__ = [
    "Clock", "Code", "CodeList", "CodeSet", "Criterion", "Cutoff", "Date", "Days", "Dimension", "Entry", "Expression",
    "Fact", "Group", "Level", "Method", "Number", "Reads", "RuleError", "Severity", "Standard", "code", "code_set",
    "day", "indicator", "number", "on", "parameter_ref", "points", "yes_no",
]  # fmt: skip
