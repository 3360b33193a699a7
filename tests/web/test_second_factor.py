"""The second step: one-time codes, recovery codes, passkeys; who must have one; and what guessing meets."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.support.cast import AT, make_places
from tests.support.passkey import Passkey

from tuopin.accounts import services
from tuopin.accounts.models import User
from tuopin.accounts.rules import SECOND_FACTOR_ROLES, Role
from tuopin.audit.models import Entry
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence"
ON = date(2020, 6, 30)


@pytest.fixture(autouse=True)
def _business_day(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]


@pytest.fixture
def client() -> Client:
    make_places()
    person("county", Role.COUNTY_OFFICE)
    return browser()


def browser() -> Client:
    return Client(headers={"Accept-Language": "zh-hans", "Host": "localhost"})


def person(code: str, role: Role, place: str = "990101") -> User:
    user = services.add_user(actor=SYSTEM, code=code, name=code, password=PASSWORD, at=AT)
    services.post(
        actor=SYSTEM, user=user, role=role, place=Place.objects.get(code=place), starts_on=date(2014, 1, 1), at=AT,
        department="education" if role is Role.SECTOR else "",
    )  # fmt: skip
    return user


def password_of(client: Client, code: str = "county", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"username": code, "password": password, **more})


def code_of(secret: str, *, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def with_codes(client: Client) -> tuple[str, list[str]]:
    """Signs in and turns on one-time codes: the secret and the recovery codes."""
    password_of(client)
    page = client.get("/my/second-factor/totp/").content.decode()
    found = re.search(r"<code>([A-Z2-7 ]{32,})</code>", page)
    assert found is not None
    secret = found[1].replace(" ", "")
    page = client.post(
        "/my/second-factor/totp/", {"code": code_of(secret), "password": PASSWORD}
    ).content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    client.post("/sign-out/")
    return secret, codes


def with_key(client: Client) -> Passkey:
    password_of(client)
    key = Passkey()
    answer = client.post(
        "/my/second-factor/key/",
        {
            "name": "办公电脑",
            "password": PASSWORD,
            "credential": key.create(_options(client.get("/my/second-factor/key/"))),
        },
    )
    assert len(re.findall(r"<code>(\d{8})</code>", answer.content.decode())) == 10
    client.post("/sign-out/")
    return key


def _options(answer: Any) -> dict[str, Any]:
    found = re.search(r'id="key-options" type="application/json">(.*?)</script>', answer.content.decode())
    assert found is not None
    told = json.loads(found[1])
    assert isinstance(told, dict)
    return told


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def acts(action: str) -> list[tuple[str, dict[str, Any]]]:
    found = Entry.objects.filter(action=action).order_by("pk")
    return [(each.about, json.loads(bytes(each.content)).get("details", {})) for each in found]


def test_without_a_second_factor_the_password_is_enough_and_signing_in_is_recorded(client: Client) -> None:
    assert password_of(client, next="/standards/").headers["Location"] == "/standards/"

    assert is_in(client)
    assert acts("sign_in.done") == [("user:county", {"by": "password"})]


def test_nobody_is_led_to_another_site_after_signing_in(client: Client) -> None:
    assert password_of(client, next="https://elsewhere.example/").headers["Location"] == "/"


def test_with_one_time_codes_the_password_alone_opens_nothing(client: Client) -> None:
    secret, _ = with_codes(client)

    assert password_of(client, next="/standards/").headers["Location"] == "/sign-in/second/"
    assert not is_in(client)
    answer = client.post("/sign-in/second/", {"code": code_of(secret)})

    assert answer.headers["Location"] == "/standards/"
    assert is_in(client)
    assert acts("sign_in.done")[-1] == ("user:county", {"by": "password+code"})
    assert acts("users.add_second_factor") == [("user:county", {"kind": "totp"})]


def test_a_one_time_code_is_good_once(client: Client) -> None:
    secret, _ = with_codes(client)
    code = code_of(secret)
    for expected in (True, False):
        other = browser()
        password_of(other)
        other.post("/sign-in/second/", {"code": code})
        assert is_in(other) is expected


def test_a_recovery_code_lets_in_once(client: Client) -> None:
    _, codes = with_codes(client)
    for expected in (True, False):
        other = browser()
        password_of(other)
        other.post("/sign-in/second/", {"code": codes[3]})
        assert is_in(other) is expected


def test_secrets_are_sealed_wherever_they_lie(client: Client) -> None:
    password_of(client)
    found = re.search(
        r"<code>([A-Z2-7 ]{32,})</code>", client.get("/my/second-factor/totp/").content.decode()
    )
    assert found is not None
    secret = found[1].replace(" ", "")
    pending = [json.dumps(Session.objects.get(pk=each.pk).get_decoded()) for each in Session.objects.all()]
    client.post("/my/second-factor/totp/", {"code": code_of(secret), "password": PASSWORD})

    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in "".join(pending)
    assert secret not in stored
    assert Authenticator.objects.count() == 2
    assert not any(secret.encode() in bytes(each.content) for each in Entry.objects.all())


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "000000", "password": PASSWORD}, "second_factor_code"),
        ({"code": "", "password": "wrong"}, "wrong_password"),
    ],
)
def test_codes_are_not_turned_on_by_a_wrong_code_or_password(
    client: Client, fields: dict[str, str], code: str
) -> None:
    password_of(client)
    client.get("/my/second-factor/totp/")
    answer = client.post("/my/second-factor/totp/", fields)

    assert (answer.status_code, code in answer.content.decode()) == (422, True)
    assert not Authenticator.objects.exists()


def test_the_second_step_has_to_follow_soon_and_the_password_must_still_hold(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, _ = with_codes(client)
    password_of(client)
    later = timezone.now() + timedelta(minutes=11)
    with monkeypatch.context() as patch:
        patch.setattr("tuopin.web.days.now", lambda: later)
        assert client.post("/sign-in/second/", {"code": code_of(secret)}).headers["Location"] == "/sign-in/"
    password_of(client)
    user = User.objects.get(code="county")
    user.set_password("another long sentence")
    user.save()

    assert client.post("/sign-in/second/", {"code": code_of(secret)}).headers["Location"] == "/sign-in/"
    assert not is_in(client)


def test_a_passkey_signs_in_by_itself(client: Client) -> None:
    key = with_key(client)
    other = browser()
    asked = other.get("/sign-in/passkey/").json()

    answer = other.post("/sign-in/passkey/", {"credential": key.get(asked), "next": "/standards/"})

    assert answer.headers["Location"] == "/standards/"
    assert is_in(other)
    assert acts("sign_in.done")[-1] == ("user:county", {"by": "passkey"})


def test_a_passkey_is_also_a_second_step_after_the_password(client: Client) -> None:
    key = with_key(client)
    assert password_of(client).headers["Location"] == "/sign-in/second/"

    client.post("/sign-in/second/", {"credential": key.get(_options(client.get("/sign-in/second/")))})

    assert is_in(client)


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '{"response": {"userHandle": "bm9ib2R5"}}'])
def test_what_is_no_answer_of_a_passkey_is_refused(client: Client, credential: str) -> None:
    client.get("/sign-in/passkey/")
    answer = client.post("/sign-in/passkey/", {"credential": credential})

    assert (answer.status_code, "passkey_refused" in answer.content.decode()) == (422, True)
    assert not is_in(client)


def test_an_answer_of_a_passkey_is_good_once_and_only_from_this_site(client: Client) -> None:
    key = with_key(client)
    other = browser()
    answer = key.get(other.get("/sign-in/passkey/").json())
    other.post("/sign-in/passkey/", {"credential": answer})
    again = browser()
    again.get("/sign-in/passkey/")
    assert again.post("/sign-in/passkey/", {"credential": answer}).status_code == 422
    key.origin = "https://elsewhere.example"

    assert (
        again.post(
            "/sign-in/passkey/", {"credential": key.get(again.get("/sign-in/passkey/").json())}
        ).status_code
        == 422
    )
    assert is_in(other)
    assert not is_in(again)


def test_a_passkey_of_somebody_shut_out_opens_nothing(client: Client) -> None:
    key = with_key(client)
    User.objects.filter(code="county").update(is_active=False)

    answer = client.post("/sign-in/passkey/", {"credential": key.get(client.get("/sign-in/passkey/").json())})

    assert answer.status_code == 422
    assert not Entry.objects.filter(action="sign_in.done", content__contains=b'"passkey"').exists()


@pytest.mark.parametrize("code", ["county", "nobody"])
def test_guessing_is_stopped_for_accounts_that_exist_and_those_that_do_not_alike(
    client: Client, code: str
) -> None:
    answers = [password_of(client, code, "wrong") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert password_of(client, code).status_code == 429
    assert "请在此时间之后再试" in answers[-1].content.decode()
    assert "请在此时间之后再试" not in answers[0].content.decode()
    about = "user:county" if code == "county" else "user:unknown"
    assert [each for each, _ in acts("sign_in.locked")] == [about]
    assert not any(code in (each.username, each.post_data) for each in AccessAttempt.objects.all())


def test_the_lock_opens_by_itself_and_others_are_not_locked(client: Client) -> None:
    person("other", Role.AUDITOR)
    for _ in range(5):
        password_of(client, "county", "wrong")
    assert password_of(browser(), "other").status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))

    assert password_of(client).status_code == 302


def test_guessing_codes_is_stopped_like_guessing_passwords(client: Client) -> None:
    secret, _ = with_codes(client)
    password_of(client)
    answers = [client.post("/sign-in/second/", {"code": "12345678"}).status_code for _ in range(5)]

    assert answers == [200] * 4 + [429]
    assert client.post("/sign-in/second/", {"code": code_of(secret)}).status_code == 429
    assert not is_in(client)


def test_the_right_password_between_guesses_of_the_code_does_not_start_the_count_again(
    client: Client,
) -> None:
    with_codes(client)
    for _ in range(5):
        password_of(client)
        last = client.post("/sign-in/second/", {"code": "12345678"})

    assert last.status_code == 429


def test_factors_are_removed_and_codes_renewed_only_with_the_password(client: Client) -> None:
    secret, codes = with_codes(client)
    password_of(client)
    client.post("/sign-in/second/", {"code": code_of(secret)})
    for act in ("remove", "codes"):
        assert client.post(f"/my/second-factor/{act}/", {"password": "wrong"}).status_code == 422
    renewed = client.post("/my/second-factor/codes/", {"password": PASSWORD}).content.decode()
    assert set(re.findall(r"<code>(\d{8})</code>", renewed)).isdisjoint(codes)

    assert client.post("/my/second-factor/remove/", {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.exists()
    assert client.post("/my/second-factor/remove/", {"password": PASSWORD, "key": "7"}).status_code == 404
    assert acts("users.remove_second_factor") == [("user:county", {"kind": "totp"})]


def test_a_security_administrator_resets_the_factor_of_somebody_who_lost_the_phone(client: Client) -> None:
    with_codes(client)
    person("guard", Role.SECURITY_ADMIN)
    guard = browser()
    password_of(guard, "guard")
    assert "清除第二验证" in guard.get("/people/county/").content.decode()

    assert guard.post("/people/county/second-factor/").status_code == 302
    assert guard.post("/people/guard/second-factor/").status_code == 409
    assert password_of(client).headers["Location"] == "/"
    assert acts("users.reset_second_factor") == [("user:county", {"removed": 2})]


@pytest.mark.parametrize("role", sorted(Role))
def test_who_holds_keys_or_sees_a_county_sets_one_up_first_where_the_office_asks_for_it(
    client: Client, role: Role, settings: Any
) -> None:
    settings.OFFICE = replace(settings.OFFICE, second_factor=True)
    person("one", role)
    password_of(client, "one")

    answer = client.get("/standards/")
    if role in SECOND_FACTOR_ROLES:
        assert answer.headers["Location"] == "/my/second-factor/"
        assert client.get("/my/second-factor/totp/").status_code == 200
        assert "您的岗位要求第二验证" in client.get("/my/second-factor/").content.decode()
    else:
        assert answer.status_code == 200


def test_where_it_is_asked_for_nothing_more_stands_in_the_way_once_it_is_there(
    client: Client, settings: Any
) -> None:
    settings.OFFICE = replace(settings.OFFICE, second_factor=True)
    secret, _ = with_codes(client)
    password_of(client)
    client.post("/sign-in/second/", {"code": code_of(secret)})

    assert client.get("/standards/").status_code == 200
