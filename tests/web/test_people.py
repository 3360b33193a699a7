"""Users and postings: what a security administrator may do, what nobody may, and that it holds at the next click."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.test import Client
from tests.support.cast import AT, COUNTY_PATH, ELSEWHERE, HERE, make_places

from tuopin.accounts import services, sign_in
from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import SEPARATED, Role
from tuopin.accounts.selectors import actor_of
from tuopin.audit.models import Entry
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.errors import RefusedByRule
from tuopin.places.models import Place

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 30)
PASSWORD = "a long sentence"


@pytest.fixture(autouse=True)
def _business_day(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]


def person(code: str, role: Role | None = None, place: str = "990101") -> User:
    user = services.add_user(actor=SYSTEM, code=code, name=f"示例{code}", password=PASSWORD, at=AT)
    if role is not None:
        given(user, role, place)
    return user


def given(user: User, role: Role, place: str = "990101", **more: object) -> Posting:
    return services.post(
        actor=SYSTEM, user=user, role=role, place=Place.objects.get(code=place), at=AT,
        **{"starts_on": date(2019, 1, 1), **more},  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def client() -> Client:
    make_places()
    person("guard", Role.SECURITY_ADMIN)
    return signed_in("guard")


def signed_in(code: str, password: str = PASSWORD) -> Client:
    client = Client(headers={"Accept-Language": "zh-hans"})
    assert client.login(username=code, password=password)
    return client


def give(client: Client, code: str, role: Role, place: str = HERE, **more: str) -> tuple[int, str]:
    answer = client.post(f"/people/{code}/post/", {"role": role.value, "place": place, **more})
    return answer.status_code, answer.content.decode()


def entries(action: str) -> list[dict[str, object]]:
    found = Entry.objects.filter(action=action).order_by("pk")
    return [json.loads(bytes(entry.content)) for entry in found]


def test_a_new_person_gets_a_password_once_and_must_change_it_before_anything_else(client: Client) -> None:
    page = client.post("/people/new/", {"code": "new.clerk", "name": "示例丁"}).content.decode()
    given_password = re.search(r"<code>([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})</code>", page)
    assert given_password is not None
    assert given_password[1] not in client.get("/people/new.clerk/").content.decode()

    newcomer = signed_in("new.clerk", given_password[1])
    assert newcomer.get("/").headers["Location"] == "/my/password/"
    assert newcomer.get("/standards/").headers["Location"] == "/my/password/"
    changed = {"old": given_password[1], "new": "rather long words", "again": "rather long words"}
    assert newcomer.post("/my/password/", changed).headers["Location"] == "/"
    assert newcomer.get("/").status_code == 200
    assert [told["about"] for told in entries("users.change_password")] == ["user:new.clerk"]
    assert not any(given_password[1].encode() in bytes(entry.content) for entry in Entry.objects.all())


@pytest.mark.parametrize(
    ("old", "new", "again", "code"),
    [
        ("wrong", "rather long words", "rather long words", "wrong_password"),
        (PASSWORD, "rather long words", "rather other words", "passwords_differ"),
        (PASSWORD, "short", "short", "weak_password"),
        (PASSWORD, "83920174655", "83920174655", "weak_password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_the_old_one_stays(
    client: Client, old: str, new: str, again: str, code: str
) -> None:
    answer = client.post("/my/password/", {"old": old, "new": new, "again": again})

    assert (answer.status_code, code in answer.content.decode()) == (422, True)
    assert User.objects.get(code="guard").check_password(PASSWORD)


def test_a_posting_holds_at_the_next_request_and_so_does_its_end(client: Client) -> None:
    clerk = person("clerk")
    theirs = signed_in("clerk")
    before = theirs.get("/households/").content.decode()
    assert give(client, "clerk", Role.TOWNSHIP_CLERK, "990101101")[0] == 302
    assert actor_of(clerk, on=ON).roles == ("township_clerk",)
    during = theirs.get("/").content.decode()
    posting = Posting.objects.get(user=clerk)
    assert client.post("/people/clerk/end/", {"posting": posting.pk}).status_code == 302

    assert 'href="/imports/"' not in before
    assert 'href="/imports/"' in during
    assert 'href="/imports/"' not in theirs.get("/").content.decode()
    told = entries("users.post")[-1]
    assert (told["actor"], told["about"], told["path"]) == ("guard", "user:clerk", f"{COUNTY_PATH}990101101/")
    assert entries("users.end_posting")[-1]["actor"] == "guard"


def test_a_posting_given_for_later_allows_nothing_yet(client: Client) -> None:
    clerk = person("clerk")

    assert give(client, "clerk", Role.VILLAGE_TEAM, starts_on="2020-07-01")[0] == 302

    assert actor_of(clerk, on=ON).duties == ()
    assert actor_of(clerk, on=date(2020, 7, 1)).roles == ("village_team",)


def test_nobody_gives_themselves_a_posting_or_ends_their_own(client: Client) -> None:
    own = Posting.objects.get(user__code="guard")

    assert "own_account" in give(client, "guard", Role.AUDITOR)[1]
    assert client.post("/people/guard/end/", {"posting": own.pk}).status_code == 409
    assert client.post("/people/guard/password/").status_code == 409
    assert Posting.objects.filter(user__code="guard", ends_before=None).count() == 1


@pytest.mark.parametrize("held", sorted(SEPARATED))
@pytest.mark.parametrize("more", [*sorted(SEPARATED), Role.COUNTY_OFFICE])
def test_the_three_administrators_never_meet_in_one_person_nor_with_other_work(
    client: Client, held: Role, more: Role
) -> None:
    person("one", held)
    person("other", more)

    there, back = give(client, "one", more), give(client, "other", held)

    if held == more:
        assert (there[0], back[0]) == (302, 302)
    else:
        assert (there[0], back[0]) == (409, 409)
        assert "roles_apart" in there[1]
        assert "roles_apart" in back[1]
        assert Posting.objects.filter(user__code__in=("one", "other")).count() == 2


def test_one_administrators_role_may_follow_another_day_by_day(client: Client) -> None:
    user = person("one")
    given(user, Role.SYSTEM_ADMIN, ends_before=date(2020, 8, 1))

    assert give(client, "one", Role.AUDIT_ADMIN, "990101", starts_on="2020-07-31")[0] == 409
    assert give(client, "one", Role.AUDIT_ADMIN, "990101", starts_on="2020-08-01")[0] == 302


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"role": "king"}, "posting_role"),
        ({"starts_on": "tomorrow"}, "posting_day"),
        ({"starts_on": "2020-06-01", "ends_before": "2020-06-01"}, "posting_period"),
        ({"role": "sector"}, "posting_department"),
        ({"department": "education"}, "posting_department"),
    ],
)
def test_what_makes_no_posting_is_refused_in_a_sentence_beside_the_form(
    client: Client, fields: dict[str, str], code: str
) -> None:
    person("clerk")
    answer = client.post("/people/clerk/post/", {"role": "village_team", "place": HERE, **fields})

    assert (answer.status_code, code in answer.content.decode()) == (422, True)
    assert not Posting.objects.filter(user__code="clerk").exists()


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [
        ("Big", "示例", "account_code"),
        ("", "示例", "account_code"),
        ("ok", " ", "account_name"),
        ("guard", "x", "account_taken"),
    ],
)
def test_an_account_needs_a_usable_code_and_a_name(
    client: Client, code: str, name: str, refusal: str
) -> None:
    answer = client.post("/people/new/", {"code": code, "name": name})

    assert (answer.status_code, refusal in answer.content.decode()) == (422, True)


def test_people_and_places_of_the_next_county_are_out_of_reach(client: Client) -> None:
    person("foreign", Role.COUNTY_OFFICE, "990102")
    person("clerk")

    assert "foreign" not in client.get("/people/").content.decode()
    pages = [client.get(f"/people/{code}/").content.decode() for code in ("nobody", "foreign")]
    bodies = [re.sub(r'"\w{64}"', "", page).replace("nobody", "foreign") for page in pages]
    assert bodies[0] == bodies[1]
    assert give(client, "foreign", Role.AUDITOR)[0] == 404
    assert give(client, "clerk", Role.VILLAGE_TEAM, ELSEWHERE)[0] == 404
    assert Posting.objects.filter(user__code__in=("foreign", "clerk")).count() == 1


def test_who_is_also_posted_elsewhere_is_not_shut_out_by_one_county_alone(client: Client) -> None:
    user = person("both", Role.AUDITOR)
    given(user, Role.AUDITOR, "990102")
    page = client.get("/people/both/").content.decode()

    assert page.count("/people/both/end/") == 1
    assert "posted_elsewhere" in client.post("/people/both/deactivate/").content.decode()
    assert User.objects.get(code="both").is_active


def test_a_person_shut_out_is_out_at_the_next_click_and_may_be_let_in_again(client: Client) -> None:
    person("clerk", Role.TOWNSHIP_CLERK, "990101101")
    theirs = signed_in("clerk")
    assert theirs.get("/households/").status_code == 200

    assert client.post("/people/clerk/deactivate/").status_code == 302
    assert theirs.get("/households/").status_code == 302
    assert not Client().login(username="clerk", password=PASSWORD)
    client.post("/people/clerk/reactivate/")
    assert Client().login(username="clerk", password=PASSWORD)
    assert [len(entries(f"users.{act}")) for act in ("deactivate", "reactivate")] == [1, 1]


def test_a_new_password_signs_the_old_session_out(client: Client) -> None:
    person("clerk", Role.TOWNSHIP_CLERK, "990101101")
    theirs = signed_in("clerk")

    page = client.post("/people/clerk/password/").content.decode()

    assert "一次性口令" in page
    assert theirs.get("/").status_code == 302
    assert not Client().login(username="clerk", password=PASSWORD)


def test_only_a_security_administrator_administers_users(client: Client) -> None:
    person("clerk")
    for role in set(Role) - {Role.SECURITY_ADMIN}:
        user = person(f"as_{role.value}")
        given(user, role, department="education" if role is Role.SECTOR else "")
        theirs = signed_in(user.code)
        assert theirs.get("/people/").status_code == 409, role
        assert theirs.get("/people/clerk/").status_code == 404, role
        assert theirs.post("/people/new/", {"code": "x", "name": "x"}).status_code == 409, role
        with pytest.raises(RefusedByRule):
            sign_in.set_active(
                actor=actor_of(user, on=ON), user=User.objects.get(code="clerk"), active=False, at=AT, on=ON
            )
    assert not User.objects.filter(code="x").exists()


def test_the_list_is_searched_by_code_name_and_role_and_goes_on_page_by_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuopin.web.people.pages.PAGE", 2)
    for code, role in (("ann", Role.VILLAGE_TEAM), ("bob", Role.AUDITOR), ("cid", Role.VILLAGE_TEAM)):
        person(code, role, "990101")
    first = client.get("/people/").content.decode()

    assert ["/people/ann/" in first, "/people/bob/" in first, "/people/cid/" in first] == [True, True, False]
    assert "/people/cid/" in client.get("/people/?after=bob").content.decode()
    assert "/people/ann/" not in client.get("/people/?sought=示例cid").content.decode()
    by_role = client.get("/people/?role=auditor").content.decode()
    assert ["/people/ann/" in by_role, "/people/bob/" in by_role] == [False, True]
