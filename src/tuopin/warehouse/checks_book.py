"""The workbook of failed data checks: how many, then who, errors first, and who should look."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tuopin.engine.kinds import Code, Level
from tuopin.engine.standard import Severity
from tuopin.kernel.text import Language, Text
from tuopin.warehouse import findings
from tuopin.warehouse.books import MOST_ROWS, Book, Cell, Column
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.checks import CheckCount, Failures, failures
from tuopin.warehouse.judged import Judged, Progress, place_names

NAME = "checks.xlsx"


def write(judged: Judged, path: Path, *, language: Language, progress: Progress) -> None:
    """A sheet of counts, then one of errors and one of doubts, each with its first MOST_ROWS rows."""
    progress(Text("写核查清单", "writing the workbook of data checks"), 0, 0)
    found = failures(judged)
    zh = language == "zh"
    with Book(path, language=language) as book:
        title = "数据核查清单" if zh else "Data checks"
        book.notes("说明" if zh else "about", title, _notes(judged, found, language))
        book.sheet("汇总" if zh else "counts", _count_columns(zh), _count_rows(found, language, judged))
        for severity in Severity:
            listed = found.of(severity).first(MOST_ROWS)
            book.sheet(
                severity.label.in_(language), _columns(judged, language), _rows(judged, listed, language)
            )


def _notes(judged: Judged, found: Failures, language: Language) -> list[tuple[str, str]]:
    zh = language == "zh"
    lines = certificate(judged, language)
    lines += [
        (
            Severity.ERROR.label.in_(language),
            "记录不可能为真，须改正。" if zh else "The record cannot be true: correct it.",
        ),
        (
            Severity.DOUBT.label.in_(language),
            "记录值得再看一眼，可能属实。" if zh else "The record deserves a second look and may be true.",
        ),
        (
            ("不逐条列出", "没有一条通过的核查只在汇总表中列一行：多半是整列没有填写或没有导入。")
            if zh
            else ("not listed", "A check that nobody passes stands among the counts only: mostly its column was never "
                  "filled in, or not read.")
        ),
        (
            ("未通过不是结论", "据此核对登记信息，不据此认定或取消任何资格。")
            if zh
            else ("no verdict", "Look at the record; nobody gains or loses anything by a failed check.")
        ),
    ]  # fmt: skip
    for severity in Severity:
        total = len(found.of(severity))
        if total > MOST_ROWS:
            lines.append(
                ("未列完", f"{severity.label.zh}共 {total:,} 条，只列出前 {MOST_ROWS:,} 条。"
                 "全部在 findings_*.parquet 中。")
                if zh
                else ("not all here", f"{total:,} failures of severity {severity.label.en}; the first {MOST_ROWS:,} "
                      "are listed. The files findings_*.parquet hold all.")
            )  # fmt: skip
    return lines


def _count_columns(zh: bool) -> list[Column]:
    return [
        Column("核查类别" if zh else "family", 30),
        Column("对象" if zh else "about", 10),
        Column("问题" if zh else "problem", 46, wraps=True),
        Column("严重程度" if zh else "severity", 9),
        Column("责任部门" if zh else "who should look", 22),
        Column("未通过" if zh else "failed", 10),
        Column("通过" if zh else "passed", 10),
        Column("待核实" if zh else "unknown", 10),
        Column("说明" if zh else "note", 26),
    ]


def _count_rows(found: Failures, language: Language, judged: Judged) -> Iterator[list[Cell]]:
    all_fail = Text("无一通过，不逐条列出", "nobody passes: not listed one by one")
    for severity in Severity:
        for each in found.counts:
            if each.severity is severity:
                yield [
                    each.standard.label.in_(language),
                    each.standard.level.label.in_(language),
                    _problem(each, language),
                    severity.label.in_(language),
                    each.criterion.owner.on(judged.scope.on).in_(language),
                    each.failed,
                    each.passed,
                    each.unknown,
                    all_fail.in_(language) if each.of_all else "",
                ]


def _columns(judged: Judged, language: Language) -> list[Column]:
    zh = language == "zh"
    pack = judged.scope.pack
    return [
        *(Column(pack.place_labels[level].in_(language), 12) for level in pack.place_levels),
        Column("户编号" if zh else "household", 16),
        Column("人" if zh else "person", 6),
        *([Column(pack.person_role.label.in_(language), 12)] if pack.person_role is not None else []),
        Column("严重程度" if zh else "severity", 9),
        Column("核查类别" if zh else "family", 26),
        Column("问题" if zh else "problem", 46, wraps=True),
        Column("责任部门" if zh else "who should look", 22),
    ]


def _rows(judged: Judged, listed: Failures, language: Language) -> Iterator[list[Cell]]:
    names = place_names(judged, language)
    codes = _household_codes(judged, listed)
    roles = _roles(judged, listed, language)

    @cache
    def told(check: int) -> tuple[str, str, str, str]:
        each = listed.counts[check]
        return (
            each.severity.label.in_(language),
            each.standard.label.in_(language),
            _problem(each, language),
            each.criterion.owner.on(judged.scope.on).in_(language),
        )

    columns = (listed.check, listed.village, listed.household, listed.person)
    for check, village, household, person in zip(*(column.tolist() for column in columns), strict=True):
        role = [roles.get((household, person), "")] if judged.scope.pack.person_role is not None else []
        yield [*names(village), codes.get(household, ""), person or "", *role, *told(check)]


def _problem(each: CheckCount, language: Language) -> str:
    return (each.criterion.gap or each.criterion.label).in_(language)


def _household_codes(judged: Judged, listed: Failures) -> Mapping[int, str]:
    """The codes of the households that are listed, and of no others."""
    wanted = np.unique(listed.household)
    codes: dict[int, str] = {}
    for batch in findings.batches(judged, Level.HOUSEHOLD) if len(wanted) else ():
        numbers = np.asarray(batch.column("household"))
        rows = np.flatnonzero(np.isin(numbers, wanted))
        taken = batch.column("code").take(pa.array(rows)).to_pylist()
        codes.update(zip(numbers[rows].tolist(), taken, strict=True))
    return codes


def _roles(judged: Judged, listed: Failures, language: Language) -> Mapping[tuple[int, int], str]:
    """What the listed persons are to the head of their household."""
    role = judged.scope.pack.person_role
    rows = np.flatnonzero(listed.person)
    if role is None or not len(rows):
        return {}
    assert isinstance(role.kind, Code)
    wanted = set(zip(listed.household[rows].tolist(), listed.person[rows].tolist(), strict=True))
    homes = pa.array(np.unique(listed.household[rows]))
    labels = {entry.number: entry.label.in_(language) for entry in role.kind.codes.entries}
    found = {}
    for piece in _pieces(judged, ["household", "person", role.code]):
        near = piece.filter(pc.is_in(piece["household"], homes))
        for household, person, number in zip(*(column.to_pylist() for column in near.columns), strict=True):
            if (household, person) in wanted:
                found[household, person] = labels.get(number, "")
    return found


def _pieces(judged: Judged, columns: list[str]) -> Iterator[pa.Table]:
    """The table of persons, file by file."""
    source = judged.dataset.tables[Level.PERSON.plural]
    if isinstance(source, pa.Table):
        yield source.select(columns)
    else:
        yield from (pq.read_table(path, columns=columns) for path in source)
