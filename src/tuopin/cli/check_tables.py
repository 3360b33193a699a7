"""The data checks of a run on the screen: failures by family and severity, then the commonest problems."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.look import number_line, tables
from tuopin.engine.standard import Severity
from tuopin.kernel.text import Language
from tuopin.warehouse.checks import CheckCount, by_severity, failures, families
from tuopin.warehouse.run import Run

MOST_PROBLEMS = 15


def check_tables(run: Run, *, console: Console, language: Language) -> Iterator[Table | Line]:
    """Nothing for a run without data checks, or one that kept no findings."""
    if not families(run.judged.scope) or not run.judged.kept:
        return
    counts = failures(run.judged).counts
    zh = language == "zh"
    rows = [
        (0, [Line(family.label.in_(language).rpartition("：" if zh else ": ")[2]),
             *(number_line(failed[severity], language) for severity in Severity)])
        for family, failed in by_severity(counts).items()
    ]  # fmt: skip
    headers = ["类别", *(severity.label.zh for severity in Severity)]
    if not zh:
        headers = ["family", *(severity.label.en for severity in Severity)]
    yield from tables("数据核查：未通过" if zh else "data checks: failed", headers, rows, width=console.width)
    yield from _problems(counts, console, language)


def _problems(counts: tuple[CheckCount, ...], console: Console, language: Language) -> Iterator[Table]:
    order = list(Severity)
    failed = [each for each in counts if each.failed and not each.of_all]
    failed.sort(key=lambda each: (order.index(each.severity), -each.failed))
    if not failed:
        return
    rows = [
        (0, [Line((each.criterion.gap or each.criterion.label).in_(language)), Line(each.severity.label.in_(language)),
             Line(each.standard.level.label.in_(language)), number_line(each.failed, language),
             number_line(each.unknown, language)])
        for each in failed[:MOST_PROBLEMS]
    ]  # fmt: skip
    zh = language == "zh"
    headers = (
        ["最常见的问题", "严重程度", "对象", "未通过", "待核实"]
        if zh
        else ["commonest problems", "severity", "about", "failed", "unknown"]
    )
    yield from tables("", headers, rows, width=console.width)
