"""Where each household stands on the list of the poor, as one number of the findings."""

from enum import IntEnum

from sqlglot import exp

from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.scope import REGISTER

STANDING = "standing"


class Standing(IntEnum):
    """The numbers are what findings store; null is unknown."""

    POOR = 1  # on the list and not exited
    EXITED = 2
    RETURNED = 3
    STRUCK_OFF = 4
    OUTSIDE = 5  # not on the list, whatever was before
    UNKNOWN = 6  # never stored: findings have null there

    @property
    def code(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Standing.POOR: Text("在册未脱贫", "on the list, not exited"),
    Standing.EXITED: Text("已脱贫", "exited"),
    Standing.RETURNED: Text("返贫", "returned"),
    Standing.STRUCK_OFF: Text("清退", "struck off"),
    Standing.OUTSIDE: Text("不在册", "not on the list"),
    Standing.UNKNOWN: Verdict.UNKNOWN.label,
}


def standing_sql(source: str) -> exp.Expr:
    """The number of a household's Standing, asked in this order. Struck off comes first, because only a yes proves it;
    who is not on the list needs no status."""

    def rule(name: str) -> exp.Expr:
        return exp.column(f"{REGISTER}{name}", source)

    outside = exp.Not(this=exp.Paren(this=rule("listed")))
    asked = [
        (rule("struck_off"), Standing.STRUCK_OFF),
        (outside, Standing.OUTSIDE),
        *((rule(each.code), each) for each in (Standing.POOR, Standing.EXITED, Standing.RETURNED)),
    ]
    case = exp.Case()
    for condition, standing in asked:
        case = case.when(condition, exp.Literal.number(standing.value), copy=False)
    return exp.cast(case, "TINYINT")
