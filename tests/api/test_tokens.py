"""Tokens: what a program may do is what the token and the postings of the day both allow, and nothing else."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.api.office import AT, ELSEWHERE, HERE, HOUSEHOLD, NEXT, ON, Caller, acting, make_registry, program

from tuopin.accounts import services as accounts
from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import Act
from tuopin.accounts.tokens import services
from tuopin.accounts.tokens.models import Token
from tuopin.accounts.tokens.selectors import actor_through
from tuopin.api.auth import FAILURES
from tuopin.audit.models import Entry
from tuopin.intake.imports import staging
from tuopin.intake.models import Import
from tuopin.jobs.worker import do_next
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, NotFound, RefusedByRule

pytestmark = pytest.mark.django_db
SEE = Act.SEE_HOUSEHOLDS.value


@pytest.fixture(autouse=True)
def _office(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    make_registry()


def made(**changed: object) -> tuple[Token, str]:
    given = {"label": "报表", "acts": [SEE], "place": None, "last_day": ON} | changed
    return services.make_token(actor=acting("county"), at=AT, on=ON, **given)  # type: ignore[arg-type]


def status(secret: str | None, path: str = f"/households/{HOUSEHOLD}") -> int:
    return int(Caller(secret).get(path).status_code)


def test_the_secret_is_kept_nowhere_and_making_it_is_recorded() -> None:
    token, secret = made()

    assert secret not in str(Token.objects.values_list().get())
    assert secret.encode() not in bytes(token.digest)
    entry = Entry.objects.get(action="tokens.make")
    assert json.loads(bytes(entry.content))["details"]["acts"] == [SEE]
    assert secret.encode() not in bytes(entry.content)


def test_a_token_opens_its_acts_in_its_places_and_no_others() -> None:
    _, secret = made(place=NEXT)

    assert status(secret) == 404
    assert status(made(place=HERE)[1]) == 200
    assert status(secret, "/places") == 200
    assert Caller(secret).get("/places").json()["items"] == []
    assert (
        Caller(made()[1]).post(f"/households/{HOUSEHOLD}/preview", {"facts": {"size": 2}}).status_code == 404
    )


def test_it_dies_by_its_day_by_revocation_and_with_its_owner(settings: object) -> None:
    token, secret = made()
    _, other = made()
    assert status(secret) == 200

    services.revoke_token(actor=acting("county"), key=token.pk, at=AT)
    assert status(secret) == 401
    with pytest.raises(ChangedMeanwhile):
        services.revoke_token(actor=acting("county"), key=token.pk, at=AT)

    settings.BUSINESS_DAY = ON + timedelta(days=1)  # type: ignore[attr-defined]
    assert status(other) == 401
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    User.objects.filter(code="county").update(is_active=False)
    assert status(other) == 401


def test_with_the_posting_everything_it_allowed_is_gone_at_the_next_request() -> None:
    _, secret = made()
    assert status(secret) == 200

    posting = Posting.objects.get(user__code="county")
    accounts.end_posting(actor=SYSTEM, posting=posting, on=date(2020, 1, 1), at=AT)

    assert status(secret) == 404


@pytest.mark.parametrize("acts", [[], [Act.UNMASK.value], [Act.ADMINISTER_USERS.value], [SEE, "no.such"]])
def test_it_may_hold_only_what_its_owner_may_and_programs_need(acts: list[str]) -> None:
    with pytest.raises(RefusedByRule) as refused:
        made(acts=acts)

    assert refused.value.code == "token_acts"


def test_where_it_may_be_used_and_how_long_is_bounded() -> None:
    with pytest.raises(NotFound):
        made(place=ELSEWHERE)
    for last_day in (ON - timedelta(days=1), ON + timedelta(days=400)):
        with pytest.raises(BadInput):
            made(last_day=last_day)
    with pytest.raises(BadInput):
        made(label="  ")


def test_nobody_revokes_a_token_of_others_but_the_security_administrator() -> None:
    token, _ = made()

    with pytest.raises(NotFound):
        services.revoke_token(actor=acting("clerk"), key=token.pk, at=AT)


def test_a_session_opens_no_api_and_a_token_opens_no_page() -> None:
    client = Client()
    assert client.login(username="county", password="a long sentence")
    assert client.get("/households/").status_code == 200

    assert Caller(None, client).get(f"/households/{HOUSEHOLD}").status_code == 401
    assert Caller(None, client).post("/runs").status_code == 401
    stranger = Client()
    answer = stranger.get("/households/", headers={"authorization": f"Bearer {made()[1]}"})
    assert answer.status_code == 302
    assert Caller(made()[1], stranger).get(f"/households/{HOUSEHOLD}").status_code == 200
    assert "tuopin_session" not in stranger.cookies


def test_the_day_of_the_last_use_is_kept_and_acts_say_through_which_token() -> None:
    token, secret = made(acts=[SEE, Act.EDIT_FACTS.value])
    assert token.last_used_on is None

    told = {"collected_on": "2020-06-30", "version": 3, "facts": {"size": 2}}
    assert Caller(secret).post(f"/households/{HOUSEHOLD}/facts", told).status_code == 200

    token.refresh_from_db()
    assert token.last_used_on == ON
    entry = Entry.objects.filter(action="facts.record").latest("id")
    assert json.loads(bytes(entry.content))["through"] == str(token.pk)


def test_wrong_tokens_are_answered_alike_and_after_many_only_they_wait() -> None:
    answers = {Caller(secret).get("/runs").content for secret in ("x", "tuopin_" + "a" * 43, "令牌", None)}
    assert len(answers) == 1

    for _ in range(FAILURES):
        Caller("tuopin_wrong").get("/runs")

    assert status("tuopin_wrong") == 429
    assert status(made()[1]) == 200


@pytest.mark.django_db(transaction=True)  # the worker has a connection of its own
def test_work_asked_for_by_a_token_that_died_is_not_done() -> None:
    program("clerk")
    token = Token.objects.get(user__code="clerk")
    batch, job = staging.stage(
        actor=actor_through(token, on=ON),
        pieces=[b"x"],
        name="a.xlsx",
        purpose=Import.Purpose.MERGE,
        at=AT,
        on=ON,
    )
    services.revoke_token(actor=acting("clerk"), key=token.pk, at=AT)

    do_next()

    job.refresh_from_db()
    assert job.error["code"] == "job_without_token"
    batch.refresh_from_db()
    assert batch.state == Import.State.RECEIVED
