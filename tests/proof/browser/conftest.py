"""A small office that is really served, and a real browser to visit it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.support.browser import chromium

ROOT = Path(__file__).resolve().parents[3]
FILL = """
import sys
from pathlib import Path
from tuopin.cli.demo_office import fill_office
from tuopin.synthetic.city import make_city

fill_office(make_city(households=300), Path(sys.argv[1]), lambda *told: None)
"""
DAY = "2020-06-30"
START_LIMIT_S = 60


@dataclass
class Served:
    address: str
    home: Path
    passwords: dict[str, str]
    complaints: list[str] = field(default_factory=list)
    """What the browser's console called an error."""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    chromium()
    home = tmp_path_factory.mktemp("visited") / "office"
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "TUOPIN_HOME": str(home),
        "TUOPIN_BUSINESS_DAY": DAY,
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", FILL, str(home)], env=environment, check=True, capture_output=True)
    port = _free_port()
    with (home / "server.log").open("wb") as log:
        command = [sys.executable, "-P", "-m", "tuopin", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server:
            try:
                address = f"http://127.0.0.1:{port}"
                _wait(address, server, home / "server.log")
                told = json.loads((home / "accounts.json").read_text(encoding="utf-8"))
                yield Served(address, home, {each["code"]: each["password"] for each in told})
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    last = time.monotonic() + START_LIMIT_S
    while server.poll() is None and time.monotonic() < last:
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the office was not served: {log.read_text(errors='replace')[-600:]}")


@pytest.fixture(scope="module")
def browser(office: Served) -> Iterator[Browser]:
    """For one module only: while it is open, Django refuses to reach the database from this process."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, office: Served) -> Iterator[Page]:
    """A fresh visitor who reads Chinese, on a screen of 1280 pixels. A page that complains fails the test."""
    office.complaints.clear()
    context = browser.new_context(
        locale="zh-CN", base_url=office.address, viewport={"width": 1280, "height": 900}
    )
    found = context.new_page()
    found.on("console", lambda said: _listen(office, said))
    found.on("pageerror", lambda error: office.complaints.append(f"{found.url}: {error}"))
    yield found
    context.close()
    assert not office.complaints


def _listen(office: Served, said: ConsoleMessage) -> None:
    """Answers of 4xx and 5xx are told by the journeys themselves; the browser only repeats them."""
    if said.type == "error" and "Failed to load resource" not in said.text:
        office.complaints.append(f"{said.location.get('url')}: {said.text}")


def sign_in(page: Page, office: Served, code: str) -> None:
    page.goto("/sign-in/")
    page.fill("#id_username", code)
    page.fill("#id_password", office.passwords[code])
    page.click("main form button.btn-primary")
    page.wait_for_url(f"{office.address}/")
