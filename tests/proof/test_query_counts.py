"""How many queries each page costs: pinned, and the same with few rows as with many.

A number below may change with the page it belongs to; say why in the commit. One that grows with the rows is a mistake.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.proof.policy import AUDITOR, COUNTY, ROWS, SECURITY, SYSTEM
from tests.proof.visiting import allowed, visitor
from tests.proof.world import World
from tests.support.cast import AT, HERE, TODAY
from tests.support.cast import COUNTY as OFFICE
from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.intake.models import Import
from tuopin.jobs.models import Job
from tuopin.kernel.actor import SYSTEM as OURSELVES
from tuopin.places.models import Place
from tuopin.registry.models import Household, Membership
from tuopin.registry.models.facts import Source
from tuopin.registry.services import members
from tuopin.registry.services.identity import Papers
from tuopin.warehouse.models import HouseholdFinding, StoredRun

pytestmark = pytest.mark.django_db
MANY = 30
COUNTS = {
    "sign_in": 3, "second_step": 3, "sign_in_passkey": 4, "today": 19, "help": 4, "own_password": 3,
    "second_factor": 4, "second_factor_totp": 4, "second_factor_key": 5, "tokens": 4, "standards": 3,
    "standard": 3, "households": 11, "household": 18, "household_history": 10, "household_answer": 9, "dashboard": 12,
    "places": 4, "place": 10, "place_map": 4, "imports": 5, "import": 8, "import_refused": 6,
    "import_changes": 9, "jobs": 4, "runs": 5, "run": 4, "api:openapi-json": 3,
    "api:list_households": 6, "api:one_household": 13, "api:list_places": 4, "api:one_place": 5,
    "api:place_figures": 6, "api:reported_figures": 5, "api:list_runs": 4, "api:one_run": 4,
    "api:findings": 5, "api:list_imports": 5, "api:one_import": 5, "api:list_rows": 5, "api:refused": 6,
    "api:one_job": 4, "api:list_standards": 3, "api:one_standard": 3, "audit": 8, "audit_chain": 6,
    "audit_anchor": 6, "people": 5, "person_new": 3, "person": 6, "place_administration": 4,
    "places_refused": 3, "administered_place": 9, "village": 21, "village_answer": 6,
    "member_join": 8, "member": 11, "member_leave": 15, "changes": 4, "change": 16, "change_propose": 17,
}  # fmt: skip
"""On SQLite; PostgreSQL chains the audit later and so asks less. Three of each are session, person, postings."""


def counted(world: World) -> dict[str, int]:
    """By address, as somebody who may open it sees it; the first object of each kind that lies in the village HERE."""
    found = {}
    for role in (COUNTY, AUDITOR, SECURITY, SYSTEM):
        reader = visitor(world, role, "here")
        for row in ROWS:
            things = [each for each in world.of(row.about) if f"/{HERE}/" in each.path or each.path == "/"]
            thing = things[0] if things else None
            if row.name not in found and row.GET and allowed(row.GET, reader.postings, thing):
                reader.ask(row, "GET", thing)  # what is kept in memory from the first time on
                with CaptureQueriesContext(connection) as queries:
                    reader.ask(row, "GET", thing)
                found[row.name] = sum(not _is_savepoint(each["sql"]) for each in queries)
    return found


def _is_savepoint(sql: str) -> bool:
    return "SAVEPOINT" in sql


def test_a_page_costs_what_it_costs(world: World) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("pinned on SQLite")
    found = counted(world)

    changed = {
        name: (COUNTS.get(name), found.get(name))
        for name in COUNTS | found
        if COUNTS.get(name) != found.get(name)
    }
    assert not changed, "as pinned and as found; if the page was meant to change, pin the new number"


def test_a_page_costs_the_same_with_many_rows(world: World) -> None:
    few = counted(world)
    add_many()
    many = counted(world)

    assert {name: (few[name], many[name]) for name in few if few[name] != many[name]} == {}


def add_many() -> None:
    """More of everything that a list shows, in the village HERE."""
    village = Place.objects.get(code=HERE)
    for number in range(6):
        members.add_member(
            actor=OFFICE, household=f"{HERE}001", seen=number + 1, papers=Papers(name="乙多"),
            begin=Membership.Begin.BORN, starts_on=date(2020, 1, 1), facts={"sex": 1}, source=Source.VISIT, at=AT,
            on=TODAY,
        )  # fmt: skip
    for number in range(MANY):
        household = Household.objects.create(
            key=village.pk * 10**6 + 500 + number, code=f"{HERE}{500 + number}", village=village,
            opened_on=date(2014, 1, 1),
        )  # fmt: skip
        HouseholdFinding.objects.create(
            household=household,
            village=village,
            standard="household_status",
            overall=1,
            met=1,
            not_met=0,
            unknown=0,
        )
        batch = Import.objects.create(
            purpose="merge", file_name=f"{number}.xlsx", suffix=".xlsx", path=village.path, on=TODAY, counts={},
            staged_by="stager", staged_at=AT,
        )  # fmt: skip
        Job.objects.create(
            kind="import.read", task="none", about=f"import:{batch.pk}", path=village.path, actor="stager", authority=1,
            on=TODAY, asked_at=AT, sent_at=AT,
        )  # fmt: skip
        StoredRun.objects.create(
            on=TODAY,
            finished_at=AT,
            started_by="county",
            content="0" * 64,
            pack_version="0" * 64,
            manifest={},
        )
        user = accounts.add_user(actor=OURSELVES, code=f"new{number}", name="new", password=None, at=AT)
        accounts.post(
            actor=OURSELVES, user=user, role=Role.EVALUATOR, place=village, starts_on=date(2014, 1, 1), at=AT
        )
