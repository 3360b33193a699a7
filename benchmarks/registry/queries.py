"""How many queries each kind of request makes, and how long the database takes, asked as a county's officer."""

from __future__ import annotations

import json
import random
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.registry.visits import KINDS

TIMES = 5


def main(sessions: str) -> None:
    told = json.loads(Path(sessions).read_text(encoding="utf-8"))
    officer = next(each for each in told["officers"] if each["role"] == "county_office")
    client, draw = Client(HTTP_HOST="localhost"), random.Random(4)
    client.cookies[settings.SESSION_COOKIE_NAME] = officer["cookie"]
    found = {}
    for kind in KINDS:
        most, slowest = 0, {"ms": 0.0, "sql": ""}
        for _ in range(TIMES):
            visit = kind.make(officer, draw)
            with CaptureQueriesContext(connection) as captured:
                if visit.form is None:
                    client.get(visit.address)
                else:
                    client.post(visit.address, visit.form, headers={"HX-Request": "true"})
            most = max(most, len(captured))
            for query in captured.captured_queries:
                spent = float(query["time"]) * 1000
                if spent > slowest["ms"]:
                    slowest = {"ms": spent, "sql": query["sql"]}
        found[kind.name] = {"queries": most, "slowest_ms": slowest["ms"], "slowest": slowest["sql"][:2000]}
    print(json.dumps(found))
