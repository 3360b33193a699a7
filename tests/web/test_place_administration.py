"""Pages of place administration: a table with good and bad rows; each refused change says so beside its form."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.cast import AT, COUNTY, ELSEWHERE, HERE, NEXT_VILLAGE, TODAY, make_places

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.intake.small_table import read_small_table
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.errors import BadInput
from tuopin.places.models import Place
from tuopin.registry.models import Household
from tuopin.registry.services.members import register_household

pytestmark = pytest.mark.django_db
HEAD = "地区代码,名称,英文名称,级别,上级代码,生效日期\n"
PASSWORD = "a long sentence"
CHANGE = {"on": "2020-06-01", "source": "示例〔2020〕1号"}


@pytest.fixture(autouse=True)
def _business_day(settings: object) -> None:
    settings.BUSINESS_DAY = TODAY  # type: ignore[attr-defined]


@pytest.fixture
def client() -> Client:
    make_places()
    return signed_in("keeper", Role.SYSTEM_ADMIN)


def signed_in(code: str, role: Role, language: str = "zh-hans") -> Client:
    user = accounts.add_user(actor=SYSTEM, code=code, name=code, password=PASSWORD, at=AT)
    place = Place.objects.get(code="990101")
    accounts.post(actor=SYSTEM, user=user, role=role, place=place, starts_on=date(2014, 1, 1), at=AT)
    client = Client(headers={"Accept-Language": language})
    assert client.login(username=code, password=PASSWORD)
    return client


def csv(text: str, name: str = "places.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("gb18030"))


def imported(client: Client, rows: str) -> str:
    return client.post("/place-administration/", {"file": csv(HEAD + rows)}).content.decode()


def test_good_rows_are_taken_and_bad_ones_come_back_as_a_workbook_with_reasons(client: Client) -> None:
    page = imported(
        client,
        "990101101009,新村,,村,990101101,2020-06-01\n"
        "990101101010,缺日期村,,村,990101101,\n"
        "990101101011,错级别村,,组,990101101,2020-06-01\n"
        "99010110101,短代码村,,村,990101101,2020-06-01\n"
        "990102101009,邻县村,,村,990102101,2020-06-01\n",
    )

    assert "新增 1 · 已有 0 · 未接受 4" in page
    assert Place.objects.get(code="990101101009").path.endswith("/990101101/990101101009/")
    book = client.get("/place-administration/refused.xlsx")
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert [row[0] for row in rows[1:]] == ["3", "4", "5", "6"]
    assert all(row[3] for row in rows[1:])


def test_a_table_may_bring_a_township_with_its_villages_in_any_order(client: Client) -> None:
    page = imported(
        client, "990101102001,甲村,,村,990101102,2020-06-01\n990101102,乙乡,Yi,乡镇,990101,2020-06-01\n"
    )

    assert "新增 2" in page
    assert Place.objects.get(code="990101102001").parent == Place.objects.get(code="990101102", name_en="Yi")


def test_the_same_table_twice_adds_nothing(client: Client) -> None:
    rows = "990101101009,新村,,村,990101101,2020-06-01\n"
    imported(client, rows)

    assert "新增 0 · 已有 1 · 未接受 0" in imported(client, rows)


def test_a_workbook_with_a_title_above_its_header_is_read_and_numbers_keep_their_digits(
    client: Client, tmp_path: Path
) -> None:
    path = tmp_path / "places.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "某县区划调整表")
        for column, title in enumerate(("name", "code", "level", "parent", "valid_from")):
            sheet.write_string(1, column, title)
        for column, cell in enumerate(("新村", 990101101009, "village", 990101101, "2020年6月1日")):
            sheet.write(2, column, cell)

    with path.open("rb") as file:
        page = client.post("/place-administration/", {"file": file}).content.decode()

    assert "新增 1" in page
    assert Place.objects.get(code="990101101009").valid_from == date(2020, 6, 1)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (None, "import_no_file"),
        (csv("a,b\n1,2\n"), "table_header"),
        (csv(HEAD, "places.pdf"), "import_suffix"),
        (SimpleUploadedFile("places.xlsx", b"PK\x03\x04 nothing"), "file_damaged"),
    ],
)
def test_a_file_that_is_no_table_of_places_is_refused_whole(
    client: Client, file: SimpleUploadedFile | None, code: str
) -> None:
    if file is not None:
        file.seek(0)
    answer = client.post("/place-administration/", {"file": file} if file else {})

    assert (answer.status_code, code in answer.content.decode()) == (422, True)


def test_renamed_places_are_found_by_their_former_name(client: Client) -> None:
    Place.objects.filter(code=HERE).update(name_zh="从前村")

    answer = client.post(f"/place-administration/{HERE}/rename/", {"name_zh": "如今村", **CHANGE})

    assert answer.status_code == 302
    assert (
        f"/place-administration/{HERE}/" in client.get("/place-administration/?sought=从前").content.decode()
    )
    page = client.get(f"/place-administration/{HERE}/").content.decode()
    assert "从前村" in page
    assert "示例〔2020〕1号" in page


def test_a_merged_village_says_what_it_became_on_its_own_page_and_on_the_page_of_figures(
    client: Client,
) -> None:
    answer = client.post(f"/place-administration/{HERE}/merge/", {"new": NEXT_VILLAGE, **CHANGE})

    assert answer.status_code == 302
    assert (
        f"/place-administration/{NEXT_VILLAGE}/"
        in client.get(f"/place-administration/{HERE}/").content.decode()
    )
    assert HERE in client.get(f"/place-administration/{NEXT_VILLAGE}/").content.decode()
    office = signed_in("office", Role.COUNTY_OFFICE)
    assert f'href="/places/{NEXT_VILLAGE}/"' in office.get(f"/places/{HERE}/", follow=True).content.decode()


def test_a_split_is_read_from_a_mapping_of_households(client: Client) -> None:
    for code in ("A1", "A2"):
        register_household(actor=COUNTY, code=code, village=HERE, opened_on=date(2014, 1, 1), at=AT, on=TODAY)
    mapping = csv(f"户编号,新地区代码\nA1,{HERE}\nA2,{NEXT_VILLAGE}\n", "mapping.csv")

    answer = client.post(f"/place-administration/{HERE}/split/", {"file": mapping, **CHANGE})

    assert answer.status_code == 302
    assert Household.objects.get(code="A2").village.code == NEXT_VILLAGE


@pytest.mark.parametrize("rows", ["A1,\n", f",{HERE}\n", f"A1,{HERE}\nA1,{NEXT_VILLAGE}\n"])
def test_a_mapping_that_lacks_something_or_names_a_household_twice_is_refused(
    client: Client, rows: str
) -> None:
    file = csv(f"户编号,新地区代码\n{rows}", "mapping.csv")
    answer = client.post(f"/place-administration/{HERE}/split/", {"file": file, **CHANGE})

    assert (answer.status_code, "split_row" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("act", "fields", "status", "code"),
    [
        ("rename", {"name_zh": "x", "on": "soon", "source": "x"}, 422, "place_day"),
        ("rename", {"name_zh": "", **CHANGE}, 422, "place_name"),
        ("merge", {"new": HERE, **CHANGE}, 422, "place_change_target"),
        ("merge", {"new": NEXT_VILLAGE, "on": "2020-07-01", "source": "x"}, 409, "place_change_day"),
        ("merge", {"new": ELSEWHERE, **CHANGE}, 404, "no_such_place"),
        ("split", CHANGE, 422, "import_no_file"),
    ],
)
def test_a_change_that_cannot_be_is_refused_beside_its_form(
    client: Client, act: str, fields: dict[str, str], status: int, code: str
) -> None:
    answer = client.post(f"/place-administration/{HERE}/{act}/", fields)

    assert (answer.status_code, code in answer.content.decode()) == (status, True)


def test_places_of_the_next_county_and_other_peoples_hands_stay_out(client: Client) -> None:
    assert client.get(f"/place-administration/{ELSEWHERE}/").status_code == 404
    assert ELSEWHERE not in client.get("/place-administration/").content.decode()
    for role in (Role.COUNTY_OFFICE, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        other = signed_in(role.value, role)
        assert other.get("/place-administration/").status_code == 409
        assert other.post("/place-administration/", {"file": csv(HEAD)}).status_code == 409
        assert other.get(f"/place-administration/{HERE}/").status_code == 404
        assert (
            other.post(f"/place-administration/{HERE}/merge/", {"new": NEXT_VILLAGE, **CHANGE}).status_code
            == 404
        )
        assert other.get("/place-administration/refused.xlsx").status_code == 409


def test_a_table_without_any_header_names_the_headers_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("1,2\n", encoding="utf-8")

    with pytest.raises(BadInput, match="household, place"):
        read_small_table(
            path, name="t.csv", headers={"household": ("户", "household"), "place": ("村", "place")},
            needed=("household", "place"),
        )  # fmt: skip
