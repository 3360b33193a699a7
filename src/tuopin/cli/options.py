"""Options that several commands share, each written once."""

from pathlib import Path

import click

from tuopin.cli.commands import option
from tuopin.kernel.errors import BadInput

on_option = option(
    "--on",
    metavar="YYYY-MM-DD",
    zh="判定日期；默认是数据的截止日期。",
    en="Day of judging; by default the day the data stand for.",
)
as_of_option = option(
    "--as-of",
    metavar="YYYY-MM-DD",
    zh="工作表数据的截止日期；默认是最晚的采集日期。",
    en="Day a workbook stands for; by default the latest day of collection.",
)
out_option = option(
    "--out",
    type=click.Path(path_type=Path),
    zh="写出结果的目录；已有内容的目录不会改动。",
    en="Folder for the results; one that holds something is left alone.",
)
replace_option = option(
    "--replace",
    is_flag=True,
    zh="覆盖 tuopin 以前写在 --out 的结果。",
    en="Put the results in the place of earlier ones in --out.",
)
by_option = option(
    "--by",
    metavar="LEVEL",
    zh="只打印这一级地区，如 county、township、village。",
    en="Print this level of places only, such as county, township or village.",
)
set_option = option(
    "--set",
    "changes",
    multiple=True,
    metavar="PARAMETER=VALUE",
    zh="假设某参数取另一数值；可重复。",
    en="What if a parameter had this value; may be repeated.",
)


def values_of(changes: tuple[str, ...]) -> dict[str, str]:
    """What --set was given, by parameter. Raises BadInput (`what_if`) for one that is not PARAMETER=VALUE."""
    found = {}
    for change in changes:
        code, equals, value = change.partition("=")
        if not equals or not code or not value:
            raise BadInput(
                "what_if",
                zh=f"--set {change} 写法不对。请写成 参数=数值，例如 --set income_line=4200。",
                en=f"--set {change} cannot be read. Write PARAMETER=VALUE, such as --set income_line=4200.",
            )
        found[code.strip()] = value.strip()
    return found
