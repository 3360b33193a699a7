"""The pages of households: what a county officer does, and that the next county sees nothing."""

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
from tuopin.registry import selectors
from tuopin.registry.models import Household
from tuopin.synthetic.city import make_city

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 30)


@pytest.fixture(autouse=True)
def _business_day(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]


@pytest.fixture
def household() -> Household:
    city = make_city(households=200, on=ON)
    load_history(actor=SYSTEM, dataset=city.dataset, papers={}, at=AT)
    counties = sorted(Place.objects.filter(level="county").values_list("code", flat=True))
    for code, place in (("here", counties[0]), ("next", counties[-1])):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password="a long sentence", at=AT)
        accounts.post(
            actor=SYSTEM, user=user, role=Role.COUNTY_OFFICE, place=Place.objects.get(code=place),
            starts_on=date(2014, 1, 1), at=AT,
        )  # fmt: skip
    return Household.objects.filter(village__path__contains=f"/{counties[0]}/").order_by("code")[0]


def signed_in(code: str) -> Client:
    client = Client()
    assert client.login(username=code, password="a long sentence")
    return client


def test_the_page_tells_every_answer_and_offers_to_fill_it_in(household: Household) -> None:
    page = signed_in("here").get(f"/households/{household.code}/").content.decode()

    assert "饮水安全有保障" in page
    assert f"/households/{household.code}/household_status/water/" in page


def test_an_answer_is_previewed_without_being_stored_and_then_stored(household: Household) -> None:
    client, address = signed_in("here"), f"/households/{household.code}/household_status/clothing/"
    typed = {"clothes_four_seasons": "0", "collected_on": "2020-06-20", "seen": str(household.version)}

    preview = client.post(address, {**typed, "preview": "1"}, headers={"HX-Request": "true"}).content.decode()
    before = selectors.facts_as_of(Level.HOUSEHOLD, household).values.get("clothes_four_seasons")
    saved = client.post(address, typed)

    assert "保存后会改变" in preview
    assert before is not False
    assert saved.status_code == 302
    assert selectors.facts_as_of(Level.HOUSEHOLD, household).values["clothes_four_seasons"] is False


def test_an_older_version_is_refused_with_the_sentence(household: Household) -> None:
    answer = signed_in("here").post(
        f"/households/{household.code}/household_status/clothing/",
        {"clothes_four_seasons": "0", "collected_on": "2020-06-20", "seen": "99"},
    )

    assert answer.status_code == 409
    assert "已被他人修改" in answer.content.decode()


def test_what_cannot_be_read_is_said_beside_its_input(household: Household) -> None:
    answer = signed_in("here").post(
        f"/households/{household.code}/household_status/income/",
        {"net_income": "many", "size": "3", "collected_on": "2020-06-20", "seen": str(household.version)},
    )

    assert answer.status_code == 422
    assert "读不懂" in answer.content.decode()


def test_absent_and_out_of_reach_are_the_same_page(household: Household) -> None:
    client = signed_in("next")
    answers = [client.get(f"/households/{code}/") for code in (household.code, "9" * 16)]

    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [
        re.sub(r'"\w{64}"', "", answer.content.decode()).replace(household.code, "9" * 16)
        for answer in answers
    ]
    assert pages[0] == pages[1]


def test_the_list_narrows_to_a_place_and_nobody_reaches_the_next_county_that_way(
    household: Household,
) -> None:
    village = household.village.code
    here, away = (
        signed_in(code).get(f"/households/?place={village}").content.decode() for code in ("here", "next")
    )

    assert household.code in here
    assert set(re.findall(r"/households/(\w{12})\w+/", here)) == {village}
    assert household.code not in away
