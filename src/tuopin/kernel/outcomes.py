"""What a refusal is for each face: an exit code of the command line, a status of web and API. One table for all."""

from dataclasses import dataclass

from tuopin.kernel.errors import (
    BadInput,
    CannotWrite,
    ChangedMeanwhile,
    Damaged,
    NotFound,
    NotSignedIn,
    RefusedByRule,
    TooOften,
    TuopinError,
)
from tuopin.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """`refusal` is the class of errors that end so; None for those a face finds itself."""

    code: int
    status: int
    meaning: Text
    refusal: type[TuopinError] | None = None


OK = Outcome(0, 200, Text("完成", "done"))
UNEXPECTED = Outcome(1, 500, Text("程序出错，附参考编号", "the program failed; a reference number is given"))
USAGE = Outcome(2, 422, Text("命令或输入有误", "wrong usage or unusable input"), BadInput)
REFUSED = Outcome(3, 409, Text("规则不允许", "a rule forbids it"), RefusedByRule)
NOT_FOUND = Outcome(4, 404, Text("没有找到", "not found"), NotFound)
DAMAGED = Outcome(5, 500, Text("数据损坏或被改动", "stored data are damaged"), Damaged)
CANNOT_WRITE = Outcome(
    6, 507, Text("磁盘、内存或权限不足", "no room, no memory or no permission"), CannotWrite
)
CHANGED = Outcome(7, 409, Text("已被他人修改", "somebody else changed it meanwhile"), ChangedMeanwhile)
NOBODY = Outcome(8, 401, Text("没有登录或没有有效令牌", "not signed in, or no living token"), NotSignedIn)
TOO_OFTEN = Outcome(9, 429, Text("尝试过于频繁", "tried too often"), TooOften)
INTERRUPTED = Outcome(130, 503, Text("被中断", "interrupted"))

OUTCOMES = (
    OK,
    UNEXPECTED,
    USAGE,
    REFUSED,
    NOT_FOUND,
    DAMAGED,
    CANNOT_WRITE,
    CHANGED,
    NOBODY,
    TOO_OFTEN,
    INTERRUPTED,
)


def outcome_of(error: TuopinError) -> Outcome:
    """By the refusal's class; one of a class nobody listed is unexpected."""
    found = (each for each in OUTCOMES if each.refusal is not None and isinstance(error, each.refusal))
    return next(found, UNEXPECTED)
