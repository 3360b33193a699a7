"""What can be wrong with a cell or a row, in both languages, with what to do about it."""

from dataclasses import dataclass

from tuopin.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value is refused: a stable code (docs/howto/prepare-a-workbook.md), the reason, what to do next."""

    code: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal at its place: `column` is empty when the row as a whole is refused; `value` may be printed."""

    column: str
    value: str
    refusal: Refusal


def refusal(code: str, *, zh: str, en: str, do_zh: str, do_en: str) -> Refusal:
    return Refusal(code, Text(zh, en), Text(do_zh, do_en))


BLANK_KEY = refusal(
    "key_blank",
    zh="该列是关键列，不能空白",
    en="This column is a key and may not be blank",
    do_zh="请补填后重新导入该行。",
    do_en="Fill it in and import the row again.",
)
LOST_DIGITS = refusal(
    "number_lost_digits",
    zh="单元格是数字格式，长号码的后几位已经丢失",
    en="The cell is a number, so the last digits of the long code are already lost",
    do_zh="请把整列设为文本格式，再从原件重新录入号码（改格式不能找回）。",
    do_en="Format the column as text and enter the code again from the paper; changing the format does not restore it.",
)
CODE_UNREADABLE = refusal(
    "key_unreadable",
    zh="编号应为不超过 64 个字符的一行文字",
    en="A code must be one line of at most 64 characters",
    do_zh="请改为系统中的编号。",
    do_en="Write the code as the system has it.",
)
HOUSEHOLD_TWICE = refusal(
    "household_twice",
    zh="同一户编号还有别的行，本次采用了其中第一条没有错误的行",
    en="The household code has other rows, of which the first good one was used",
    do_zh="请核对哪一行是对的，只保留一行。",
    do_en="Find out which row is right and keep one.",
)
PLACE_TWICE = refusal(
    "place_row_twice",
    zh="同一地区代码还有别的行，本次采用了其中第一条没有错误的行",
    en="The place code has other rows, of which the first good one was used",
    do_zh="请核对哪一行是对的，只保留一行。",
    do_en="Find out which row is right and keep one.",
)
NO_HOUSEHOLD = refusal(
    "no_such_household",
    zh="户表中没有这个户编号",
    en="The sheet of households has no such household code",
    do_zh="请核对户编号，或在户表中补上该户。",
    do_en="Check the code, or add the household to its sheet.",
)
HOUSEHOLD_REFUSED = refusal(
    "household_refused",
    zh="该户在户表中的那一行没有通过检查，所以本行也不能采用",
    en="The row of this household was refused, so this row cannot be used either",
    do_zh="请先改正户表中的那一行；本行若无其他问题，不必改动。",
    do_en="Correct the row of the household first; this row needs no change unless something else is said.",
)
NO_MEMBER = refusal(
    "no_such_member",
    zh="该户没有这个证件号码或姓名的成员，或有两人同名",
    en="The household has no member of this number or name, or two of this name",
    do_zh="请核对户编号、证件号码和姓名。",
    do_en="Check the household code, the identity number and the name.",
)
TOO_MANY_MEMBERS = refusal(
    "too_many_members",
    zh="同一户编号下列出了过多的人，户编号多半填错",
    en="Too many people are listed under one household code; the code is probably wrong",
    do_zh="请核对户编号一列是否被整列填成同一个值。",
    do_en="Check whether the column was filled with one and the same code.",
)
NO_PLACE = refusal(
    "place_without_villages",
    zh="本批次没有该地区的村或户",
    en="No village or household of this place is in the batch",
    do_zh="请核对代码，或把该地区的户表一并导入。",
    do_en="Check the code, or import the households of the place together with this row.",
)
OUT_OF_REACH = refusal(
    "place_out_of_reach",
    zh="该地区不在登记库中，或不在您负责的范围内",
    en="The place is not in the registry, or outside your posting",
    do_zh="请核对代码；其他地区的数据请由当地导入。",
    do_en="Check the code. Data of other places are imported by whoever is posted there.",
)
ROW_TOO_LONG = refusal(
    "row_too_long",
    zh="该行的单元格比表头多，内容可能错位（例如数字里有逗号）",
    en="The row has more cells than the header, so values may have moved (a comma inside a number, for instance)",
    do_zh="请给含逗号的内容加上英文双引号，或改存为 .xlsx。",
    do_en='Put values with commas between " and ", or save the file as .xlsx.',
)
ROW_CUT_OFF = refusal(
    "row_cut_off",
    zh="文件在该行中间结束，后面的内容已丢失",
    en="The file ends in the middle of this row; the rest is lost",
    do_zh="请重新导出该文件。",
    do_en="Export the file again.",
)


def row_twice(first: str) -> Refusal:
    return refusal(
        "row_twice",
        zh=f"与 {first} 的内容完全相同，是重复的行",
        en=f"Says exactly what {first} says: the same row twice",
        do_zh="不必改动，已采用那一行；以后请只保留一行。",
        do_en="Nothing to do: that row was used. Keep one of them.",
    )


def from_check(code: str, reason: Text) -> Refusal:
    """A reason given by the pack's own check, which already says what a right value looks like."""
    return Refusal(
        code,
        reason,
        Text("请按说明改正后重新导入该行。", "Correct it as described and import the row again."),
    )
