"""The pages of standards say what the packs say, in both languages, and mark up nothing else."""

from __future__ import annotations

from html import escape

import pytest
from django.test import Client
from tests.support.cast import AT, make_places

from tuopin import standards
from tuopin.accounts import services as accounts
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.text import Language
from tuopin.standards.manual import criteria_table, history_table
from tuopin.web.templatetags.tuopin import marked

pytestmark = pytest.mark.django_db
PACK = standards.load("cn")


@pytest.fixture
def client() -> Client:
    make_places()
    accounts.add_user(actor=SYSTEM, code="anybody", name="anybody", password="a long sentence", at=AT)
    client = Client()
    assert client.login(username="anybody", password="a long sentence")
    return client


def page(client: Client, address: str, language: Language) -> str:
    answer = client.get(address, headers={"Accept-Language": "zh-hans" if language == "zh" else "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_leads_to_every_standard_of_the_pack(client: Client) -> None:
    told = page(client, "/standards/", "zh")

    assert all(f"/standards/{code}/" in told for code in PACK.by_code)


@pytest.mark.parametrize("code", list(PACK.by_code))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_standard_is_told_clause_by_clause_with_values_and_sources(
    client: Client, code: str, language: Language
) -> None:
    told, standard = page(client, f"/standards/{code}/", language), PACK.standard(code)

    _, clauses = criteria_table(standard, language)
    assert all(marked(cell) in told for clause in clauses for cell in (clause[0], *clause[2:]))
    for parameter in standard.parameters().values():
        rows = history_table(parameter, language)[1] if parameter.formula is None else []
        assert all(marked(cell) in told for row in rows for cell in row)


def test_examples_stand_on_the_page(client: Client) -> None:
    assert "exactly on the line" in page(client, "/standards/household_exit/", "en")


def test_a_standard_that_is_absent_is_refused_with_those_there_are(client: Client) -> None:
    answer = client.get("/standards/nothing/", headers={"Accept-Language": "zh-hans"})

    assert answer.status_code == 404
    assert "household_exit" in answer.content.decode()


def test_only_three_marks_are_marked_up() -> None:
    assert marked("`a` **and** b<br>c") == "<code>a</code> <strong>and</strong> b<br>c"
    assert marked("<script>alert(1)</script>") == escape("<script>alert(1)</script>")
