"""The what-if panel: the command's own figures on the last snapshot, within a posting, and nothing stored."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from tests.support.cast import AT

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.engine.kinds import Level
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.synthetic.city import make_city
from tuopin.warehouse.models import StoredRun
from tuopin.warehouse.registry_runs import judge_registry
from tuopin.warehouse.registry_snapshot import registry_dataset
from tuopin.warehouse.ways import ways_of, went
from tuopin.warehouse.whatif import whatif

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON = date(2020, 6, 30)
ADDRESS = "/standards/household_status/what-if/"
LINE = {"parameter": "income_line", "value": "6000"}


@pytest.fixture(autouse=True)
def _business_day(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]


@pytest.fixture
def counties() -> list[Place]:
    city = make_city(households=300, on=ON)
    load_history(actor=SYSTEM, dataset=city.dataset, papers={}, at=AT)
    found = list(Place.objects.filter(level="county").order_by("code"))
    for code, role, place in (
        ("county", Role.COUNTY_OFFICE, found[0]),
        ("leader", Role.CITY_LEADER, Place.objects.get(level="city")),
        ("team", Role.VILLAGE_TEAM, found[0]),
    ):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password="a long sentence", at=AT)
        accounts.post(actor=SYSTEM, user=user, role=role, place=place, starts_on=date(2014, 1, 1), at=AT)
    return found


def tried(code: str, **asked: str) -> tuple[int, str]:
    client = Client(headers={"Accept-Language": "en"})
    assert client.login(username=code, password="a long sentence")
    answer = client.post(ADDRESS, {**LINE, **asked})
    return answer.status_code, answer.content.decode()


def newly_yes(page: str, place: str) -> list[str]:
    """The figures of a place in the first table of households."""
    table = page[page.index("<caption>") :]
    row = re.search(rf">{re.escape(place)}</th>(.*?)</tr>", table, re.S)
    assert row is not None
    return re.findall(r'tp-number">([\d,]+)', row[1])


def test_it_counts_what_the_command_counts_place_by_place(counties: list[Place]) -> None:
    judge_registry(actor=SYSTEM, on=ON, at=AT)

    status, page = tried("leader")

    assert status == 200
    with whatif(registry_dataset(on=ON), on=ON, values={"income_line": "6000"}) as found:
        changes = found.changes[Level.HOUSEHOLD]
        question = next(each for each in changes.questions if each.standard and not each.criterion)
        by_place = {
            place.code: moves[question.code]
            for place, moves in changes.by_place(found.judged.dataset.places, "county")
        }
        for county in counties:
            moves = by_place[county.code]
            taken = [way for way in ways_of(question) if went(changes.total[question.code], way).households]
            tallies = [went(moves, way) for way in taken]
            expected = [f"{number:,}" for each in tallies for number in (each.households, each.people)]
            assert newly_yes(page, county.name_en)[: len(expected)] == expected
            assert any(number != "0" for number in expected)


def test_nothing_is_counted_beyond_the_posting(counties: list[Place]) -> None:
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    _, whole = tried("leader")

    _, page = tried("county")

    assert counties[1].name_en not in page
    assert newly_yes(page, counties[0].name_en) == newly_yes(whole, counties[0].name_en)
    reasons = page[page.index('id="why"') :]
    most = sum(int(n.replace(",", "")) for n in re.findall(r'tp-number">([\d,]+)</td><td', reasons))
    households = registry_dataset(on=ON).table("households")
    inside = [one for one in households["county"].to_pylist() if one == counties[0].pk]
    assert 0 < most <= len(inside) * 12


def test_villages_that_are_gone_do_not_widen_what_is_counted(counties: list[Place]) -> None:
    """As many gone villages inside the posting as there are villages outside it."""
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    _, before = tried("county")
    town = Place.objects.filter(level="township", parent=counties[0])[0]
    outside = Place.objects.filter(level="village").exclude(path__startswith=counties[0].path)
    for number in range(outside.count()):
        code = f"{town.code}9{number:02}"
        Place.objects.create(
            id=10**12 + number, code=code, level="village", name_zh=code, name_en=code, parent=town,
            path=f"{town.path}{code}/", valid_from=date(2010, 1, 1), valid_until=date(2015, 1, 1), groups=[],
        )  # fmt: skip

    _, after = tried("county")

    assert after[after.index('id="why"') :] == before[before.index('id="why"') :]


def test_what_cannot_be_supposed_is_refused_in_place(counties: list[Place]) -> None:
    assert tried("leader")[0] == 404  # nothing was judged yet
    judge_registry(actor=SYSTEM, on=ON, at=AT)

    status, page = tried("leader", value="-3")
    assert (status, "parameter_value" in page, 'value="-3"' in page) == (422, True, True)
    assert tried("leader", parameter="no_such")[0] == 404
    status, page = tried("team")
    assert (status, "not_allowed" in page) == (409, True)
    assert StoredRun.objects.count() == 1


def test_the_form_stands_beside_each_parameter_for_those_who_may(counties: list[Place]) -> None:
    pages = {}
    for code in ("leader", "team"):
        client = Client()
        assert client.login(username=code, password="a long sentence")
        pages[code] = client.get("/standards/household_status/").content.decode()

    assert ADDRESS in pages["leader"]
    assert ADDRESS not in pages["team"]
