"""The list of households: every filter against what the run found, pages back and forth, search, the workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from django.test import Client
from tests.support.cast import AT

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.audit.models import Entry
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.registry.models import Household, Person
from tuopin.registry.services.identity import Papers, store_identity
from tuopin.standards.cn import household_status
from tuopin.synthetic.city import make_city
from tuopin.warehouse.models import HouseholdFinding
from tuopin.warehouse.registry_runs import judge_registry
from tuopin.web import keyset

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON = date(2020, 6, 30)
STATUS = household_status.STANDARD
NAME, NUMBER = "示例示欧阳山", "990101195001011234"


@pytest.fixture(autouse=True)
def county(settings: object) -> Iterator[Place]:
    """A judged city; a clerk's office in its first county and in its last; one person with a name and a number."""
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    load_history(actor=SYSTEM, dataset=make_city(households=150, on=ON).dataset, papers={}, at=AT)
    counties = list(Place.objects.filter(level="county").order_by("code"))
    for code, role, place in (
        ("here", Role.COUNTY_OFFICE, counties[0]),
        ("next", Role.COUNTY_OFFICE, counties[-1]),
        ("looks", Role.EVALUATOR, counties[0]),
    ):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password="a long sentence", at=AT)
        accounts.post(actor=SYSTEM, user=user, role=role, place=place, starts_on=date(2014, 1, 1), at=AT)
    somebody = Person.objects.filter(household__village__path__contains=f"/{counties[0].code}/").first()
    assert somebody is not None
    store_identity(somebody, Papers(name=NAME, id_kind="citizen", id_number=NUMBER))
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    return counties[0]


def signed_in(code: str = "here") -> Client:
    client = Client(headers={"Accept-Language": "zh-hans"})
    assert client.login(username=code, password="a long sentence")
    return client


def codes_in(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/households/(\w+)/"', page)


def listed(client: Client, query: str = "") -> list[str]:
    """All the pages of a list, forwards."""
    found: list[str] = []
    address = f"/households/?{query}"
    while address:
        page = client.get(address).content.decode()
        found += codes_in(page)
        onward = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
        address = f"/households/{onward[1]}".replace("&amp;", "&") if onward else ""
    return found


def inside(place: Place) -> list[str]:
    return sorted(
        Household.objects.filter(village__path__startswith=place.path).values_list("code", flat=True)
    )


def test_all_pages_together_are_the_scope_once_each_and_the_way_back_is_the_same(
    county: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "PAGE", 7)
    client = signed_in()

    forwards = listed(client)
    page = client.get(f"/households/?before={forwards[14]}").content.decode()

    assert forwards == inside(county)
    assert codes_in(page) == forwards[7:14]
    assert f"before={forwards[7]}" in page
    assert listed(client, "sort=-code") == forwards[::-1]


def test_verdict_criterion_and_register_narrow_to_what_run_and_register_say(county: Place) -> None:
    client, bit = signed_in(), STATUS.bits["water"]
    here = Household.objects.filter(village__path__startswith=county.path)
    rows = list(
        HouseholdFinding.objects.filter(standard=STATUS.code, household__in=here).select_related("household")
    )

    for verdict in Verdict:
        wanted = [row for row in rows if row.overall == verdict.value]
        assert listed(client, f"standard={STATUS.code}&verdict={verdict.value}") == codes_of(wanted)
    for answer, mask in (("gap", "not_met"), ("unknown", "unknown")):
        wanted = [row for row in rows if getattr(row, mask) & bit]
        assert wanted
        assert listed(client, f"about={STATUS.code}.water&answer={answer}") == codes_of(wanted)
        wanted = [row for row in rows if getattr(row, mask)]
        assert listed(client, f"answer={answer}") == codes_of(wanted)
    for told, value in (("yes", True), ("no", False), ("unknown", None)):
        of_register = [each.code for each in here.select_related("state") if each.state.f_registered is value]
        assert listed(client, f"listed={told}") == sorted(of_register)


def codes_of(rows: list[HouseholdFinding]) -> list[str]:
    return sorted(row.household.code for row in rows)


def test_closed_households_appear_on_request_alone(county: Place) -> None:
    closed = Household.objects.get(code=inside(county)[0])
    Household.objects.filter(pk=closed.pk).update(closed_on=ON)

    assert closed.code not in listed(signed_in())
    assert closed.code in listed(signed_in(), "closed=1")


def test_places_are_offered_down_to_the_chosen_ones_children_and_never_beside_the_scope(
    county: Place,
) -> None:
    town = Place.objects.filter(parent=county).order_by("code")[0]
    page = signed_in().get(f"/households/?place={town.code}").content.decode()
    offered = set(re.findall(r'<option value="(\d{6,12})"', page))

    assert offered >= {
        county.code,
        town.code,
        *Place.objects.filter(parent=town).values_list("code", flat=True),
    }
    assert all(Place.objects.get(code=code).path.startswith(county.path) for code in offered)


def test_a_name_of_two_characters_or_a_whole_number_finds_the_household_here_alone() -> None:
    wanted = Person.objects.get(identity__isnull=False).household
    assert wanted is not None
    here, away = signed_in(), signed_in("next")

    for text in ("欧阳", "欧阳山", f" {NAME} ", NUMBER):
        page = here.post("/households/", {"q": text}, headers={"HX-Request": "true"}).content.decode()
        assert codes_in(page) == [wanted.code]
        assert NAME not in page
        assert NUMBER not in page
        assert codes_in(away.post("/households/", {"q": text}).content.decode()) == []
    # Other order; all pairs in the name though the whole is not; a number that only begins alike; a text too long.
    for text in ("阳山欧阳", "例示例", NUMBER[:-1], "山" * 61):
        assert codes_in(here.post("/households/", {"q": text}).content.decode()) == []


def test_a_search_leaves_how_and_how_many_in_the_audit_and_never_what() -> None:
    signed_in().post("/households/", {"q": NUMBER})

    entry = Entry.objects.get(action="households.search")
    content = bytes(entry.content).decode()
    assert '"by":"number"' in content.replace(" ", "")
    assert NUMBER not in content


def test_an_empty_search_says_what_to_write() -> None:
    page = signed_in().post("/households/", {"q": " "}).content.decode()

    assert "没有写要找什么" in page


def test_the_workbook_holds_the_filtered_list_and_one_audit_entry_its_root(county: Place) -> None:
    client, query = signed_in(), f"standard={STATUS.code}&verdict={Verdict.UNKNOWN.value}"
    asked = {"standard": STATUS.code, "verdict": str(Verdict.UNKNOWN.value)}

    answer = client.post("/households/export/", asked)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[1]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))

    assert [row[0] for row in rows] == listed(client, query)
    entry = Entry.objects.get(action="households.export")
    assert f'"count":{len(rows)}' in bytes(entry.content).decode().replace(" ", "")


def test_who_may_not_export_gets_no_workbook_and_no_button() -> None:
    client = signed_in("looks")

    assert "导出这份列表" not in client.get("/households/").content.decode()
    assert client.post("/households/export/", {}).status_code == 409
