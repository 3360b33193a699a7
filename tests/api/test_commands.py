"""`tuopin user`, `token` and `run` do what the pages do, by the same services."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.api.office import HOUSEHOLD, STRANGER, make_registry
from tests.imports.office import ON, make_office
from tests.support.workbooks import VILLAGES

from tuopin.accounts.models import User
from tuopin.accounts.tokens.models import Token
from tuopin.audit.models import Entry
from tuopin.cli.main import main
from tuopin.warehouse.models import StoredRun

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own


@pytest.fixture(autouse=True)
def _day(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_new_office_gets_three_administrators_once_and_they_give_postings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = ("user", "first", "--village", VILLAGES[0], "--level", "city", "--name", "示例市")
    accounts = {each["code"]: each["password"] for each in run(capsys, *first)["accounts"]}

    assert set(accounts) == {"system", "security", "audit"}
    assert all(User.objects.get(code=code).check_password(password) for code, password in accounts.items())
    assert User.objects.filter(must_change_password=True).count() == 3
    assert main([*first]) == 3

    added = run(capsys, "user", "add", "leader", "--name", "示例领导", "--as", "security")
    assert User.objects.get(code="leader").check_password(added["password"])
    given = ("--place", VILLAGES[0][:4], "--as", "security")
    assert run(capsys, "user", "post", "leader", "--role", "city_leader", *given)["role"] == "city_leader"
    assert main(["user", "post", "leader", "--role", "auditor_general", *given]) == 2
    assert main(["user", "add", "other", "--name", "甲", "--as", "leader"]) == 3


def test_a_token_made_here_opens_the_api_until_it_is_revoked_here(capsys: pytest.CaptureFixture[str]) -> None:
    make_office()
    made = run(
        capsys, "token", "make", "报表", "--act", "figures.see", "--until", "2020-12-31", "--as", "county"
    )
    headers = {"authorization": f"Bearer {made['secret']}"}

    assert Client().get("/api/v1/runs", headers=headers).status_code == 200
    (listed,) = run(capsys, "token", "list", "--as", "county")["tokens"]
    assert (listed["alive"], listed["last_used_on"], listed["last_day"]) == (True, "2020-06-30", "2020-12-31")
    assert "secret" not in listed
    assert run(capsys, "token", "list", "--as", "clerk")["tokens"] == []
    assert main(["token", "revoke", made["token"], "--as", "clerk"]) == 4
    run(capsys, "token", "revoke", made["token"], "--as", "county")
    assert Client().get("/api/v1/runs", headers=headers).status_code == 401
    assert (
        main(["token", "make", "x", "--act", "users.administer", "--until", "2020-12-31", "--as", "county"])
        == 3
    )
    assert Token.objects.count() == 1


def test_a_run_is_started_listed_and_shown_in_the_name_of_somebody_who_may(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_office()
    assert main(["run", "start", "--as", "clerk"]) == 3

    told = run(capsys, "run", "start", "--as", "county")

    stored = StoredRun.objects.get()
    assert (told["run"], told["on"], stored.started_by) == (str(stored.pk), "2020-06-30", "county")
    assert Entry.objects.get(action="runs.finish").actor == "county"
    assert [each["run"] for each in run(capsys, "run", "list", "--as", "clerk")["runs"]] == [told["run"]]
    certificate = run(capsys, "run", "show", told["run"], "--as", "clerk")["manifest"]
    assert certificate["pack"]["version"] == stored.pack_version
    assert "counts" not in certificate


def test_households_are_listed_shown_and_exported_within_the_posting(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    make_registry()

    assert [each["code"] for each in run(capsys, "household", "list", "--as", "county")["households"]] == [
        HOUSEHOLD
    ]
    assert run(capsys, "household", "show", HOUSEHOLD, "--as", "county")["members"][0]["name"] == "示***"
    assert main(["household", "show", STRANGER, "--as", "county"]) == 4
    out = tmp_path / "households.xlsx"
    assert run(capsys, "household", "export", "--out", str(out), "--as", "county")["households"] == 1
    assert out.stat().st_mode & 0o077 == 0
    assert main(["household", "export", "--out", str(out), "--as", "reviewer"]) == 3
