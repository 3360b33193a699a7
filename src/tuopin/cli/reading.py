"""What was read and what was refused, so that it adds up: read = accepted + refused."""

from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tuopin.cli.session import Session, both
from tuopin.intake import Reading, RefusedRow

MOST_REFUSED = 5


def show_reading(session: Session, reading: Reading, *, refused: Path | None) -> None:
    """A line a sheet, then the first refused rows; `refused` is where all of them were written."""
    session.out.print(_sheets(session, reading))
    summary = reading.summary
    if summary.incomplete_households:
        session.show(
            f"{summary.incomplete_households:,} 户登记的成员与申报的人口对不上，凡取决于全体成员的条件都待核实。",
            f"{summary.incomplete_households:,} households list other members than they declare: what depends on all "
            "members is unknown.",
        )
    for file, sheet in summary.ignored_sheets:
        session.show(f"未用到的工作表：{file} {sheet}", f"Sheet not used: {file} {sheet}", style="dim")
    if summary.refused:
        _refused(session, reading, refused)


def _sheets(session: Session, reading: Reading) -> Table:
    headers = ("工作表", "读入", "接受", "未通过", "缺少的列") if session.language == "zh" else (
        "sheet", "read", "accepted", "refused", "columns missing"
    )  # fmt: skip
    table = Table(title=session.words("读入", "Reading"), box=SIMPLE_HEAD, title_justify="left", title_style="bold",
                  pad_edge=False)  # fmt: skip
    for at, header in enumerate(headers):
        table.add_column(header, justify="right" if 0 < at < 4 else "left", overflow="fold")
    for sheet in reading.summary.sheets:
        missing = session.words("、", ", ").join(sheet.missing_columns)
        table.add_row(
            f"{sheet.file} {sheet.sheet}",
            f"{sheet.read:,}",
            f"{sheet.accepted:,}",
            f"{sheet.refused:,}",
            missing,
        )
    return table


def _refused(session: Session, reading: Reading, path: Path | None) -> None:
    session.show(
        f"{reading.summary.refused:,} 行未通过，没有参加判定：",
        f"{reading.summary.refused:,} rows were refused and not judged:",
        style="bold",
    )
    for row in reading.refused[:MOST_REFUSED]:
        session.out.print(f"  {_where(session, row)}", markup=False, soft_wrap=True)
    if len(reading.refused) > MOST_REFUSED:
        more = len(reading.refused) - MOST_REFUSED
        session.show(f"  …… 另有 {more:,} 处。", f"  … and {more:,} more.")
    if path is not None:
        session.show(
            f"全部未通过的行及原因写在 {path}，改正后可重新导入。该文件含证件号码，请按原件保管。",
            f"All refused rows with their reasons are in {path}; correct them and import again. It holds identity "
            "numbers: keep it like the original.",
        )


def _where(session: Session, row: RefusedRow) -> str:
    reason, remedy = row.reason.in_(session.language), row.remedy.in_(session.language)
    value = f" {row.value!r}" if row.value else ""
    if session.language == "zh":
        return f"{row.file} {row.sheet} 第 {row.row} 行 {row.column}{value}：{reason}。{remedy}"
    return f"{row.file} {row.sheet} row {row.row} {row.column}{value}: {reason}. {remedy}"


def reading_as_dict(reading: Reading) -> dict[str, Any]:
    """For machines: the counts by sheet and every refusal, identifiers masked as intake masks them."""
    summary = reading.summary
    return {
        "files": [{"name": file.name, "sha256": file.sha256, "bytes": file.bytes} for file in summary.files],
        "sheets": [
            {
                "file": sheet.file, "sheet": sheet.sheet, "read": sheet.read, "accepted": sheet.accepted,
                "refused": sheet.refused, "skipped": sheet.skipped, "missing_columns": list(sheet.missing_columns),
                "ignored_columns": list(sheet.ignored_columns),
            }
            for sheet in summary.sheets
        ],
        "incomplete_households": summary.incomplete_households,
        "refused": [
            {
                "file": row.file, "sheet": row.sheet, "row": row.row, "column": row.column, "value": row.value,
                "code": row.code, "reason": both(row.reason), "remedy": both(row.remedy),
            }
            for row in reading.refused
        ],
    }  # fmt: skip
