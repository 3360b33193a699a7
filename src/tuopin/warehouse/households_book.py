"""The workbook for those who act on it: one row a household, what it lacks, what nobody knows and who should ask."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

from sqlglot import exp

from tuopin.engine.kinds import Level
from tuopin.engine.reading import gap_of, gaps, told
from tuopin.engine.standard import Criterion, Method, Standard
from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse import findings
from tuopin.warehouse.books import MOST_ROWS, Book, Cell, Column
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.checks import is_family
from tuopin.warehouse.judged import BY_VILLAGE, Judged, Progress, place_names
from tuopin.warehouse.rollup import gap_state
from tuopin.warehouse.scope import Scope

MOST_SHEETS = 5
FETCH = 10_000
SHOWN = ("overall", "met", "not_met", "unknown")


def write(judged: Judged, path: Path, *, language: Language, progress: Progress) -> None:
    """At most MOST_SHEETS sheets of MOST_ROWS households; the first page says so when there are more."""
    total = _count(judged)
    rows = _rows(judged, language, progress, total)
    name = Level.HOUSEHOLD.label.in_(language)
    with Book(path, language=language) as book:
        zh = language == "zh"
        book.notes("说明" if zh else "about", _title(language), _notes(judged, total, language))
        for number in range(1, 1 + max(1, min(MOST_SHEETS, -(-total // MOST_ROWS)))):
            sheet = name if number == 1 else f"{name} {number}"
            book.sheet(sheet, _columns(judged, language), islice(rows, MOST_ROWS))


def standards_shown(scope: Scope) -> list[Standard]:
    """Data checks have a workbook of their own."""
    return [standard for standard in scope.at(Level.HOUSEHOLD) if not is_family(standard)]


def gaps_text(standard: Standard, masks: dict[str, int], language: Language) -> str:
    """Each gap in words, in the order of the standard's clauses."""
    held = [each for each in standard.criteria if masks[gap_state(each)] & standard.bits[each.code]]
    return _joined([_gap(each, language) for each in held], language)


def unknown_text(standard: Standard, unknown: int, language: Language, on: date) -> str:
    """Each thing nobody knows, with the department that should find out, as it was called on that day."""
    held = [each for each in standard.criteria if unknown & standard.bits[each.code]]
    brackets = "（{}）" if language == "zh" else " ({})"
    return _joined(
        [each.label.in_(language) + brackets.format(each.owner.on(on).in_(language)) for each in held],
        language,
    )


def _gap(criterion: Criterion, language: Language) -> str:
    if criterion.gap is not None:
        return criterion.gap.in_(language)
    colon = "：" if language == "zh" else ": "
    word = told(gap_of(criterion.reads), criterion.reads).label.in_(language)
    return f"{criterion.label.in_(language)}{colon}{word}"


def _joined(texts: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(texts)


def _title(language: Language) -> str:
    return "逐户判定结果与理由" if language == "zh" else "Households: verdicts and reasons"


def _notes(judged: Judged, total: int, language: Language) -> list[tuple[str, str]]:
    zh = language == "zh"
    lines = certificate(judged, language)
    legend = {
        told(verdict, reads, overall=True).in_(language): _MEANINGS[verdict].in_(language)
        for reads in (standard.reads for standard in standards_shown(judged.scope))
        for verdict in Verdict
    }
    lines += legend.items()
    most = MOST_ROWS * MOST_SHEETS
    if total > most:
        lines.append(
            ("未列完", f"共 {total:,} 户，本工作簿只列出前 {most:,} 户。全部在 findings_households.parquet 中。")
            if zh
            else ("not all here", f"{total:,} households; this workbook lists the first {most:,}. "
                  "findings_households.parquet holds all of them.")
        )  # fmt: skip
    elif total > MOST_ROWS:
        lines.append(
            ("分表", f"每张表最多 {MOST_ROWS:,} 户，共 {total:,} 户。")
            if zh
            else ("several sheets", f"At most {MOST_ROWS:,} households a sheet; {total:,} in all.")
        )
    return lines


_MEANINGS = {
    Verdict.MET: Text("已知情况足以证明条件成立。", "The known facts prove that it holds."),
    Verdict.NOT_MET: Text("已知情况足以证明条件不成立。", "The known facts prove that it does not hold."),
    Verdict.UNKNOWN: Text(
        "现有登记不足以下结论，须按“待核实”一栏入户核查；绝不算作没有问题。",
        "Neither is proved: find out what the column of unknowns names. Never a pass.",
    ),
    Verdict.NOT_APPLICABLE: Text("该条件不针对这一户。", "It does not concern this household."),
}


def _columns(judged: Judged, language: Language) -> list[Column]:
    zh = language == "zh"
    labels = judged.scope.pack.place_labels
    columns = [Column(labels[level].in_(language), 12) for level in judged.scope.pack.place_levels]
    columns += [
        Column("户编号" if zh else "household", 14),
        Column(judged.scope.overview.people.label.in_(language), 8),
    ]
    standards = standards_shown(judged.scope)
    colon = "：" if zh else ": "
    for at, standard in enumerate(standards):
        label = standard.label.in_(language)
        if standard.method is not Method.EACH:
            columns.append(Column(f"{label}：结论" if zh else f"{label}: verdict", 12))
        if not _told_later(standards, at):
            # What several standards ask is told once, and is then no one standard's own.
            whose = "" if _told_before(standards, at) else f"{label}{colon}"
            columns.append(Column(f"{whose}{gaps(standard.reads).in_(language)}", 34, wraps=True))
            unknown = "待核实（责任部门）" if zh else "unknown (who finds out)"
            columns.append(Column(f"{whose}{unknown}", 34, wraps=True))
    return columns


def _told_later(standards: Sequence[Standard], at: int) -> bool:
    """Whether a later standard asks the very same of a household, at another cut-off for instance."""
    return any(standards[at].criteria == later.criteria for later in standards[at + 1 :])


def _told_before(standards: Sequence[Standard], at: int) -> bool:
    return any(standards[at].criteria == earlier.criteria for earlier in standards[:at])


def _rows(judged: Judged, language: Language, progress: Progress, total: int) -> Iterator[list[Cell]]:
    standards = standards_shown(judged.scope)
    names = place_names(judged, language)
    reasons = [not _told_later(standards, at) for at in range(len(standards))]
    write_standard = cache(
        lambda at, *answers: _standard_cells(
            standards[at], answers, language, judged.scope.on, reasons=reasons[at]
        )
    )
    shown = ["village", "code", "people"]
    shown += [f"{standard.code}__{what}" for standard in standards for what in SHOWN]
    done = 0
    for batch in findings.batches(judged, Level.HOUSEHOLD):
        for start in range(0, batch.num_rows, FETCH):
            progress(Text("写户清单", "writing the workbook of households"), done + start, total)
            piece = batch.slice(start, FETCH)
            columns = [piece.column(name).to_pylist() for name in shown]
            for village, code, people, *answers in zip(*columns, strict=True):
                cells: list[Cell] = [*names(village), code, people]
                for at in range(len(standards)):
                    cells += write_standard(at, *answers[at * len(SHOWN) : (at + 1) * len(SHOWN)])
                yield cells
        done += batch.num_rows


def _standard_cells(
    standard: Standard, answers: tuple[int, ...], language: Language, on: date, *, reasons: bool
) -> tuple[Cell, ...]:
    overall, met, not_met, unknown = answers
    cells: list[Cell] = []
    if standard.method is not Method.EACH:
        cells.append(told(Verdict(overall), standard.reads, overall=True))
    if reasons:
        cells.append(gaps_text(standard, {"met": met, "not_met": not_met}, language))
        cells.append(unknown_text(standard, unknown, language, on))
    return tuple(cells)


def _count(judged: Judged) -> int:
    counted = exp.cast(exp.Sum(this=exp.column("listed__households")), "BIGINT")
    query = exp.select(exp.Coalesce(this=counted, expressions=[exp.Literal.number(0)])).from_(BY_VILLAGE)
    return int(judged.connection.execute(query.sql("duckdb")).fetchall()[0][0])
