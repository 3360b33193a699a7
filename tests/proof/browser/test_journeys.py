"""What people come for, from signing in to the end of the errand, in a real browser."""

from __future__ import annotations

import base64
import hmac
import re
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.proof.browser.conftest import Served, sign_in
from tests.support.workbooks import write_xlsx

WAIT_MS = 30_000
"""For a worker that starts a process to read a file."""


def test_a_household_is_found_and_its_verdict_changes_before_it_is_saved(page: Page, office: Served) -> None:
    sign_in(page, office, "county_office")
    page.click("nav a[href='/households/']")
    code = _first_household(page)
    page.goto(f"/households/{code}/household_status/clothing/")
    page.check("input[name='clothes_four_seasons'][value='0']")

    expect(page.locator("#content")).to_contain_text("保存后会改变")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(rf"/households/{code}/#"))
    row = page.locator("[id='household_status-clothing']")
    expect(row).to_contain_text("不达标")


def _first_household(page: Page) -> str:
    found = re.search(r'href="/households/(\d+)/"', page.content())
    assert found
    return found.group(1)


def test_a_messy_workbook_comes_back_with_reasons_is_mended_and_merged_by_another(
    page: Page, browser: Browser, office: Served, tmp_path: Path
) -> None:
    sign_in(page, office, "county_office")
    page.goto("/households/")
    code = _first_household(page)
    _hand_in(page, tmp_path, code, income="八千左右")
    with page.expect_download() as taken:
        page.click("a[href$='refused.xlsx']")
    assert taken.value.suggested_filename.endswith(".xlsx")

    _hand_in(page, tmp_path, code, income=8000)
    expect(page.locator("#content")).to_contain_text("待合并")
    assert "合并到登记库" not in page.content(), "whoever hands in does not merge"
    address = page.url

    reviewer = browser.new_context(locale="zh-CN", base_url=office.address).new_page()
    sign_in(reviewer, office, "township_reviewer")
    reviewer.goto(address)
    reviewer.get_by_role("button", name="合并到登记库").click()
    _finished(reviewer, "已合并")
    expect(reviewer.locator("#content")).to_contain_text("已合并")
    reviewer.context.close()


def _hand_in(page: Page, folder: Path, code: str, *, income: object) -> None:
    """Uploads a household's row and waits until it was read."""
    sheets: dict[str, list[list[object]]] = {
        "户": [
            ["户编号", "村代码", "采集日期", "家庭人口数", "家庭年纯收入"],
            [code, code[:12], "2020-06-20", 4, income],
        ]
    }
    page.goto("/imports/")
    page.set_input_files("input[name='file']", write_xlsx(folder / "六月.xlsx", sheets))
    page.get_by_role("button", name="上传并比对").click()
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]+/"))
    _finished(page, "待合并")


def _finished(page: Page, state: str) -> None:
    """The page says by itself that the work is done; what came of it stands on the next."""
    expect(page.locator("#content")).to_contain_text(re.compile(f"已完成|{state}"), timeout=WAIT_MS)
    page.reload()


def test_a_leader_drills_from_the_city_to_a_village_and_reads_it_in_english(
    page: Page, office: Served
) -> None:
    sign_in(page, office, "city_leader")
    page.goto("/dashboard/")
    page.locator("main a[href^='/places/']").first.click()
    while page.locator("#inside").count():
        page.locator("section[aria-labelledby='inside'] a[href^='/places/']").first.click()
    expect(page.locator("h1")).to_contain_text("村")
    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#content")).to_contain_text("Rates")


def test_a_leader_supposes_a_higher_line_and_sees_who_would_be_poor_and_what_it_would_cost(
    page: Page, office: Served
) -> None:
    sign_in(page, office, "city_leader")
    page.goto("/standards/household_status/")
    page.locator("#value-income_line").fill("many")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("parameter_value")
    page.locator("#value-income_line").fill("8000")
    page.keyboard.press("Enter")

    expect(page.locator(".tp-law")).to_contain_text("8,000")
    expect(page.locator("#gaps canvas")).to_be_visible()
    assert page.locator("section[aria-labelledby='why'] tbody tr").count() > 0
    expect(page.locator("#cost-1")).to_be_visible()


def test_the_keyboard_alone_signs_in_and_skips_to_the_content(page: Page, office: Served) -> None:
    page.goto("/sign-in/")
    page.keyboard.type("auditor")
    page.keyboard.press("Tab")
    page.keyboard.type(office.passwords["auditor"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{office.address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "tp-skip"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_somebody_turns_on_one_time_codes_and_signs_in_with_one(page: Page, office: Served) -> None:
    sign_in(page, office, "evaluator")
    page.goto("/my/second-factor/totp/")
    secret = page.locator("p.tp-basis code").inner_text().replace(" ", "")
    page.fill("#code", one_time_code(secret))
    page.fill("#password", office.passwords["evaluator"])
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#content")).to_contain_text("恢复码")
    page.get_by_role("button", name="退出登录").click()

    page.goto("/sign-in/")
    page.fill("#id_username", "evaluator")
    page.fill("#id_password", office.passwords["evaluator"])
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_url(re.compile("/sign-in/second/"))
    page.goto("/households/")
    assert "/sign-in/" in page.url, "the password alone opens nothing"
    page.goto("/sign-in/second/")
    page.fill("input[name='code']", one_time_code(secret))
    page.locator("main form:has(input[name='code']) button.btn-primary").click()

    page.wait_for_url(f"{office.address}/")


def one_time_code(secret: str) -> str:
    """As the app on a phone works it out (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def test_nothing_of_a_person_stands_in_the_log_of_the_server_or_its_worker(office: Served) -> None:
    """After all that was done above: no sealed name was logged, and nothing failed."""
    told = (office.home / "server.log").read_text(encoding="utf-8", errors="replace")

    assert not re.search(r"[甲乙丙丁戊己庚辛壬癸][一二三四五六七八九十]", told)
    assert not re.search(r"99\d{15}[\dX]", told)
    assert "Traceback" not in told
