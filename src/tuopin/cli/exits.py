"""The one table of exit codes. docs/errors.md prints it; scripts may rely on it."""

from dataclasses import dataclass

from tuopin.kernel.errors import BadInput, ChangedMeanwhile, Damaged, NotFound, RefusedByRule, TuopinError
from tuopin.kernel.text import Text
from tuopin.warehouse.writing import CannotWrite


@dataclass(frozen=True, slots=True)
class Exit:
    """`refusal` is the class of errors that end with this code; None for those the command line finds itself."""

    code: int
    meaning: Text
    refusal: type[TuopinError] | None = None


OK = Exit(0, Text("完成", "done"))
UNEXPECTED = Exit(1, Text("程序出错，附参考编号", "the program failed; a reference number is given"))
USAGE = Exit(2, Text("命令或输入有误", "wrong usage or unusable input"), BadInput)
REFUSED = Exit(3, Text("规则不允许", "a rule forbids it"), RefusedByRule)
NOT_FOUND = Exit(4, Text("没有找到", "not found"), NotFound)
DAMAGED = Exit(5, Text("数据损坏或被改动", "stored data are damaged"), Damaged)
CANNOT_WRITE = Exit(6, Text("磁盘、内存或权限不足", "no room, no memory or no permission"), CannotWrite)
CHANGED = Exit(7, Text("已被他人修改", "somebody else changed it meanwhile"), ChangedMeanwhile)
INTERRUPTED = Exit(130, Text("被中断", "interrupted"))

EXITS = (OK, UNEXPECTED, USAGE, REFUSED, NOT_FOUND, DAMAGED, CANNOT_WRITE, CHANGED, INTERRUPTED)


def exit_of(error: TuopinError) -> Exit:
    """The exit of a refusal by its class; one of a class nobody listed is unexpected."""
    found = (each for each in EXITS if each.refusal is not None and isinstance(error, each.refusal))
    return next(found, UNEXPECTED)
