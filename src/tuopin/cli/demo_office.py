"""The demo's office: the invented city in a registry, judged, with an account for every role, ready to be served."""

import json
import os
import secrets
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from tuopin.cli.office import SETTINGS, make_office
from tuopin.cli.progress import Tell
from tuopin.kernel.text import Text
from tuopin.project.office import BUSINESS_DAY, HOME, office_of
from tuopin.synthetic.city import City
from tuopin.synthetic.papers import Papers as Made
from tuopin.synthetic.shapes import write_map

ACCOUNTS = "accounts.json"
POSTED_FROM = date(2014, 1, 1)


def fill_office(city: City, home: Path, tell: Tell) -> list[dict[str, str]]:
    """Makes the office and fills it; the accounts, one a role. Every start has its own password."""
    os.environ[HOME], os.environ[BUSINESS_DAY] = str(home.absolute()), city.on.isoformat()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    tell(Text("建立办公室", "making the office"), 0, 0)
    make_office()
    return _filled(city, home, tell)


def _filled(city: City, home: Path, tell: Tell) -> list[dict[str, str]]:
    from django.db import connection  # noqa: PLC0415 - Django has its settings only now

    from tuopin.intake.history_loading import load_history  # noqa: PLC0415
    from tuopin.kernel.actor import SYSTEM  # noqa: PLC0415
    from tuopin.warehouse.registry_runs import judge_registry  # noqa: PLC0415

    write_map(city.villages, city.seed, office_of().map)
    at = datetime.combine(city.on, time(9), UTC)
    tell(Text("登记入库", "filling the registry"), 0, 0)
    load_history(actor=SYSTEM, dataset=city.dataset, papers=_papers(city), at=at)
    judge_registry(actor=SYSTEM, on=city.on, at=at, progress=tell)
    accounts = _accounts(city, at)
    (home / ACCOUNTS).write_text(json.dumps(accounts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (home / ACCOUNTS).chmod(0o600)
    connection.close()
    return accounts


def _papers(city: City) -> dict[tuple[int, int], Any]:
    from tuopin.registry.services.identity import Papers  # noqa: PLC0415 - Django has its settings only now

    persons = city.dataset.table("persons")
    made = Made(city.villages, persons)
    pairs = zip(*(persons[name].to_pylist() for name in ("household", "person")), strict=True)
    return {
        pair: Papers(name=name, id_kind="citizen", id_number=number)
        for pair, name, number in zip(pairs, made.names(), made.numbers(), strict=True)
    }


def _accounts(city: City, at: datetime) -> list[dict[str, str]]:
    """The code says the role; each is posted in the first place of the level where such a role works."""
    from tuopin.accounts import services  # noqa: PLC0415 - Django has its settings only now
    from tuopin.accounts.rules import CHARTERS, Role  # noqa: PLC0415
    from tuopin.kernel.actor import SYSTEM  # noqa: PLC0415
    from tuopin.places.models import Place  # noqa: PLC0415

    levels = city.pack.place_levels
    first = {level: Place.objects.filter(level=level).order_by("code").first() for level in levels}
    where = {
        Role.VILLAGE_TEAM: levels[-1], Role.TOWNSHIP_CLERK: levels[-2], Role.TOWNSHIP_REVIEWER: levels[-2],
        Role.CITY_LEADER: levels[-4], Role.SYSTEM_ADMIN: levels[-4], Role.SECURITY_ADMIN: levels[-4],
        Role.AUDIT_ADMIN: levels[-4],
    }  # fmt: skip
    password = secrets.token_urlsafe(9)
    found = []
    for role, charter in CHARTERS.items():
        place = first[where.get(role, levels[-3])]
        assert place is not None
        user = services.add_user(
            actor=SYSTEM, code=role.value, name=charter.label.zh, password=password, at=at
        )
        services.post(
            actor=SYSTEM, user=user, role=role, place=place, starts_on=POSTED_FROM, at=at,
            department="education" if role is Role.SECTOR else "",
        )  # fmt: skip
        found.append(
            {"code": role.value, "password": password, "role_zh": charter.label.zh, "role_en": charter.label.en,
             "place_zh": place.name_zh, "place_en": place.name_en}
        )  # fmt: skip
    return found
