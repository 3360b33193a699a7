"""The office the proofs look at: three villages in two counties, marked people, objects in every state, and for each
role an officer in every relation to them. Made once per test module and committed, so that runs can read it."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from tests.proof.policy import AUDIT, CLERK, EVALUATOR, LEADER, ROLES, SECTOR, SECURITY, About
from tests.proof.policy import SYSTEM as SYSTEM_ADMIN
from tests.support.cast import (
    AT,
    COUNTY,
    ELSEWHERE,
    HERE,
    NEXT_COUNTY,
    NEXT_VILLAGE,
    TODAY,
    make_places,
)
from tests.support.workbooks import citizen, write_xlsx
from tuopin.accounts import services as accounts
from tuopin.accounts.models import User
from tuopin.accounts.rules import Role
from tuopin.accounts.selectors import actor_of
from tuopin.accounts.tokens.models import Token
from tuopin.accounts.tokens.rules import ACTS, PREFIX, digest_of
from tuopin.audit import guards
from tuopin.engine.kinds import Level
from tuopin.intake.imports import reading, staging
from tuopin.intake.models import Import
from tuopin.jobs.models import Job
from tuopin.jobs.running import perform
from tuopin.kernel.actor import SYSTEM, Actor
from tuopin.places.models import Place
from tuopin.registry.models import ChangeRequest, Decision, Household, Membership
from tuopin.registry.models.facts import Source
from tuopin.registry.services import facts, members
from tuopin.registry.services.identity import Papers
from tuopin.warehouse.registry_runs import judge_registry

TOWNSHIP, COUNTY_CODE = HERE[:9], HERE[:6]
STAGERS = (("stager", HERE), ("stager.away", ELSEWHERE))
"""Whoever handed in the imports of each village; not one of those whose rights are tried."""
POSTED = date(2014, 1, 1)
APART = (SYSTEM_ADMIN, SECURITY, AUDIT)
"""Who may hold no other role beside."""
TOMORROW = TODAY + timedelta(days=1)


@dataclass(frozen=True)
class Posted:
    """A posting as the policy understands it: in force or not."""

    role: str
    place: str
    since: date = POSTED
    until: date | None = None

    @property
    def in_force(self) -> bool:
        return self.since <= TODAY and (self.until is None or self.until > TODAY)


def relations(role: str) -> dict[str, tuple[Posted, ...]]:
    """Every way in which an officer of this role can stand to what lies in the village HERE."""
    return {
        "here": (Posted(role, HERE),),
        "township": (Posted(role, TOWNSHIP),),
        "away": (Posted(role, ELSEWHERE[:6]),),
        "ended": (Posted(role, HERE, until=TODAY), Posted(role, HERE, since=TOMORROW)),
        "both": (Posted(role, HERE), Posted(role, NEXT_VILLAGE)),
        # The leader's posting shows figures here; what the role may do elsewhere must not come along.
        **({} if role in APART else {"two": (Posted(role, ELSEWHERE), Posted(LEADER, HERE))}),
    }


@dataclass(frozen=True)
class Thing:
    """One object. `path` is where it lies; `listed` whether lists name its key; `key` is its part of the address;
    `sent` what a form about it names besides."""

    about: About
    state: str
    key: str
    path: str
    listed: bool = True
    sent: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass
class World:
    things: list[Thing] = field(default_factory=list)
    canaries: set[str] = field(default_factory=set)
    officers: dict[tuple[str, str], User] = field(default_factory=dict)
    log: io.StringIO = field(default_factory=io.StringIO)
    """Everything any part of the program logged since the world began."""

    def of(self, about: About) -> list[Thing]:
        return [thing for thing in self.things if thing.about is about]

    def add(
        self, about: About, state: str, key: object, path: str, *, listed: bool = True, **sent: object
    ) -> None:
        self.things.append(Thing(about, state, str(key), path, listed, sent))


ABSENT = {
    About.HOUSEHOLD: "9" * 15,
    About.PLACE: "9" * 12,
    About.IMPORT: str(UUID(int=1)),
    About.JOB: str(UUID(int=2)),
    About.RUN: str(UUID(int=3)),
    About.STANDARD: "nothing",
    About.PERSON: "nobody.at.all",
    About.TOKEN: str(UUID(int=4)),
    About.CHANGE: str(UUID(int=5)),
    About.AREA: "9" * 12,
    About.VILLAGE: "9" * 12,
}


@contextmanager
def made_world() -> Iterator[World]:
    """Committed; emptied again at the end, the guarded audit included."""
    world = World()
    listener, root = logging.StreamHandler(world.log), logging.getLogger()
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.INFO)
    try:
        yield make(world)
    finally:
        root.removeHandler(listener)
        root.setLevel(level)
        guards.remove(connection)
        call_command("flush", verbosity=0, interactive=False)
        guards.install(connection)


def make(world: World) -> World:
    make_places()
    for number, village in enumerate((HERE, NEXT_VILLAGE, ELSEWHERE)):
        _households(world, village, number)
        place = Place.objects.get(code=village)
        facts.add_version(
            Level.VILLAGE, place, {"population": 400, "paved_road": True},
            date(2020, 6, 1), Source.REPORT, "system", AT,
        )  # fmt: skip
    _changes(world)
    _officers(world)
    first = judge_registry(actor=SYSTEM, on=TODAY, at=AT)
    second = judge_registry(actor=SYSTEM, on=TODAY, at=AT + timedelta(hours=1))
    for state, run in (("older", first), ("current", second)):
        world.add(About.RUN, state, run.pk, "/")
    for place in Place.objects.filter(code__in=(HERE, NEXT_VILLAGE, TOWNSHIP, COUNTY_CODE, ELSEWHERE)):
        world.add(About.PLACE, place.level, place.code, place.path)
        world.add(About.AREA, place.level, place.code, place.path)
        if place.level == "village":
            world.add(About.VILLAGE, "open", place.code, place.path)
    world.add(About.STANDARD, "in force", "household_exit", "/")
    _imports(world)
    _jobs(world)
    return world


# ---- people ----


def _households(world: World, village: str, number: int) -> None:
    """An open household of two and a closed one, every paper of theirs unlike anything else in the office."""
    actor = NEXT_COUNTY if village == ELSEWHERE else COUNTY
    path = Place.objects.get(code=village).path
    for each, state in enumerate(("open", "closed")):
        code = f"{village}{each + 1:03}"
        household = members.register_household(
            actor=actor, code=code, village=village, opened_on=POSTED, at=AT, on=TODAY
        )
        for member in range(2):
            papers = marked(number * 4 + each * 2 + member)
            world.canaries |= {value for value in papers_of(papers) if value}
            members.add_member(
                actor=actor, household=code, seen=member + 1, papers=papers, begin=Membership.Begin.REGISTERED,
                starts_on=POSTED, facts={"birth": date(1980, 5, 17), "sex": 1}, source=Source.VISIT, at=AT,
                on=TODAY,
            )  # fmt: skip
        facts.record_facts(
            actor=actor, household=code, seen=3, collected_on=date(2020, 6, 1), source=Source.VISIT, at=AT, on=TODAY,
            facts={"size": 2, "net_income": 5_000 + number, "registered": True},
        )  # fmt: skip
        Decision.objects.create(
            household=household, kind="registered", decided_on=POSTED, people=2, standard="cn/household_exit",
            source="2013", taken_here=False, recorded_at=AT,
        )  # fmt: skip
        closed = {"closed_on": date(2020, 6, 10)} if state == "closed" else {}
        Household.objects.filter(pk=household.pk).update(version=1, **closed)
        world.add(About.HOUSEHOLD, state, code, path, listed=state == "open")


def _changes(world: World) -> None:
    """A new head, asked for in each of two counties; and one that was refused."""
    for village, state in ((HERE, "proposed"), (ELSEWHERE, "proposed"), (HERE, "refused")):
        decided = {"decided_by": "another", "decided_at": AT} if state == "refused" else {}
        household = Household.objects.select_related("village").get(code=f"{village}001")
        request = ChangeRequest.objects.create(
            kind="head", household=household, household_version=1, payload={"head": 2, "relations": {}},
            takes_effect_on=date(2020, 6, 20), reason="群众申请", state=state, proposed_by="somebody", proposed_at=AT,
            **decided,
        )  # fmt: skip
        world.add(About.CHANGE, state, request.pk, household.village.path, listed=state == "proposed")


_MARKS = "鹎鹏鹑鹒鹓鹔鹕鹖鹗鹘鹙鹚鹛鹜鹝鹞"
"""Birds no page of ours speaks of."""


def marked(number: int) -> Papers:
    mark = _MARKS[number]
    return Papers(
        name=f"甲{mark}鸣",
        id_kind="citizen",
        id_number=citizen(300 + number),
        phone=f"1990000{number:02}77",
        account=f"62170099887766{number:05}",
    )


def papers_of(papers: Papers) -> tuple[str, ...]:
    """The name without its first character, which masking shows; and every number."""
    return tuple(
        value
        for value in (papers.name and papers.name[1:], papers.id_number, papers.phone, papers.account)
        if value
    )


# ---- officers ----


def _officers(world: World) -> None:
    for role in ROLES:
        for relation, postings in relations(role).items():
            world.officers[role, relation] = _officer(f"{role}.{relation}", postings)
    for code, village in STAGERS:
        user = world.officers["", code] = _officer(code, (Posted(CLERK, village),))
        path = Place.objects.get(code=village).path
        world.add(About.TOKEN, code, user.tokens.get().pk, path)
    for relation in ("here", "away"):
        user = world.officers[EVALUATOR, relation]
        posting = user.postings.select_related("place").get()
        world.add(
            About.PERSON,
            relation,
            user.code,
            posting.place.path,
            posting=posting.pk,
            place=posting.place.code,
        )


def _officer(code: str, postings: tuple[Posted, ...]) -> User:
    user = accounts.add_user(actor=SYSTEM, code=code, name=code, password=None, at=AT)
    for posting in postings:
        accounts.post(
            actor=SYSTEM, user=user, role=Role(posting.role), place=Place.objects.get(code=posting.place),
            starts_on=posting.since, ends_before=posting.until, at=AT,
            department="education" if posting.role == SECTOR else "",
        )  # fmt: skip
    # A token that claims everything a token may: what it opens is up to the postings.
    Token.objects.create(
        user=user, label=code, digest=digest_of(token_of(user)), acts=sorted(ACTS), made_at=AT,
        ends_before=TOMORROW,
    )  # fmt: skip
    return user


def token_of(user: User) -> str:
    return f"{PREFIX}{user.code}"


# ---- imports and jobs ----


def _imports(world: World) -> None:
    """One that was really read, with a refused row and marked papers inside; and one in each further state."""
    paths = dict(Place.objects.values_list("code", "path"))
    for code, village in STAGERS:
        batch = _read(actor_of(world.officers["", code], on=TODAY), village, world)
        assert batch.path == paths[village]
        world.add(About.IMPORT, "read", batch.pk, paths[village])
    for state in ("received", "merged", "undone", "discarded"):
        merged = {"merged_by": "somebody", "merged_at": AT} if state in ("merged", "undone") else {}
        undone = {"undone_by": "somebody", "undone_at": AT} if state == "undone" else {}
        batch = Import.objects.create(
            purpose="merge", state=state, file_name=f"{state}.xlsx", suffix=".xlsx", path=paths[HERE], on=TODAY,
            staged_by="stager", staged_at=AT, counts={}, **merged, **undone,
        )  # fmt: skip
        world.add(About.IMPORT, state, batch.pk, paths[HERE])


def _read(actor: Actor, village: str, world: World) -> Import:
    papers = [marked(12), marked(13)] if village == HERE else [marked(14), marked(15)]
    for each in papers:
        world.canaries |= {each.name[1:], each.id_number} if each.name and each.id_number else set()
    batch, job = staging.stage(
        actor=actor, pieces=[_workbook(village, papers)], name="名册.xlsx", purpose=Import.Purpose.MERGE, at=AT,
        on=TODAY, told=False,
    )  # fmt: skip
    perform(str(job.pk), reading.read)
    job.refresh_from_db()
    assert job.state == "done", job.error
    world.add(About.JOB, "done", job.pk, Import.objects.get(pk=batch.pk).path, listed=False)
    return Import.objects.get(pk=batch.pk)


def _workbook(village: str, papers: list[Papers]) -> bytes:
    """The open household there and two new members; the second row is wrong in a way that sends it back."""
    people: list[list[object]] = [
        ["户编号", "姓名", "证件号码", "与户主关系", "性别", "出生日期", "健康状况"]
    ]
    for each, born in zip(papers, ("1980-05-17", "不记得"), strict=True):
        people.append([f"{village}001", each.name, each.id_number, "之子", "男", born, "健康"])
    households: list[list[object]] = [
        ["户编号", "村代码", "采集日期", "家庭人口数", "家庭年纯收入"],
        [f"{village}001", village, "2020-06-20", 4, 9000],
    ]
    with tempfile.TemporaryDirectory() as folder:
        return write_xlsx(Path(folder) / "given.xlsx", {"户": households, "人": people}).read_bytes()


def _jobs(world: World) -> None:
    paths = dict(Place.objects.values_list("code", "path"))
    running = {"worker": "w", "lease_until": datetime(2030, 1, 1, tzinfo=UTC), "started_at": AT}
    for state, village, more in (
        ("waiting", HERE, {}),
        ("running", HERE, running),
        (
            "failed",
            HERE,
            {"finished_at": AT, "error": {"kind": "BadInput", "code": "x", "zh": "不行", "en": "no"}},
        ),
        ("running", ELSEWHERE, running),
    ):
        job = Job.objects.create(
            kind="import.merge", task="none", about=f"import:{UUID(int=9)}", path=paths[village], state=state,
            actor="stager", authority=1, on=TODAY, asked_at=AT, sent_at=AT, **more,
        )  # fmt: skip
        world.add(About.JOB, state, job.pk, paths[village], listed=state in ("waiting", "running"))
