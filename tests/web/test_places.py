"""The leader's page and the pages of places: the run's own figures, and nothing of the next county."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from tests.support.cast import AT

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.errors import BadInput
from tuopin.places.models import Place
from tuopin.synthetic.city import make_city
from tuopin.synthetic.shapes import write_map
from tuopin.warehouse.models import PlaceCounts
from tuopin.warehouse.registry_runs import judge_registry
from tuopin.warehouse.registry_snapshot import registry_dataset
from tuopin.warehouse.reported import report
from tuopin.warehouse.reported_sentences import told

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON = date(2020, 6, 30)


@pytest.fixture(autouse=True)
def _business_day(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]


@pytest.fixture
def counties() -> list[Place]:
    """A judged city, with an officer in its first county and one in its last."""
    city = make_city(households=200, on=ON)
    load_history(actor=SYSTEM, dataset=city.dataset, papers={}, at=AT)
    found = list(Place.objects.filter(level="county").order_by("code"))
    leader = Place.objects.get(level="city")
    for code, role, place in (
        ("here", Role.COUNTY_OFFICE, found[0]),
        ("next", Role.COUNTY_OFFICE, found[-1]),
        ("leader", Role.CITY_LEADER, leader),
        ("system", Role.SYSTEM_ADMIN, leader),
    ):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password="a long sentence", at=AT)
        accounts.post(actor=SYSTEM, user=user, role=role, place=place, starts_on=date(2014, 1, 1), at=AT)
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    return found


def signed_in(code: str) -> Client:
    client = Client(headers={"Accept-Language": "zh-hans"})
    assert client.login(username=code, password="a long sentence")
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_rates_stand_with_numerator_denominator_coverage_and_the_most_they_can_be(
    counties: list[Place],
) -> None:
    page = text_of(signed_in("here"), "/dashboard/")

    found = {place.code: figures for place, figures in report(registry_dataset(on=ON), on=ON).places}
    figures = found[counties[0].code]
    for rate in ("registered_incidence", "fact_based_rate"):
        value, upper, numerator, denominator, coverage = (
            told(figures[f"{rate}.{part}"]).zh
            for part in ("rate", "upper", "numerator", "denominator", "coverage")
        )
        assert f"{value}</span>" in page
        assert f"分子 {numerator} 人 · 分母（申报） {denominator}" in page
        assert f"核实率 {coverage}" in page
        if upper != value:
            assert f"至少 {value}，最多 {upper}" in page
    assert figures["fact_based_rate.upper"].value != figures["fact_based_rate.rate"].value
    assert "2020年6月30日" in page


def test_exits_are_those_a_report_of_the_same_day_quotes(counties: list[Place]) -> None:
    page = text_of(signed_in("here"), "/dashboard/")

    found = {place.code: figures for place, figures in report(registry_dataset(on=ON), on=ON).places}
    figures = found[counties[0].code]
    for key in ("exited.{}.net", "exited.{}.gross"):
        households, people = (figures[key.format(what)] for what in ("households", "people"))
        row = re.search(rf"{re.escape(households.label.zh)}.*?</tr>", page, re.S)
        assert row is not None
        cells = re.findall(r'tp-number">([\d,]+)', row.group())
        assert cells == [f"{households.value:,}", f"{people.value:,}"]


def test_each_year_shows_what_a_report_of_its_last_day_quotes(counties: list[Place]) -> None:
    page = text_of(signed_in("here"), "/dashboard/")

    dataset = registry_dataset(on=ON)
    for day, in_words in ((date(2017, 12, 31), "2017年12月31日"), (ON, "2020年6月30日")):
        figures = {place.code: found for place, found in report(dataset, on=day).places}[counties[0].code]
        row = re.search(rf'<th scope="row">{in_words}.*?</tr>', page, re.S)
        assert row is not None
        quoted = [
            figures[f"{what}.{counts}.net"].value
            for what in ("poor", "exited")
            for counts in ("households", "people")
        ]
        assert re.findall(r'tp-number">([\d,]+)', row.group()) == [f"{value:,}" for value in quoted]


def test_contradicting_decisions_leave_the_sums_unknown_and_name_no_household(
    counties: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BadInput("decisions_impossible", zh="户 9901 的决定", en="decisions of household 9901")

    monkeypatch.setattr("tuopin.warehouse.registry_runs.report", refuse)
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    page = text_of(signed_in("here"), "/dashboard/")

    assert "前后矛盾，累计数待核实" in page
    assert "户 9901" not in page


def test_the_figures_of_the_run_before_stand_beside_those_of_this_one(counties: list[Place]) -> None:
    client = signed_in("here")
    first = text_of(client, "/dashboard/")
    judge_registry(actor=SYSTEM, on=ON, at=AT)

    assert "没有可比的上次" in first
    assert "与上次判定相比" in text_of(client, "/dashboard/")


def test_a_place_shows_those_inside_it_down_to_the_village(counties: list[Place]) -> None:
    client = signed_in("here")
    county = text_of(client, f"/places/{counties[0].code}/")
    townships = list(Place.objects.filter(parent=counties[0]))

    assert townships
    assert all(f"/places/{each.code}/" in county for each in townships)
    village = Place.objects.filter(parent=townships[0]).order_by("code")[0]
    assert "下级地区" not in text_of(client, f"/villages/{village.code}/")


def test_nothing_of_the_next_county_shows_and_absent_is_the_same_404(counties: list[Place]) -> None:
    client, foreign = signed_in("here"), counties[-1]
    pages = [text_of(client, each) for each in ("/dashboard/", f"/places/{counties[0].code}/")]
    answers = [
        client.get(address.format(code))
        for address in ("/places/{}/", "/places/{}/map.json", "/dashboard/?place={}")
        for code in (foreign.code, "999999")
    ]

    assert all(foreign.code not in page and foreign.name_zh not in page for page in pages)
    assert {answer.status_code for answer in answers} == {404}
    bodies = [
        re.sub(r'"\w{64}"', "", answer.content.decode()).replace(foreign.code, "999999") for answer in answers
    ]
    assert bodies[0::2] == bodies[1::2]


def test_the_map_holds_the_villages_of_the_place_and_hatches_what_is_unknown(
    counties: list[Place], settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = make_city(households=200, on=ON)
    file = tmp_path / "places.geojson"
    write_map(city.villages, 1, file)
    monkeypatch.setattr("tuopin.web.places.maps._file", lambda: file)
    unknown = Place.objects.filter(level="village", path__startswith=counties[0].path).order_by("code")[0]
    counts = PlaceCounts.objects.get(place=unknown)
    counts.figures["rates"]["fact_based_rate"]["denominator"] = None
    counts.save()

    told = json.loads(text_of(signed_in("here"), f"/places/{counties[0].code}/map.json"))

    inside = Place.objects.filter(level="village", path__startswith=counties[0].path)
    steps = {each["properties"]["code"]: each["properties"]["step"] for each in told["features"]}
    assert set(steps) == set(inside.values_list("code", flat=True))
    assert steps[unknown.code] is None
    assert 'id="map"' in text_of(signed_in("here"), "/dashboard/")


def test_a_leader_sees_every_county_but_no_household(counties: list[Place]) -> None:
    client = signed_in("leader")
    page = text_of(client, "/dashboard/")

    assert all(f"/places/{each.code}/" in page for each in counties)
    assert "查看农户" not in text_of(client, f"/places/{counties[0].code}/")


def test_who_may_see_no_figures_gets_neither_places_nor_runs(counties: list[Place]) -> None:
    client = signed_in("system")
    answers = {
        address: client.get(address).status_code
        for address in ("/dashboard/", "/places/", f"/places/{counties[0].code}/", "/runs/")
    }

    assert answers == {
        "/dashboard/": 404,
        "/places/": 404,
        f"/places/{counties[0].code}/": 404,
        "/runs/": 409,
    }
