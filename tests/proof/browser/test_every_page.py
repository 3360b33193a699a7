"""Every page in both languages, light and dark, wide and on a phone: everybody can use it (axe), nothing is cut off."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.proof.browser.conftest import Served, sign_in

PAGES = {
    "county_office": (
        "/", "/dashboard/", "/households/", "household", "answer", "member", "join",
        "leave", "/changes/", "split", "merge", "transfer", "head", "removal", "/imports/", "/places/", "village",
        "/runs/", "run",
        "/standards/", "/standards/household_exit/", "/jobs/", "/help/", "/tokens/", "/my/password/",
        "/my/second-factor/", "/my/second-factor/totp/", "/my/second-factor/key/",
    ),
    "city_leader": ("/dashboard/",),
    "security_admin": ("/people/", "/people/new/", "/people/county_office/"),
    "system_admin": ("/place-administration/", "area", "/jobs/"),
    "auditor": ("/audit/", "/audit/chain/"),
}  # fmt: skip
"""What each role opens. Names without a slash are found on the page before."""
FOLLOWED = {
    "household": (r'href="(/households/\w+/)"', "/households/"),
    "answer": (r'href="(/households/\w+/household_status/water/)"', "household"),
    "member": (r'href="(/households/\w+/members/1/)"', "household"),
    "join": (r'href="(/households/\w+/members/join/)"', "household"),
    "leave": (r'href="(/households/\w+/members/1/leave/)"', "member"),
    **{
        kind: (rf'href="(/households/\w+/changes/{kind}/)"', "household")
        for kind in ("split", "merge", "transfer", "head", "removal")
    },
    "run": (r'href="(/runs/[0-9a-f-]+/)"', "/runs/"),
    "area": (r'href="(/place-administration/\w+/)"', "/place-administration/"),
}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
OF_COLOUR = {"runOnly": ["color-contrast"]}


@pytest.mark.parametrize("role", [*PAGES, "nobody"])
def test_everybody_can_use_every_page(page: Page, office: Served, role: str) -> None:
    if role != "nobody":
        sign_in(page, office, role)
    faults: list[str] = []
    for name in PAGES.get(role, ("/sign-in/",)):
        page.goto(_address(page, name))
        faults += [*_faults(page, "zh light 1280", OF_COLOUR), *_cut_off(page, "zh")]
        page.click("[data-tp-theme]")
        page.click('form[action="/language/"] button')
        page.wait_for_selector('html[lang="en"]')
        faults += [*_cut_off(page, "en"), *_faults(page, "en dark 390")]
        page.set_viewport_size(DESK)
        page.click("[data-tp-theme]")
        page.click('form[action="/language/"] button')
        page.wait_for_selector('html[lang="zh-Hans"]')

    assert not faults, "\n".join(faults)


def _address(page: Page, name: str) -> str:
    if name == "village":  # the household's code begins with it
        return f"/villages/{_address(page, 'household').split('/')[2][:12]}/"
    if name not in FOLLOWED:
        return name
    pattern, where = FOLLOWED[name]
    page.goto(_address(page, where))
    found = re.search(pattern, page.content())
    assert found, f"no {name} on {where}"
    return found.group(1)


def _faults(page: Page, how: str, options: dict[str, object] | None = None) -> list[str]:
    told = Axe().run(page, options={"resultTypes": ["violations"], **(options or {})}).response["violations"]
    return [
        f"{page.url} {how}: {each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in told
    ]


def _cut_off(page: Page, language: str) -> list[str]:
    """What makes a phone scroll sideways; leaves the page at a phone's width."""
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(300)  # charts follow
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{page.url} {language} 390: {wide} pixels wide"] if wide > PHONE["width"] else []
