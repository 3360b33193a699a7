"""The pages of imports, from handing in a messy file to taking it back, as two officers use them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import load_workbook
from tests.imports.office import AT, ON, acting, handed_in, make_office, merged, workbook
from tests.support.workbooks import replaced, small_county

from tuopin.audit.models import Entry
from tuopin.intake.checking import read_batch
from tuopin.intake.models import Import
from tuopin.jobs.worker import do_next
from tuopin.registry.models import Household
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import record_facts

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _office(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    make_office()
    monkeypatch.setattr(
        "tuopin.intake.batch.read_apart", lambda request, _, progress: read_batch(request, progress)
    )


def signed_in(code: str) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    assert client.login(username=code, password="a long sentence")
    return client


def test_a_messy_file_is_handed_in_looked_at_merged_and_taken_back(tmp_path: Path) -> None:
    clerk, reviewer = signed_in("clerk"), signed_in("reviewer")
    messy = workbook(tmp_path, replaced(small_county(), "户", "家庭年纯收入", 3, "八千左右"))[0]

    answer = clerk.post("/imports/", {"file": SimpleUploadedFile("../六月.xlsx", messy), "purpose": "merge"})
    address = answer.headers["Location"]
    assert "every 2s" in clerk.get(address).content.decode()
    do_next()

    page = clerk.get(address).content.decode()
    assert "六月.xlsx" in page
    assert "待合并" in page
    assert "请由另一位有审核权的同事合并" in page
    assert "合并到登记库" not in page
    assert clerk.post(f"{address}merge/").status_code == 409

    assert "合并到登记库" in reviewer.get(address).content.decode()
    assert reviewer.post(f"{address}merge/").status_code == 302
    do_next()
    assert "已合并" in reviewer.get(address).content.decode()
    assert Household.objects.filter(code="H001").exists()

    reviewer.post(f"{address}undo/")
    do_next()
    assert "已撤销" in reviewer.get(address).content.decode()
    assert not Household.objects.exists()


def test_refused_rows_come_back_with_their_reasons_to_whoever_may_import(tmp_path: Path) -> None:
    batch = handed_in(workbook(tmp_path, replaced(small_county(), "户", "家庭年纯收入", 3, "八千左右")))

    answer = signed_in("clerk").get(f"/imports/{batch.pk}/refused.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()

    assert sheet[0][0] == "错误说明"
    assert "家庭年纯收入" in sheet[1][0]
    assert Entry.objects.filter(action="imports.take_refused", actor="clerk").exists()
    assert signed_in("reviewer").get(f"/imports/{batch.pk}/refused.xlsx").status_code == 409


def test_the_next_county_finds_no_page(tmp_path: Path) -> None:
    batch = handed_in(workbook(tmp_path, small_county()))

    for address in ("", "refused.xlsx", "changes.xlsx"):
        assert signed_in("next").get(f"/imports/{batch.pk}/{address}").status_code == 404
    assert signed_in("next").post(f"/imports/{batch.pk}/discard/").status_code == 404
    assert str(batch.pk) not in signed_in("next").get("/imports/").content.decode()


def test_what_keeps_an_import_from_being_taken_back_is_listed(tmp_path: Path) -> None:
    batch = merged(handed_in(workbook(tmp_path, small_county())))
    record_facts(
        actor=acting("clerk"), household="H002", seen=1, collected_on=ON, source=Source.VISIT, at=AT, on=ON,
        facts={"net_income": 1}, members={},
    )  # fmt: skip

    page = signed_in("reviewer").get(f"/imports/{batch.pk}/").content.decode()

    assert "不能撤销：之后已被使用" in page
    assert "<li>H002：之后又有修改</li>" in page


def test_a_file_that_is_no_workbook_is_refused_with_a_sentence() -> None:
    answer = signed_in("clerk").post(
        "/imports/", {"file": SimpleUploadedFile("a.exe", b"MZ"), "purpose": "merge"}
    )

    assert answer.status_code == 422
    assert "只能导入工作簿或 csv" in answer.content.decode()
    assert not Import.objects.exists()
    assert signed_in("clerk").post("/imports/", {"purpose": "merge"}).status_code == 422


def test_whoever_may_not_import_cannot_hand_in(tmp_path: Path) -> None:
    given = SimpleUploadedFile("a.xlsx", workbook(tmp_path, small_county())[0])

    assert signed_in("reviewer").post("/imports/", {"file": given, "purpose": "merge"}).status_code == 409


def test_the_national_system_gets_a_list_and_the_next_export_is_checked_against_it(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))
    stale = replaced(replaced(small_county(), "户", "家庭年纯收入", 2, 11000), "户", "家庭年纯收入", 3, 7000)
    first = handed_in(workbook(tmp_path, stale), purpose=Import.Purpose.NATIONAL)
    client = signed_in("clerk")

    lines = _sheets(client.get(f"/imports/{first.pk}/changes.xlsx").content)["国家系统变更清单"][1:]
    assert [line[0] for line in lines] == ["H001", "H002"]
    assert "家庭年纯收入" in lines[0][2]
    assert "11,000" in lines[0][3]
    assert "12,000.5" in lines[0][4]
    assert lines[0][5] == "2020-06-01"

    half_done = replaced(small_county(), "户", "家庭年纯收入", 3, 7000)
    Import.objects.filter(pk=first.pk).update(staged_at="2020-06-01T00:00:00Z")
    second = handed_in(workbook(tmp_path, half_done), purpose=Import.Purpose.NATIONAL)

    checked = _sheets(client.get(f"/imports/{second.pk}/changes.xlsx").content)["上次要求修改后"][1:]
    assert {line[1]: line[0] for line in checked} == {"H001": "已采纳", "H002": "仍未修改"}
    assert "合并到登记库" not in signed_in("reviewer").get(f"/imports/{second.pk}/").content.decode()


def _sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = load_workbook(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
