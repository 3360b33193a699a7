"""The list of households: filtered by place, verdict, gap and what is unknown, page by page; and the search box."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from tuopin.accounts.rules import Act
from tuopin.engine.standard import Method, Standard
from tuopin.kernel.actor import Actor
from tuopin.kernel.errors import TuopinError
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.registry.columns import column_of, the_pack
from tuopin.registry.models import Household
from tuopin.registry.services.searching import MOST_FOUND, search_households
from tuopin.warehouse.household_filters import Filters, households_found, listed_fact
from tuopin.warehouse.household_words import findings_of, gaps_in, unknown_in
from tuopin.warehouse.models import HouseholdFinding, StoredRun
from tuopin.warehouse.registry_runs import current_run, household_standards
from tuopin.web.households.filter_form import selects, sticky
from tuopin.web.keyset import Sheet, sheet_of

MOST_COUNTED = 1_000
"""Above this the list says "at least": counting a whole city on every click would make everybody wait."""


def household_list(actor: Actor, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """Keyset pages in order of code: the next page begins after the last code shown."""
    filters, run = Filters.read(asked), current_run()
    found = households_found(actor, filters)
    if code := asked.get("code", "").strip():
        found = found.filter(code__startswith=code)
    count = found.order_by()[: MOST_COUNTED + 1].count()
    falling = asked.get("sort") == "-code"
    sheet = sheet_of(
        found, field="code", descending=falling, after=asked.get("after"),
        before=asked.get("before"),
    )  # fmt: skip
    return {
        **_rows(sheet, run),
        "count": min(count, MOST_COUNTED),
        "at_least": count > MOST_COUNTED,
        "selects": selects(actor, filters, run.on if run else on),
        "closed": filters.closed,
        "descending": falling,
        "kept": sticky(asked),
        "may_export": actor.may(Act.EXPORT.value),
    }


def searched(actor: Actor, text: str, *, on: date, at: datetime) -> dict[str, Any]:
    """What the search box found, by code; the text itself is not given back. A refusal stands in its place."""
    run = current_run()
    page: dict[str, Any] = {"selects": selects(actor, Filters(), run.on if run else on), "search": True}
    try:
        found = search_households(actor=actor, text=text, at=at)
    except TuopinError as refused:
        return {**page, "refused": refused, **_rows(Sheet([], None, None), run)}
    rows = list(found.households.order_by("code")[: MOST_FOUND + 1])
    more = len(rows) > MOST_FOUND
    return {
        **page, **_rows(Sheet(rows[:MOST_FOUND], None, None), run), "by": found.by.label,
        "count": min(len(rows), MOST_FOUND), "at_least": more,
    }  # fmt: skip


def _rows(sheet: Sheet, run: StoredRun | None) -> dict[str, Any]:
    households = _with_village(sheet.rows)
    found = findings_of([row.pk for row in households])
    standards = (
        [each for each in household_standards(the_pack(), run.on) if each.method is not Method.EACH]
        if run
        else []
    )
    return {
        "rows": [_row(row, found.get(row.pk, {}), standards) for row in households],
        "columns": [each.label for each in standards],
        "back": sheet.back,
        "next": sheet.on,
        "run": run,
    }  # fmt: skip


def _with_village(rows: list[Household]) -> list[Household]:
    """The page's own rows again with what a row shows: the list itself is found on the narrowest index."""
    found: QuerySet[Household] = Household.objects.select_related("village__parent", "state")
    by_key = found.in_bulk([row.pk for row in rows])
    return [by_key[row.pk] for row in rows]


def _row(row: Household, found: Mapping[str, HouseholdFinding], standards: list[Standard]) -> dict[str, Any]:
    gaps_of = the_pack().overview.gaps_of
    finding = found.get(gaps_of.code)
    fact = listed_fact()
    state = getattr(row, "state", None)
    village, town = row.village, row.village.parent
    return {
        "code": row.code,
        "address": reverse("household", args=[row.code]),
        "village": Text(village.name_zh, village.name_en),
        "town": Text(town.name_zh, town.name_en) if town else None,
        "closed_on": row.closed_on,
        "listed": _listed(getattr(state, column_of(fact.code), None)) if fact is not None else None,
        "collected_on": getattr(state, "collected_on", None),
        "verdicts": [
            Verdict(found[each.code].overall) if each.code in found and found[each.code].overall else None
            for each in standards
        ],
        "gaps": gaps_in(gaps_of, finding) if finding else None,
        "unknown": [each.label for each in unknown_in(gaps_of, finding)] if finding else None,
    }


def _listed(value: bool | None) -> Text:
    if value is None:
        return Verdict.UNKNOWN.label
    return Text("是", "yes") if value else Text("否", "no")
