"""The audit as pages: within one's posting, filtered, page by page, never unsealed; reading leaves its own trace."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.support.cast import AT, COUNTY_PATH, NEXT_COUNTY_PATH, make_places

from tuopin.accounts import services
from tuopin.accounts.rules import Role
from tuopin.audit import guards
from tuopin.audit import services as audit
from tuopin.audit.models import Entry
from tuopin.audit.sealing import seal_pending
from tuopin.audit.segments import public_key
from tuopin.audit.tail import check_tail
from tuopin.kernel.actor import SYSTEM, Actor
from tuopin.places.models import Place

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence"
SUBJECT = uuid4()


def told(
    action: str, path: str, *, actor: str = "clerk", about: str = "household:1", at: datetime = AT
) -> None:
    with transaction.atomic():
        audit.record(
            actor=Actor(actor, (), 1), action=action, about=about, path=path, at=at,
            details={"fields": ["net_income"]}, sealed={SUBJECT: {"net_income": 777_123}},
        )  # fmt: skip


def reader(code: str, role: Role, place: str) -> Client:
    user = services.add_user(actor=SYSTEM, code=code, name=code, password=PASSWORD, at=AT)
    services.post(
        actor=SYSTEM,
        user=user,
        role=role,
        place=Place.objects.get(code=place),
        starts_on=date(2014, 1, 1),
        at=AT,
    )
    client = Client(headers={"Accept-Language": "en"})
    assert client.login(username=code, password=PASSWORD)
    return client


@pytest.fixture
def auditor() -> Client:
    make_places()
    told("facts.record", f"{COUNTY_PATH}990101101/", about="household:here")
    told("facts.record", f"{NEXT_COUNTY_PATH}990102101/", about="household:there")
    seal_pending()
    return reader("auditor", Role.AUDITOR, "990101")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_only_entries_of_ones_own_places_show_and_none_of_the_whole_office(auditor: Client) -> None:
    page = text_of(auditor, "/audit/")

    assert "household:here" in page
    assert "household:there" not in page
    assert "places:tree" not in page


def test_who_is_posted_over_everything_sees_what_concerns_the_whole_office(auditor: Client) -> None:
    page = text_of(reader("above", Role.AUDIT_ADMIN, "9901"), "/audit/")

    assert all(about in page for about in ("household:here", "household:there", "places:tree"))


def test_sealed_values_are_counted_and_never_shown(auditor: Client) -> None:
    page = text_of(auditor, "/audit/")

    assert "sealed, not shown" in page
    assert "777123" not in page.replace(",", "")


def test_reading_is_an_entry_with_what_was_asked(auditor: Client) -> None:
    text_of(auditor, "/audit/?actor=clerk&from=2020-06-30")

    entry = Entry.objects.filter(action="audit.read").get()
    content = json.loads(bytes(entry.content))
    assert (entry.actor, entry.path) == ("auditor", COUNTY_PATH)
    assert content["details"] == {"actor": "clerk", "from": "2020-06-30", "shown": 1}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("actor=clerk", True), ("actor=other", False),
        ("group=facts", True), ("group=users", False),
        ("about=household:here", True), ("about=household:her", False),
        ("place=990101101", True), ("place=990101101001", False),
        ("from=2020-06-30&until=2020-06-30", True), ("from=2020-07-01", False), ("until=2020-06-29", False),
    ],
)  # fmt: skip
def test_each_filter_narrows_what_is_shown(auditor: Client, query: str, shown: bool) -> None:
    assert (">clerk</td>" in text_of(auditor, f"/audit/?{query}")) is shown


def test_a_day_is_the_offices_own_day_and_not_that_of_greenwich(auditor: Client) -> None:
    told("facts.record", COUNTY_PATH, about="household:late", at=datetime(2020, 6, 30, 17, 0, tzinfo=UTC))

    assert "household:late" in text_of(auditor, "/audit/?from=2020-07-01&until=2020-07-01")
    assert "household:late" not in text_of(auditor, "/audit/?from=2020-06-30&until=2020-06-30")


@pytest.mark.parametrize(
    "query", ["from=yesterday", "about=示例甲", "actor=示例甲", "group=all", "before=x", "place=%2F"]
)
def test_a_filter_that_cannot_be_read_is_refused_and_what_was_typed_is_not_recorded(
    auditor: Client, query: str
) -> None:
    answer = auditor.get(f"/audit/?{query}")

    assert (answer.status_code, "audit_filter" in answer.content.decode()) == (422, True)
    assert not any(
        "示例" in bytes(entry.content).decode() for entry in Entry.objects.filter(action="audit.read")
    )


def test_a_place_out_of_reach_is_not_found(auditor: Client) -> None:
    assert auditor.get("/audit/?place=990102").status_code == 404


def test_older_entries_follow_page_by_page_without_a_gap(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuopin.web.audit_trail.pages.PAGE", 2)
    for number in range(5):
        told("facts.record", COUNTY_PATH, about=f"household:n{number}")
    seen, address = [], "/audit/?group=facts"
    for _ in range(3):
        page = text_of(auditor, address)
        seen += [number for number in reversed(range(5)) if f"household:n{number}<" in page]
        assert page.count(">clerk</td>") == 2
        if "before=" in page:
            address = "/audit/?" + page.split('href="?')[-1].split('"')[0].replace("&amp;", "&")

    assert seen == [4, 3, 2, 1, 0]


def test_who_may_not_see_the_audit_gets_neither_entries_nor_chain_nor_anchor(auditor: Client) -> None:
    client = reader("office", Role.COUNTY_OFFICE, "990101")

    answers = [
        client.get(address).status_code for address in ("/audit/", "/audit/chain/", "/audit/anchor.json")
    ]
    assert answers == [409, 409, 409]
    assert not Entry.objects.filter(actor="office").exists()


def test_an_anchor_names_the_last_sealed_entry_and_taking_it_is_recorded(auditor: Client) -> None:
    seal_pending()
    told_anchor = json.loads(auditor.get("/audit/anchor.json").content)

    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").first()
    assert last is not None
    assert (told_anchor["seq"], told_anchor["hash"]) == (last.seq, bytes(last.hash).hex())
    assert told_anchor["public_key"] == public_key()
    assert "auditor" in text_of(auditor, "/audit/chain/")


def test_the_page_of_the_chain_says_where_it_breaks(auditor: Client) -> None:
    seal_pending()
    assert "are whole" in text_of(auditor, "/audit/chain/")
    victim = Entry.objects.filter(about="household:here").get()
    guards.remove(connection)
    Entry.objects.filter(pk=victim.pk).update(
        content=bytes(victim.content).replace(b"net_income", b"net_incomf")
    )
    page = text_of(auditor, "/audit/chain/")

    assert "broken at entry" in page
    assert check_tail().broken_at == victim.seq


def test_only_the_newest_entries_are_followed_and_their_first_is_bound_to_the_one_before(
    auditor: Client,
) -> None:
    for _ in range(4):
        told("facts.record", COUNTY_PATH)
    seal_pending()
    whole = check_tail()

    assert check_tail(2) == type(whole)(whole.last - 1, whole.last, whole.waiting, None)
