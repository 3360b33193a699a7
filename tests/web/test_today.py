"""The first page of each role: what waits for that person, and nothing of what the role may not see."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.support.cast import AT

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.registry.models import Household
from tuopin.registry.models.facts import HouseholdState
from tuopin.standards.cn import household_status
from tuopin.synthetic.city import make_city
from tuopin.warehouse.models import HouseholdFinding
from tuopin.warehouse.registry_runs import judge_registry

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
STATUS = household_status.STANDARD
ON = date(2020, 6, 30)


@pytest.fixture(autouse=True)
def county(settings: object) -> Place:
    """A judged city with one officer of every role in its first county; and one without any posting."""
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    load_history(actor=SYSTEM, dataset=make_city(households=150, on=ON).dataset, papers={}, at=AT)
    place = Place.objects.filter(level="county").order_by("code")[0]
    accounts.add_user(actor=SYSTEM, code="nobody", name="nobody", password="a long sentence", at=AT)
    for role in Role:
        user = accounts.add_user(
            actor=SYSTEM, code=role.value, name=role.value, password="a long sentence", at=AT
        )
        accounts.post(
            actor=SYSTEM, user=user, role=role, place=place, starts_on=date(2014, 1, 1), at=AT,
            department="education" if role is Role.SECTOR else "",
        )  # fmt: skip
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    return place


def page_of(code: str) -> str:
    client = Client(headers={"Accept-Language": "zh-hans"})
    assert client.login(username=code, password="a long sentence")
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_records_facts_is_led_to_what_is_unknown_and_to_those_not_visited_for_a_year(
    county: Place,
) -> None:
    visited = Household.objects.filter(
        village__path__startswith=county.path, state__f_registered=True
    ).order_by("code")
    assert visited
    HouseholdState.objects.update(collected_on=ON)
    HouseholdState.objects.filter(subject=visited[0]).update(collected_on=date(2019, 6, 29))

    page = page_of("village_team")

    assert "在册户有待核实的信息" in page
    assert "/households/?answer=unknown&amp;listed=yes" in page
    assert "一年以上没有走访的在册户" in page
    assert f'href="/households/{visited[0].code}/"' in page
    assert f'href="/households/{visited[1].code}/"' not in page


def test_a_sector_office_sees_the_gaps_it_owns_and_no_others(county: Place) -> None:
    here = HouseholdFinding.objects.filter(standard=STATUS.code, village__path__startswith=county.path)
    here.update(not_met=STATUS.bits["education"] | STATUS.bits["water"])

    page = page_of("sector")

    assert "household_status.education" in page
    assert "household_status.water" not in page


@pytest.mark.usefixtures("county")
def test_figures_chain_and_administration_stand_with_those_whose_they_are() -> None:
    leader, auditor, system, security = (
        page_of(role.value)
        for role in (Role.CITY_LEADER, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    )

    assert "贫困发生率（在册）" in leader
    assert "贫困发生率（按事实判定）" in leader
    assert "/households/" not in leader
    assert "前后相扣" in auditor
    assert "贫困发生率" not in system
    assert 'href="/people/"' in security


def test_an_empty_page_says_what_to_do() -> None:
    assert "请联系安全管理员" in page_of("nobody")


def test_the_page_asks_the_database_few_questions(
    county: Place, django_assert_max_num_queries: object
) -> None:
    client = Client()
    assert client.login(username="county_office", password="a long sentence")

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get("/")
