"""The page of tokens: made, shown once, revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.imports.office import ON, make_office

from tuopin.accounts.tokens.models import Token

pytestmark = pytest.mark.django_db
GIVEN = {"label": "报表程序", "acts": ["figures.see"], "place": "", "last_day": "2020-09-30"}


@pytest.fixture
def client(settings: object) -> Client:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    make_office()
    return signed_in("county")


def signed_in(code: str) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    assert client.login(username=code, password="a long sentence")
    return client


def test_the_secret_stands_on_the_page_once(client: Client) -> None:
    page = client.post("/tokens/", GIVEN).content.decode()
    found = re.search(r"<code>(tuopin_[\w-]{43})</code>", page)
    assert found is not None

    assert Client().get("/api/v1/runs", headers={"authorization": f"Bearer {found[1]}"}).status_code == 200
    again = client.get("/tokens/").content.decode()
    assert found[1] not in again
    assert "报表程序" in again


def test_what_was_typed_stays_when_it_is_refused(client: Client) -> None:
    for wrong in ({"acts": []}, {"last_day": "soon"}, {"label": ""}, {"place": "1"}):
        answer = client.post("/tokens/", GIVEN | wrong)
        assert answer.status_code in (404, 409, 422)
        assert 'role="alert"' in answer.content.decode()
    assert 'value="报表程序"' in answer.content.decode()
    assert not Token.objects.exists()


def test_a_revoked_token_is_dead_and_others_do_not_see_it(client: Client) -> None:
    client.post("/tokens/", GIVEN)
    token = Token.objects.get()

    assert "报表程序" not in signed_in("clerk").get("/tokens/").content.decode()
    assert signed_in("clerk").post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 302
    assert "已作废" in client.get("/tokens/").content.decode()
    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 409
