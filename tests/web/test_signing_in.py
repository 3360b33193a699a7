"""Signing in, the choice of language, and what every answer carries."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support.cast import AT, make_places

from tuopin.accounts import services
from tuopin.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    make_places()
    services.add_user(actor=SYSTEM, code="county", name="示例甲", password="a long sentence", at=AT)
    return Client()


def test_a_page_asks_who_is_there_first(client: Client) -> None:
    answer = client.get("/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=/")


def test_a_wrong_password_is_refused_in_a_sentence_that_does_not_say_which_part_was_wrong(
    client: Client,
) -> None:
    answers = [
        client.post("/sign-in/", {"username": code, "password": "wrong"}).content.decode()
        for code in ("county", "nobody")
    ]

    assert all("账号或口令不对" in page for page in answers)


def test_the_reader_chooses_the_language_and_comes_back_to_the_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})

    assert answer.headers["Location"] == "/sign-in/"
    assert "Your code" in client.get("/sign-in/").content.decode()


def test_nobody_is_sent_to_another_site_after_choosing_a_language(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_every_answer_forbids_inline_scripts_and_says_how_long_it_took(client: Client) -> None:
    answer = client.get("/sign-in/")

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert (
        answer.headers["Cache-Control"] == "no-store, private"
        or "no-store" in answer.headers["Cache-Control"]
    )
    assert answer.headers["Server-Timing"].startswith("app;dur=")
