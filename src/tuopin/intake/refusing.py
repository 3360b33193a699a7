"""Refusals of a whole file or sheet: what happened, in which file, and what to do."""

from tuopin.intake.limits import Limits
from tuopin.kernel.errors import BadInput
from tuopin.standards.pack import Sheet


def damaged(name: str) -> BadInput:
    return BadInput(
        "file_damaged",
        zh=f"{name} 已损坏或不完整，无法读取。请用 Excel 或 WPS 打开后另存为 .xlsx，或重新导出。",
        en=f"{name} is damaged or incomplete. Open it in a spreadsheet program and save it as .xlsx, or export it.",
    )


def protected(name: str) -> BadInput:
    return BadInput(
        "file_protected",
        zh=f"{name} 设有打开密码。请打开后去掉密码，再保存。",
        en=f"{name} asks for a password. Open it, remove the password and save it.",
    )


def too_large(name: str, title: str, *, rows: int, columns: int, limits: Limits) -> BadInput:
    return BadInput(
        "sheet_too_large",
        zh=f"{name} 的工作表 {title} 用到了第 {rows} 行、第 {columns} 列，"
        f"超过上限（{limits.columns} 列，共 {limits.cells:,} 个单元格）。"
        "请删除表格右侧和下方的多余行列后保存；数据确实很多时，请按乡镇分成几个文件。",
        en=f"Sheet {title} of {name} reaches row {rows}, column {columns}; the limit is {limits.columns} columns and "
        f"{limits.cells:,} cells. Delete the empty rows and columns around the table and save; if there really is "
        "that much, split it by township into several files.",
    )


def not_found(name: str) -> BadInput:
    return BadInput(
        "file_not_found",
        zh=f"找不到文件 {name}。请核对文件名和位置。",
        en=f"There is no file {name}. Check its name and folder.",
    )


def file_too_big(name: str, limits: Limits) -> BadInput:
    size = limits.file_bytes >> 20
    return BadInput(
        "file_too_big",
        zh=f"{name} 超过 {size} MB。请按乡镇分成几个文件，或删去图片和无关的工作表。",
        en=f"{name} is larger than {size} MB. Split it by township, or remove pictures and unrelated sheets.",
    )


def empty(name: str) -> BadInput:
    return BadInput(
        "file_empty",
        zh=f"{name} 是空文件。请重新导出。",
        en=f"{name} is empty. Export it again.",
    )


def unsafe(code: str, name: str, *, zh: str, en: str) -> BadInput:
    """An archive that no spreadsheet program writes."""
    return BadInput(
        code,
        zh=f"{name} {zh}，不像表格软件保存的文件。请用 Excel 或 WPS 打开核对后另存为 .xlsx。",
        en=f"{name} {en}, which no spreadsheet program writes. Open it, check it and save it as .xlsx.",
    )


def not_a_workbook(name: str, *, zh: str, en: str) -> BadInput:
    return BadInput(
        "not_a_workbook",
        zh=f"{name} 不是可以读取的工作簿：{zh}。请用 Excel 或 WPS 打开后另存为 .xlsx。",
        en=f"{name} is not a workbook that can be read: {en}. Open it in a spreadsheet program and save it as .xlsx.",
    )


def file_twice(first: str, second: str) -> BadInput:
    return BadInput(
        "file_twice",
        zh=f"{first} 和 {second} 的内容完全相同。请去掉其中一个。",
        en=f"{first} and {second} have exactly the same content. Leave one of them out.",
    )


def batch_without(sheet: Sheet) -> BadInput:
    keys = [column.header for column in sheet.columns if column.required]
    return BadInput(
        "sheet_missing",
        zh=f"没有找到“{sheet.name}”表。请提供名为“{sheet.name}”的工作表，其中要有这些列：{'、'.join(keys)}。",
        en=f"There is no sheet {sheet.name}. Give a sheet of that name with the columns {', '.join(keys)}.",
    )


def too_many_problems(title: str, column: str, reason: str, count: int, total: int) -> BadInput:
    where_zh, where_en = (f"的“{column}”列", f", column {column}") if column else ("", "")
    return BadInput(
        "too_many_problems",
        zh=f"共发现 {total:,} 处错误，多半是整列填错或选错了文件。"
        f"最多的是工作表 {title}{where_zh}：{reason}（{count:,} 处）。"
        "请先改正这一类再导入。",
        en=f"There are {total:,} problems, so a whole column or the file itself is probably wrong. Most are in sheet "
        f"{title}{where_en}: {reason} ({count:,} times). Correct that first and import again.",
    )
