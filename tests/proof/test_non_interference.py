"""What happens elsewhere changes no byte of what one sees.

Two things are told of the whole, and are meant to be. Whoever may see figures is shown the digest of all that a run
judged: it says that something in the office changed, not what, and without it nobody could show that a figure came from
these data. Whoever may read the audit is shown the number and the hash of the last entry of the one chain there is.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from tests.proof.policy import AUDITOR, CLERK, COUNTY, EVALUATOR, REVIEWER, ROWS, SECURITY, TEAM, About
from tests.proof.visiting import blanked, visitor
from tests.proof.world import World, make
from tests.support.cast import AT, ELSEWHERE, NEXT_COUNTY, TODAY
from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.intake.models import Import
from tuopin.jobs.models import Job
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.registry.models import Decision, Household, Membership
from tuopin.registry.models.facts import Source
from tuopin.registry.services import facts, members
from tuopin.registry.services.identity import Papers
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.registry_runs import judge_registry

pytestmark = pytest.mark.django_db(transaction=True)  # a run reads by a connection of its own
READERS = (TEAM, CLERK, REVIEWER, COUNTY, EVALUATOR, AUDITOR, SECURITY)
RUN = UUID(int=77)
LATER = AT + timedelta(hours=2)


def test_what_happens_in_the_next_county_changes_no_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tuopin.warehouse.registry_runs.uuid4", lambda: RUN)
    monkeypatch.setattr("tuopin.web.days.now", lambda: LATER)
    world = World()
    _make_with_other_runs(world, monkeypatch)
    judge_registry(actor=SYSTEM, on=TODAY, at=LATER)
    before = seen(world)

    _forget_the_run()
    happen_elsewhere()
    judge_registry(actor=SYSTEM, on=TODAY, at=LATER)
    after = seen(world)

    assert before.keys() == after.keys()
    different = {
        what: difference(before[what], after[what]) for what in before if before[what] != after[what]
    }
    assert not different
    assert len(before) > 150


def _make_with_other_runs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(100, 200))
    with monkeypatch.context() as patch:
        patch.setattr("tuopin.warehouse.registry_runs.uuid4", lambda: UUID(int=next(numbers)))
        make(world)


def _forget_the_run() -> None:
    """So that the second run is told against the same one as the first."""
    follows = StoredRun.objects.get(pk=RUN).follows
    StoredRun.objects.get(pk=RUN).delete()
    StoredRun.objects.filter(pk=follows.pk).update(is_current=True)
    for folder in ("runs", "snapshots"):
        shutil.rmtree(settings.OFFICE.folder(folder) / str(RUN))


def seen(world: World) -> Mapping[tuple[str, ...], str]:
    """Every page and every answer about what lies here, to readers posted here, without what is random or a digest."""
    found = {}
    for role in READERS:
        reader = visitor(world, role, "here")
        for row in (row for row in ROWS if row.name not in (*OF_THE_CHAIN, *NEW_SECRETS)):
            for thing in world.of(row.about) or [None]:
                if row.GET and (thing is None or f"/{ELSEWHERE}/" not in thing.path):
                    text = blanked(reader.ask(row, "GET", thing).text, str(RUN))
                    key = (role, row.name, *row.more.values(), thing.key if thing else "")
                    found[key] = re.sub(r"\b[0-9a-f]{12}\b", "", text) if row.about in NAMES_DIGESTS else text
    return found


OF_THE_CHAIN = ("audit_chain", "audit_anchor")
NEW_SECRETS = ("sign_in_passkey", "second_factor_totp", "second_factor_key")
"""Each answer makes one up."""
NAMES_DIGESTS = (About.RUN, About.NOTHING)
"""Lists of runs show the first twelve characters of the digest of all data."""


def difference(one: str, other: str) -> str:
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"{one[max(0, at - 80) : at + 80]!r} became {other[max(0, at - 80) : at + 80]!r}"


@transaction.atomic
def happen_elsewhere() -> None:
    """Households come, change and close; an import, a job, an officer: all in the next county."""
    place = Place.objects.get(code=ELSEWHERE)
    for number in range(3, 9):
        code = f"{ELSEWHERE}{number:03}"
        members.register_household(
            actor=NEXT_COUNTY, code=code, village=ELSEWHERE, opened_on=date(2014, 1, 1), at=LATER, on=TODAY
        )
        members.add_member(
            actor=NEXT_COUNTY, household=code, seen=1, papers=Papers(name="乙在外"),
            begin=Membership.Begin.REGISTERED, starts_on=date(2014, 1, 1), facts={}, source=Source.VISIT, at=LATER,
            on=TODAY,
        )  # fmt: skip
        facts.record_facts(
            actor=NEXT_COUNTY, household=code, seen=2, collected_on=TODAY, source=Source.VISIT, at=LATER, on=TODAY,
            facts={"size": 1, "net_income": 1_000 * number, "registered": number % 2 == 0},
        )  # fmt: skip
        Decision.objects.create(
            household=Household.objects.get(code=code), kind="registered", decided_on=date(2014, 1, 1), people=1,
            standard="cn/household_exit", source="2013", taken_here=False, recorded_at=LATER,
        )  # fmt: skip
    Import.objects.create(
        purpose="merge", file_name="other.xlsx", suffix=".xlsx", path=place.path, on=TODAY, staged_by="stager.away",
        staged_at=LATER,
    )  # fmt: skip
    Job.objects.create(
        kind="import.read", task="none", about=f"import:{UUID(int=5)}", path=place.path, actor="stager.away",
        authority=1, on=TODAY, asked_at=LATER, sent_at=LATER,
    )  # fmt: skip
    user = accounts.add_user(actor=SYSTEM, code="other", name="other", password=None, at=LATER)
    accounts.post(
        actor=SYSTEM, user=user, role=Role.EVALUATOR, place=place, starts_on=date(2014, 1, 1), at=LATER
    )
