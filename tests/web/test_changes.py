"""The pages of changes and members: what officers see and do there, and that nobody reaches beyond a posting."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.support.cast import AT, HERE, NEXT_VILLAGE
from tests.support.families import ONE, SPOUSE, TWO, household, make_families, seen, size, who

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.audit.models import Entry
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.registry.models import ChangeRequest
from tuopin.registry.services.consents import Purpose, consented

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 30)
THREE = f"{HERE}0003"
WHO = {
    "clerk": (Role.TOWNSHIP_CLERK, "990101101"), "reviewer": (Role.TOWNSHIP_REVIEWER, "990101101"),
    "county": (Role.COUNTY_OFFICE, "990101"), "next": (Role.COUNTY_OFFICE, "990102"),
    "auditor": (Role.AUDITOR, "990101"),
}  # fmt: skip
BASE = {"takes_effect_on": "2020-06-01", "reason": "群众申请，已核实"}
SPLIT = {
    **BASE,
    "leaving": ["3", "4", "5"],
    "head": "3",
    "relation_4": str(SPOUSE),
    "relation_5": "",
    "code": THREE,
}


@pytest.fixture(autouse=True)
def _office(settings: Any) -> None:
    settings.BUSINESS_DAY = ON
    make_families()
    for code, (role, place) in WHO.items():
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password="a long sentence", at=AT)
        accounts.post(
            actor=SYSTEM,
            user=user,
            role=role,
            place=Place.objects.get(code=place),
            starts_on=date(2014, 1, 1),
            at=AT,
        )


def signed_in(code: str, language: str = "zh-hans") -> Client:
    client = Client()
    client.cookies["tuopin_language"] = language
    assert client.login(username=code, password="a long sentence")
    return client


def propose(kind: str, who_: str = "clerk", code: str = ONE, **typed: Any) -> Any:
    given = {**(SPLIT if kind == "split" else BASE), "seen": str(seen(code)), **typed}
    return signed_in(who_).post(f"/households/{code}/changes/{kind}/", given)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_split_is_proposed_seen_by_a_second_person_before_and_after_and_carried_out() -> None:
    made = propose("split")
    address = made.headers["Location"]
    waiting = text(signed_in("reviewer"), "/changes/")
    page = text(signed_in("reviewer"), address)
    decided = signed_in("reviewer").post(address, {"act": "approve"})

    assert (made.status_code, decided.status_code) == (302, 302)
    assert ONE in waiting
    assert "分户" in waiting
    assert page.index("变更前") < page.index("变更后") < page.index(THREE)
    assert "甲一" not in page
    assert "甲*" in page
    assert who(THREE) == [(1, 1), (2, SPOUSE), (3, None)]
    again = text(signed_in("reviewer"), address)
    assert again.count("<tbody>") == page.count("<tbody>") == 3
    assert THREE in again


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["split", "merge", "transfer", "head", "removal"])
def test_every_form_opens_and_what_it_makes_can_be_read(kind: str, language: str) -> None:
    typed: dict[str, dict[str, str]] = {
        "split": {}, "merge": {"other": TWO, "other_seen": str(seen(TWO))}, "transfer": {"village": NEXT_VILLAGE},
        "head": {"head": "3"}, "removal": {"why": "moved_away"},
    }  # fmt: skip
    form = text(signed_in("clerk", language), f"/households/{ONE}/changes/{kind}/?other={TWO}")
    made = propose(kind, **typed[kind])
    page = text(signed_in("county", language), made.headers["Location"])

    assert 'name="reason"' in form
    assert 'value="approve"' in page
    assert signed_in("county").post(made.headers["Location"], {"act": "approve"}).status_code == 302
    assert text(signed_in("county", language), made.headers["Location"])
    assert kind != "merge" or [number for number, _ in who(ONE)] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("kind", "typed", "status", "sentence"),
    [
        ("split", {"leaving": []}, 422, "分户要有人分出"),
        ("split", {"head": "5", "leaving": ["4", "5"]}, 409, "未成年"),
        ("split", {"seen": "1"}, 409, "已被他人修改"),
        ("head", {}, 404, "没有第 0 号成员"),
        ("removal", {}, 422, "请从列表中选择注销的原因"),
        ("transfer", {"village": "9", "takes_effect_on": "soon"}, 422, "日期没有填写"),
        ("merge", {"other": "9" * 12}, 404, "没有找到户"),
    ],
)
def test_a_refusal_stands_above_the_form_with_what_was_typed(
    kind: str, typed: dict[str, Any], status: int, sentence: str
) -> None:
    answer = propose(kind, **typed)

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not ChangeRequest.objects.exists()


def test_who_may_not_decide_reads_why_and_the_next_county_finds_nothing() -> None:
    address = propose("transfer", village="990102101001").headers["Location"]

    assert "需由同时管辖两个村的上级审核" in text(signed_in("reviewer"), address)
    assert 'value="withdraw"' in text(signed_in("clerk"), address)
    assert 'name="act"' not in text(signed_in("auditor"), address)
    assert signed_in("reviewer").post(address, {"act": "approve"}).status_code == 409
    assert signed_in("auditor").post(address, {"act": "approve"}).status_code == 409
    for method in ("get", "post"):
        assert getattr(signed_in("next"), method)(address, {"act": "approve"}).status_code == 404
    assert ONE not in text(signed_in("next"), "/changes/?show=open")
    assert household(ONE).village.code == HERE


def test_refusing_needs_a_reason_and_withdrawing_is_the_proposers() -> None:
    address = propose("removal", why="moved_away").headers["Location"]
    no_reason = signed_in("county").post(address, {"act": "refuse", "answer": ""})
    withdrawn = signed_in("clerk").post(address, {"act": "withdraw"})
    late = signed_in("county").post(address, {"act": "approve"})

    assert (no_reason.status_code, withdrawn.status_code, late.status_code) == (422, 302, 409)
    assert "已有结论或已撤回" in late.content.decode()
    assert "已撤回" in text(signed_in("clerk"), "/changes/?show=mine")


def test_the_household_page_offers_changes_to_who_may_propose_them() -> None:
    propose("removal", why="moved_away")

    assert f"/households/{ONE}/changes/split/" in text(signed_in("clerk"), f"/households/{ONE}/")
    for reader in ("reviewer", "auditor"):
        page = text(signed_in(reader), f"/households/{ONE}/")
        assert f"/households/{ONE}/changes/" not in page
        assert "整户注销" in page


def test_a_birth_is_previewed_then_recorded_and_the_number_follows() -> None:
    client, address = signed_in("clerk"), f"/households/{ONE}/members/join/"
    typed = {
        "begin": "born", "starts_on": "2020-06-20", "name": "甲小小", "birth": "2020-06-20", "relation": "7",
        "seen": str(seen(ONE)),
    }  # fmt: skip
    preview = client.post(address, {**typed, "preview": "1"}, headers={"HX-Request": "true"})
    before = size(ONE)
    saved = client.post(address, typed)

    assert 'id="moves"' in preview.content.decode()
    assert (before, saved.status_code, size(ONE)) == (5, 302, 6)
    assert who(ONE)[5] == (6, 7)
    assert "甲小小" not in text(client, f"/households/{ONE}/")


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"begin": ""}, 422, "没有选择"),
        ({"starts_on": "2010-01-01"}, 409, "早于户"),
        ({"starts_on": "2020-07-01"}, 422, "晚于今天"),
        ({"id_number": "990001199001010014"}, 422, "校验"),
        ({"relation": "777"}, 422, "不是可选的值"),
    ],
)
def test_what_cannot_be_of_a_newcomer_is_said(typed: dict[str, str], status: int, sentence: str) -> None:
    given = {"begin": "moved_in", "starts_on": "2020-06-20", "seen": str(seen(ONE)), **typed}
    answer = signed_in("clerk").post(f"/households/{ONE}/members/join/", given)

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert len(who(ONE)) == 5


def test_a_death_is_recorded_from_the_members_page() -> None:
    client = signed_in("clerk")
    form = text(client, f"/households/{ONE}/members/2/leave/")
    saved = client.post(
        f"/households/{ONE}/members/2/leave/",
        {"end": "died", "ends_before": "2020-06-20", "seen": str(seen(ONE))},
    )

    assert 'id="moves"' in form
    assert saved.status_code == 302
    assert ([number for number, _ in who(ONE)], size(ONE)) == ([1, 3, 4, 5], 4)
    assert client.get(f"/households/{ONE}/members/2/").status_code == 404


def test_a_full_identity_is_shown_once_with_a_reason_and_recorded() -> None:
    client, address = signed_in("clerk"), f"/households/{ONE}/members/1/"
    masked = text(client, address)
    refused = client.post(f"{address}identity/", {"act": "look", "look": "payment", "reason": ""})
    shown = client.post(f"{address}identity/", {"act": "look", "look": "payment", "reason": "核对补助账户"})

    assert "甲一" not in masked + refused.content.decode()
    assert refused.status_code == 422
    assert "甲一" in shown.content.decode()
    assert "甲一" not in text(client, address)
    assert Entry.objects.filter(action="identity.unmask", actor="clerk").count() == 1
    for reader, status in (("auditor", 404), ("next", 404)):
        answer = signed_in(reader).post(
            f"{address}identity/", {"act": "look", "look": "payment", "reason": "核对补助账户"}
        )
        assert answer.status_code == status


def test_an_identity_is_corrected_and_never_echoed_in_an_address() -> None:
    client, address = signed_in("clerk"), f"/households/{ONE}/members/1/identity/"
    typed = {"act": "correct", "name": "乙二三", "reason": "核对证件原件", "seen": str(seen(ONE))}
    saved, again = client.post(address, typed), client.post(address, typed)

    assert (saved.status_code, saved.headers["Location"]) == (302, f"/households/{ONE}/members/1/")
    assert again.status_code == 409
    assert "乙**" in text(client, f"/households/{ONE}/members/1/")


def test_a_consent_is_recorded_and_taken_back() -> None:
    client, address = signed_in("clerk"), f"/households/{ONE}/members/1/consents/"
    person = household(ONE).members.get(number=1)
    client.post(address, {"act": "give", "purpose": "asset_query", "day": "2020-06-01"})
    given = consented(person, Purpose.ASSET_QUERY, ON)
    twice = client.post(address, {"act": "give", "purpose": "asset_query", "day": "2020-06-01"})
    client.post(address, {"act": "withdraw", "purpose": "asset_query", "day": "2020-06-02"})

    assert given
    assert twice.status_code == 409
    assert not consented(person, Purpose.ASSET_QUERY, ON)
    assert (
        signed_in("auditor")
        .post(address, {"act": "give", "purpose": "story", "day": "2020-06-01"})
        .status_code
        == 404
    )
