"""The demo's office: every account signs in, sees what its role allows, and nobody else's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, sys
from pathlib import Path
from tuopin.cli.demo_office import fill_office
from tuopin.synthetic.city import make_city

accounts = fill_office(make_city(households=200), Path(sys.argv[1]), lambda *told: None)
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
found = {}
for account in accounts:
    client = Client()
    signed_in = client.login(username=account["code"], password=account["password"])
    found[account["code"]] = [signed_in, client.get("/").status_code,
    client.get("/households/").content.decode().count("/households/99"),
    client.get("/dashboard/").content.decode().count('id="map"')]
print(json.dumps(found))
"""


def test_every_account_of_the_demo_signs_in_and_sees_what_its_role_allows(tmp_path: Path) -> None:
    home = tmp_path / "office"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src")}

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(home)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert all(told[:2] == [True, 200] for told in found.values())
    sees = {code for code, told in found.items() if told[2]}
    assert sees == {
        "village_team", "township_clerk", "township_reviewer", "county_office", "sector", "evaluator", "auditor",
    }  # fmt: skip
    assert found["city_leader"][3] == 1, "the dashboard has its map"
    assert (home / "accounts.json").stat().st_mode & 0o077 == 0
