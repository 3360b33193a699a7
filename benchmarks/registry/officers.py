"""The officers: threads of one process, each with its own session, thinking between two requests."""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.registry.visits import KINDS, Visit, next_visit

THINKS_S = (5.0, 15.0)
TOKEN = "t" * 32


@dataclass(frozen=True)
class Seen:
    kind: str
    client_ms: float
    server_ms: float
    status: int


class Browser:
    """One connection kept open, as browsers do."""

    def __init__(self, port: int, cookie: str, officer: Mapping[str, Any]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.officer = officer
        self.cookies = f"{cookie}={officer['cookie']}; csrftoken={TOKEN}"

    def visit(self, kind: str, visit: Visit) -> Seen:
        headers = {"Cookie": self.cookies, "Accept-Language": "zh", "X-CSRFToken": TOKEN}
        if visit.fragment:
            headers |= {"HX-Request": "true"}
        body = None
        if visit.form is not None:
            body = urlencode(visit.form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        try:
            self.connection.request("GET" if body is None else "POST", visit.address, body, headers)
            answer = self.connection.getresponse()
            answer.read()
        except (
            http.client.HTTPException,
            OSError,
        ):  # an idle connection that the server has closed, or no answer
            self.connection.close()
            return Seen(kind, (time.perf_counter() - started) * 1000, 0, 0)
        spent = (time.perf_counter() - started) * 1000
        told = re.search(r"app;dur=([\d.]+)", answer.headers.get("Server-Timing", ""))
        return Seen(kind, spent, float(told[1]) if told else 0, answer.status)


def alone(browser: Browser, times: int) -> list[Seen]:
    """One officer, one request after the other, every kind in turn."""
    draw = random.Random(3)
    kinds = [kind for kind in KINDS if kind.open_to(browser.officer)]
    seen = []
    for round_ in range(times + 1):
        for kind in kinds:
            one = browser.visit(kind.name, kind.make(browser.officer, draw))
            if round_:  # the first warms up
                seen.append(one)
    return seen


def together(browsers: list[Browser], seconds: float) -> list[Seen]:
    """All of them; nobody's first request counts."""
    seen: list[Seen] = []
    until = time.monotonic() + seconds

    def work(number: int, browser: Browser) -> None:
        draw = random.Random(number)
        time.sleep(draw.uniform(0, min(THINKS_S[1], seconds)))
        mine = []
        while time.monotonic() < until:
            mine.append(browser.visit(*next_visit(browser.officer, draw)))
            time.sleep(draw.uniform(*THINKS_S))
        seen.extend(mine[1:])

    threads = [threading.Thread(target=work, args=each) for each in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def main(*arguments: str) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sessions", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=120)
    asked = parser.parse_args(arguments)
    told = json.loads(asked.sessions.read_text(encoding="utf-8"))
    browsers = [Browser(asked.port, told["cookie"], officer) for officer in told["officers"]]
    county = next(each for each in browsers if each.officer["role"] == "county_office")
    found = {"alone": alone(county, asked.rounds), "together": together(browsers, asked.seconds)}
    print(json.dumps({name: [vars(each) for each in seen] for name, seen in found.items()}))
