"""What programs read and write: the same as the pages show, within the same scope, and refused in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.api.office import (
    AT,
    ELSEWHERE,
    HERE,
    HOUSEHOLD,
    NAME,
    NEXT,
    NUMBER,
    ON,
    STRANGER,
    Caller,
    make_registry,
    program,
)
from tests.imports.office import workbook
from tests.support.workbooks import replaced, small_county

from tuopin.audit.models import Entry
from tuopin.intake.checking import read_batch
from tuopin.jobs.worker import do_next
from tuopin.kernel.actor import SYSTEM
from tuopin.registry.models import Household
from tuopin.warehouse.registry_runs import judge_registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    make_registry()
    monkeypatch.setattr(
        "tuopin.intake.batch.read_apart", lambda request, _, progress: read_batch(request, progress)
    )


def test_a_household_comes_judged_explained_with_what_is_unknown_and_without_identity() -> None:
    answer = program("county").get(f"/households/{HOUSEHOLD}")
    told = answer.json()

    assert answer.headers["ETag"] == '"3"'
    assert told["facts"]["net_income"] == {
        "value": "3000.00",
        "collected_on": "2020-06-30",
        "source": "visit",
    }
    assert told["members"][0]["name"] == "示***"
    status = next(each for each in told["judgement"]["standards"] if each["code"] == "household_status")
    verdicts = {each["code"]: each["verdict"] for each in status["criteria"]}
    assert "unknown" in verdicts.values()
    assert all(each["to_find"] for each in status["criteria"] if each["verdict"] == "unknown")
    body = answer.content.decode()
    assert NAME not in body
    assert NUMBER not in body


def test_absent_and_out_of_reach_are_the_same_answer() -> None:
    caller = program("county")

    def told(code: str, act: str) -> Any:
        answer = (
            caller.get(f"/households/{code}") if act == "get" else caller.post(f"/households/{code}/preview")
        )
        return answer.status_code, answer.content.decode().replace(code, "…")

    for act in ("get", "preview"):
        assert told(STRANGER, act) == told("H999", act)
        assert told(STRANGER, act)[0] == 404
    assert caller.get(f"/places/{ELSEWHERE}").status_code == 404


def test_the_list_of_households_is_filtered_and_keeps_to_the_posting() -> None:
    caller = program("county")

    def codes(asked: str = "") -> list[str]:
        return [each["code"] for each in caller.get(f"/households{asked}").json()["items"]]

    assert codes() == [HOUSEHOLD]
    assert codes(f"?place={HERE}") == [HOUSEHOLD]
    assert codes(f"?place={NEXT}") == codes(f"?place={ELSEWHERE}") == codes(f"?after={HOUSEHOLD}") == []
    assert codes("?listed=unknown") == [HOUSEHOLD]
    assert codes("?listed=yes") == []
    assert caller.get("/households?about=household_status.no_such").json()["code"] == "no_such_criterion"
    assert caller.get("/households?standard=no_such&verdict=met").json()["code"] == "no_such_standard"
    assert caller.post("/households/export", {}).content[:2] == b"PK"
    assert Entry.objects.filter(action="households.export", actor="county").exists()
    assert program("reviewer").post("/households/export", {}).json()["code"] == "not_allowed"
    assert caller.get("/households?verdict=good").json()["code"] == "request_unusable"


def test_recording_facts_compares_the_version_and_sets() -> None:
    caller = program("clerk")
    facts = {"collected_on": "2020-06-29", "facts": {"net_income": "4100.50", "water_clean": None}}

    without = caller.post(f"/households/{HOUSEHOLD}/facts", facts)
    late = caller.post(f"/households/{HOUSEHOLD}/facts", {**facts, "version": 2})
    saved = caller.post(f"/households/{HOUSEHOLD}/facts", facts, if_match='"3"')

    assert (without.status_code, without.json()["code"]) == (422, "version_missing")
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert (saved.status_code, saved.json()) == (200, {"code": HOUSEHOLD, "version": 4})
    assert Household.objects.get(code=HOUSEHOLD).version == 4


def test_a_preview_says_what_would_change_and_changes_nothing() -> None:
    moves = (
        program("clerk").post(f"/households/{HOUSEHOLD}/preview", {"facts": {"net_income": "9000"}}).json()
    )

    assert any(each["before"] == "not_met" and each["after"] == "met" for each in moves)
    assert Household.objects.get(code=HOUSEHOLD).version == 3


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"no_such": 1}, "unknown_fact"),
        ({"net_income": "a lot"}, "fact_unreadable"),
        ({"net_income": "1e999999"}, "fact_unreadable"),
        ({"net_income": 1.5}, "fact_unreadable"),
        ({"net_income": "0.001"}, "fact_unreadable"),
        ({"net_income": "99999999999"}, "fact_value"),
        ({"registered": "yes"}, "fact_unreadable"),
    ],
)
def test_a_value_that_is_none_of_the_fact_is_refused_in_a_sentence(facts: dict[str, Any], code: str) -> None:
    answer = program("clerk").post(f"/households/{HOUSEHOLD}/preview", {"facts": facts})

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_refusals_are_problems_in_the_language_asked_for() -> None:
    caller = program("clerk")
    chinese = caller.get("/runs?limit=0", accept_language="zh-hans")
    english = caller.get("/runs?limit=0", accept_language="en")

    assert chinese.headers["Content-Type"] == "application/problem+json"
    assert (chinese.status_code, chinese.json()["code"]) == (422, "request_unusable")
    assert chinese.json()["detail"] == english.json()["zh"] != english.json()["detail"]
    assert [each["where"] for each in english.json()["mistakes"]] == ["query.limit"]
    broken = caller.client.post(
        f"/api/v1/households/{HOUSEHOLD}/preview",
        "{",
        content_type="application/json",
        headers=caller.headers,
    )
    assert (broken.status_code, broken.json()["code"]) == (422, "request_unreadable")


def test_places_come_page_by_page_within_the_posting() -> None:
    caller = program("county")
    first = caller.get("/places?limit=2").json()
    second = caller.get(f"/places?limit=200&after={first['next']}").json()

    codes = [each["code"] for page in (first, second) for each in page["items"]]
    assert codes == sorted(codes)
    assert {HERE, NEXT} <= set(codes)
    assert all(code.startswith("980101") for code in codes)
    assert second["next"] is None
    inside = caller.get(f"/places?inside={HERE[:9]}&level=village").json()["items"]
    assert [each["code"] for each in inside] == [HERE, NEXT]


@pytest.mark.django_db(transaction=True)  # the worker has a connection of its own
def test_a_file_is_handed_in_merged_by_another_and_taken_back(tmp_path: Path) -> None:
    clerk, reviewer = program("clerk"), program("reviewer")
    messy = workbook(tmp_path, replaced(small_county(), "户", "家庭年纯收入", 3, "八千左右"))[0]
    Household.objects.filter(code=HOUSEHOLD).update(code="H777")  # the file brings its own
    given = SimpleUploadedFile("六月.xlsx", messy)

    answer = clerk.client.post("/api/v1/imports", {"file": given}, headers=clerk.headers)
    key = answer.json()["id"]
    assert (answer.status_code, answer.json()["job"]["state"]) == (202, "waiting")
    do_next()

    read = clerk.get(f"/imports/{key}").json()
    assert (read["state"], read["has_refused"]) == ("read", True)
    assert clerk.get(f"/imports/{key}/rows?outcome=new&limit=1").json()["next"] is not None
    assert clerk.get(f"/imports/{key}/refused.xlsx").content[:2] == b"PK"
    assert reviewer.get(f"/imports/{key}/refused.xlsx").status_code == 409
    assert clerk.post(f"/imports/{key}/merge").status_code == 409
    assert reviewer.post(f"/imports/{key}/merge").status_code == 202
    do_next()
    assert Household.objects.filter(code="H001").exists()
    job = reviewer.post(f"/imports/{key}/undo").json()
    do_next()
    assert reviewer.get(f"/jobs/{job['id']}").json()["state"] == "done"
    assert not Household.objects.filter(code="H001").exists()
    assert program("next").get(f"/imports/{key}").status_code == 404


@pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
def test_a_run_is_read_with_its_findings_and_figures_within_the_posting() -> None:
    run = judge_registry(actor=SYSTEM, on=ON, at=AT)
    caller, neighbour = program("county"), program("next")

    assert [each["id"] for each in caller.get("/runs").json()["items"]] == [str(run.pk)]
    certificate = caller.get(f"/runs/{run.pk}").json()["manifest"]
    assert "counts" not in certificate
    assert "rows" not in certificate["input"]
    assert certificate["pack"]["version"] == run.pack_version

    findings = caller.get(f"/runs/{run.pk}/findings/household_status").json()
    assert [each["subject"] for each in findings["items"]] == [HOUSEHOLD]
    judged = caller.get(f"/households/{HOUSEHOLD}").json()["judgement"]["standards"]
    status = next(each for each in judged if each["code"] == "household_status")
    assert findings["items"][0]["overall"] == status["overall"]
    assert findings["items"][0]["criteria"] == {each["code"]: each["verdict"] for each in status["criteria"]}
    other = neighbour.get(f"/runs/{run.pk}/findings/household_status").json()["items"]
    assert [each["subject"] for each in other] == [STRANGER]
    (row,) = caller.get(f"/households?verdict={status['overall']}&standard=household_status").json()["items"]
    assert row["verdicts"]["household_status"] == status["overall"]
    assert caller.get("/households?answer=unknown").json()["items"] == [row]
    assert set(row["unknown"]) <= set(findings["items"][0]["criteria"])
    none = caller.get(f"/runs/{run.pk}/findings/household_status?after={HOUSEHOLD}").json()
    assert none == {"items": [], "next": None}
    assert caller.get(f"/runs/{run.pk}/findings/no_such").json()["code"] == "standard_not_judged"

    figures = caller.get(f"/places/{HERE}/figures").json()
    assert figures["run"]["on"] == "2020-06-30"
    assert figures["figures"]["listed"]["households"] == 1
    reported = caller.get(f"/places/{HERE}/figures/2020-06-30").json()
    assert reported["certificate"]["input"]["content"] == run.content
    assert reported["figures"]["exited.households.net"]["label"]["zh"]
    assert caller.get(f"/places/{HERE}/figures/2020-07-01").json()["code"] == "figures_after_data"


@pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
def test_what_if_moves_only_those_within_the_posting_and_stores_nothing() -> None:
    caller = program("county")
    supposed = {"values": {"income_line": "2500"}}
    assert caller.post("/whatif", supposed).json()["code"] == "no_run_yet"
    judge_registry(actor=SYSTEM, on=ON, at=AT)

    told = caller.post("/whatif", supposed).json()

    moves = told["changes"]["household"]["by_place"]
    assert {each["place"] for each in moves} == {HERE, HERE[:9], HERE[:6]}
    income = told["changes"]["household"]["total"]["household_status.income"]
    assert [(each["before"], each["after"], each["number"]) for each in income] == [("not_met", "met", 1)]
    assert {each["place"]["code"] for each in told["overview"]} >= {HERE, NEXT, HERE[:6]}
    assert all(each["place"]["code"].startswith(HERE[:6]) for each in told["overview"])
    assert all(
        each["place"]["level"] == "village"
        for each in caller.post("/whatif", {**supposed, "level": "village"}).json()["overview"]
    )
    none = program("next").post("/whatif", supposed).json()["changes"]["household"]
    assert none["total"] == {}
    assert caller.post("/whatif", {"values": {"no_such": "1"}}).json()["code"] == "no_such_parameter"
    assert caller.post("/whatif", {"values": {"income_line": "-1"}}).json()["code"] == "parameter_value"
    assert program("clerk").post("/whatif", supposed).json()["code"] == "not_allowed"


def test_asking_for_a_run_is_for_those_who_may() -> None:
    assert program("clerk").post("/runs").json()["code"] == "not_allowed"

    answer = program("county").post("/runs")

    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert program("county").post("/runs").json()["code"] == "run_under_way"


def test_standards_are_the_packs() -> None:
    caller = program("clerk")
    codes = [each["code"] for each in caller.get("/standards").json()]

    told = caller.get(f"/standards/{codes[0]}").json()

    assert told["standard"]["criteria"][0]["met_when"]["zh"]
    assert caller.get("/standards/no_such").status_code == 404


def test_the_description_is_for_everybody_and_names_every_resource() -> None:
    told = Client().get("/api/v1/openapi.json").json()

    assert told["openapi"].startswith("3.1")
    kinds = {path.split("/")[3] for path in told["paths"]}
    assert kinds >= {"households", "places", "runs", "imports", "standards", "jobs"}
    assert all("4XX" in each["responses"] for path in told["paths"].values() for each in path.values())
    assert Caller(None).get("/households/x").status_code == 401
