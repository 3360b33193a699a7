"""The words of an import: what can become of a row, and why one is kept out."""

from collections.abc import Mapping

from tuopin.kernel.text import Text

OUTCOMES = {
    "new": Text("新增", "new"),
    "changed": Text("有变化", "changed"),
    "same": Text("无变化", "the same"),
    "refused": Text("拒绝", "refused"),
    "duplicate": Text("重复", "duplicate"),
    "kept_out": Text("不入库", "not for the registry"),
}
"""Every row read has exactly one, so they add up. `kept_out` are sheets the registry has no place for."""
BRINGS = ("new", "changed")

STATES = {
    "received": Text("正在读取", "being read"),
    "read": Text("待合并", "to be merged"),
    "merged": Text("已合并", "merged"),
    "undone": Text("已撤销", "taken back"),
    "discarded": Text("已作废", "discarded"),
}

TWICE_IN_FILE = frozenset({"household_twice", "place_twice", "row_twice"})
"""Reasons of reading that say a row stands twice, which is no mistake in it."""

REASONS: Mapping[str, tuple[str, Text, Text]] = {
    "household_elsewhere": (
        "refused",
        Text("该户编号已登记在另一个村", "This household code is registered in another village"),
        Text("请核对村代码和户编号；搬迁请走迁移变更。", "Check both codes. A move is a change request."),
    ),
    "household_closed": (
        "refused",
        Text("该户已销户或已并入他户", "This household is closed, or merged into another"),
        Text("请核对户编号，或改用新的户编号。", "Check the code, or use the new one."),
    ),
    "household_refused": (
        "refused",
        Text("该成员所在的户没有被接受", "The household of this member was not accepted"),
        Text("请先解决户表中的问题，再重新导入。", "Settle what is wrong with the household first, then import again."),
    ),
    "other_number": (
        "refused",
        Text("同名成员登记的证件号码不同", "A member of this name is registered with another number"),
        Text("请核对证件；如登记有误，请先更正身份信息。", "Look at the paper. Correct the registered identity first."),
    ),
    "id_elsewhere": (
        "duplicate",
        Text("该证件号码已登记在另一户", "This number is registered in another household"),
        Text("请核实此人现在属于哪一户；迁移、婚嫁请走变更。", "Find out where the person lives. Moves are changes."),
    ),
    "id_twice": (
        "duplicate",
        Text("该证件号码在本次导入中已用于另一人", "This number was given for another person in this import"),
        Text("请核实后只保留一行。", "Find out which is right and keep one row."),
    ),
    "collected_later": (
        "refused",
        Text("采集日期晚于今天", "The day of collection is after today"),
        Text("请填写实际入户的日期。", "Give the day of the visit."),
    ),
}  # fmt: skip
"""By code: what becomes of the row, why, and what to do."""


def tally(counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """All sheets together."""
    names = ("read", *OUTCOMES)
    return {name: sum(each.get(name, 0) for each in counts.values()) for name in names}


def adds_up(counts: Mapping[str, Mapping[str, int]]) -> bool:
    return all(each["read"] == sum(each.get(name, 0) for name in OUTCOMES) for each in counts.values())
