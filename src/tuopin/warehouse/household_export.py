"""The filtered list of households as a workbook: codes and villages, verdicts, gaps, unknowns; no name, no number.

One entry in the audit for the whole file, with the Merkle root of the households in it.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from tuopin.accounts.rules import Act
from tuopin.accounts.services import may_not
from tuopin.audit import services as audit
from tuopin.engine.reading import told
from tuopin.engine.standard import Method, Standard
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict
from tuopin.registry.columns import column_of, the_pack
from tuopin.registry.models import Household
from tuopin.warehouse.books import Book, Cell, Column
from tuopin.warehouse.household_filters import Filters, households_found, listed_fact
from tuopin.warehouse.household_words import gaps_in, unknown_in
from tuopin.warehouse.models import HouseholdFinding, StoredRun
from tuopin.warehouse.registry_runs import current_run, household_standards

MOST_EXPORTED = 50_000
FETCH = 500  # SQLite takes no more parameters than this comfortably
Found = dict[str, HouseholdFinding]


@transaction.atomic
def export_households(*, actor: Actor, asked: Filters, path: Path, language: Language, at: datetime) -> int:
    """Writes the workbook; how many households. Raises RefusedByRule, BadInput (`export_too_large`, `export_empty`)."""
    paths = actor.paths(Act.EXPORT.value)
    if not paths:
        raise may_not("导出农户列表", "export the list of households")
    found = households_found(actor, asked, Act.EXPORT).order_by("code")
    keys = list(found.values_list("pk", flat=True)[: MOST_EXPORTED + 1])
    _check(len(keys))
    run = current_run()
    standards = household_standards(the_pack(), run.on) if run else []
    standards = [each for each in standards if each.method is not Method.EACH]
    with Book(path, language=language) as book:
        zh = language == "zh"
        book.notes(
            "说明" if zh else "about", "农户列表" if zh else "Households", _notes(run, len(keys), language)
        )
        rows = _rows(keys, standards, run.on if run else at.date(), language)
        book.sheet("农户" if zh else "households", _columns(standards, language), rows)
    audit.record(
        actor=actor, action="households.export", about="households:list", path=paths[0], at=at,
        details={"count": len(keys), "run": str(run.pk) if run else None},
        batch=(key.bytes for key in keys),
    )  # fmt: skip
    return len(keys)


def _check(number: int) -> None:
    if number == 0:
        raise BadInput(
            "export_empty",
            zh="没有符合条件、可以导出的户。请放宽条件后再导出。",
            en="No household that you may export fits. Ask for less, then export again.",
        )
    if number > MOST_EXPORTED:
        raise BadInput(
            "export_too_large",
            zh=f"符合条件的户超过 {MOST_EXPORTED:,}，一个文件装不下。请按县或乡镇分别导出。",
            en=f"More than {MOST_EXPORTED:,} households fit, too many for one file. Export by county or township.",
        )


def _notes(run: StoredRun | None, number: int, language: Language) -> list[tuple[str, str]]:
    zh = language == "zh"
    unknown = Verdict.UNKNOWN.label.in_(language)
    return [
        ("户数" if zh else "households", f"{number:,}"),
        ("判定日" if zh else "judged on", run.on.isoformat() if run else unknown),
        ("判定编号" if zh else "run", str(run.pk) if run else unknown),
        ("标准版本" if zh else "rules", run.pack_version if run else unknown),
        ("说明" if zh else "note",
         "姓名和证件号不在此文件中；“待核实”不是达标，也不是零。" if zh
         else "Names and numbers of papers are not in this file. Unknown is neither a pass nor zero."),
    ]  # fmt: skip


def _columns(standards: list[Standard], language: Language) -> list[Column]:
    labels = [Text("户编号", "household"), Text("村", "village"), Text("乡镇", "town")]
    fact = listed_fact()
    labels += [] if fact is None else [fact.label]
    columns = [Column(label.in_(language), 18) for label in labels]
    columns += [Column(each.label.in_(language), 14) for each in standards]
    columns += [
        Column(Text("差距", "gaps").in_(language), 36, wraps=True),
        Column(Text("待核实（责任部门）", "unknown (who finds out)").in_(language), 36, wraps=True),
        Column(Text("最近采集日期", "latest collected on").in_(language), 16),
    ]
    return columns


def _rows(
    keys: list[object], standards: list[Standard], on: date, language: Language
) -> Iterator[list[Cell]]:
    for start in range(0, len(keys), FETCH):
        piece = keys[start : start + FETCH]
        households = Household.objects.select_related("village__parent", "state").in_bulk(piece)
        findings: dict[object, Found] = {}
        for row in HouseholdFinding.objects.filter(household__in=piece):
            findings.setdefault(row.household_id, {})[row.standard] = row
        for key in piece:
            yield _cells(households[key], findings.get(key, {}), standards, on, language)


def _cells(
    row: Household, found: Found, standards: list[Standard], on: date, language: Language
) -> list[Cell]:
    village, town, state = row.village, row.village.parent, getattr(row, "state", None)
    cells: list[Cell] = [
        row.code,
        Text(village.name_zh, village.name_en).in_(language),
        Text(town.name_zh, town.name_en).in_(language) if town else None,
    ]
    if (fact := listed_fact()) is not None:
        listed = getattr(state, column_of(fact.code), None)
        cells.append(
            None
            if listed is None
            else Text("是", "yes").in_(language)
            if listed
            else Text("否", "no").in_(language)
        )
    for each in standards:
        overall = found[each.code].overall if each.code in found else 0
        cells.append(told(Verdict(overall), each.reads, overall=True) if overall else None)
    gaps_of = the_pack().overview.gaps_of
    finding, joined = found.get(gaps_of.code), "；" if language == "zh" else "; "
    if finding is None:
        cells += [None, None]
    else:
        asked = unknown_in(gaps_of, finding)
        owners = (f"{each.label.in_(language)} ({each.owner.on(on).in_(language)})" for each in asked)
        cells += [joined.join(each.in_(language) for each in gaps_in(gaps_of, finding)), joined.join(owners)]
    collected = getattr(state, "collected_on", None)
    cells.append(collected.isoformat() if collected else None)
    return cells
