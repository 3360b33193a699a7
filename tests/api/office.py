"""Two villages with one household each, officers of both counties, and programs that call with their tokens."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from tests.imports.office import AT, ELSEWHERE, ON, acting, make_office
from tests.support.workbooks import VILLAGES, citizen

from tuopin.accounts.rules import CHARTERS, Role
from tuopin.accounts.tokens.rules import ACTS
from tuopin.accounts.tokens.services import make_token
from tuopin.registry.models import Membership
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import record_facts
from tuopin.registry.services.identity import Papers
from tuopin.registry.services.members import add_member, register_household

HERE, NEXT = VILLAGES
HOUSEHOLD, STRANGER = "H001", "H900"
NAME, NUMBER = "示例甲三", citizen(1)
__all__ = ["AT", "ELSEWHERE", "HERE", "HOUSEHOLD", "NAME", "NEXT", "NUMBER", "ON", "STRANGER", "acting"]


def make_registry() -> None:
    make_office()
    for actor, code, village in (("county", HOUSEHOLD, HERE), ("next", STRANGER, ELSEWHERE)):
        register_household(
            actor=acting(actor), code=code, village=village, opened_on=date(2014, 1, 1), at=AT, on=ON
        )
    add_member(
        actor=acting("county"), household=HOUSEHOLD, seen=1, starts_on=date(2014, 1, 1), at=AT, on=ON,
        begin=Membership.Begin.REGISTERED, papers=Papers(name=NAME, id_number=NUMBER), facts={},
        source=Source.VISIT,
    )  # fmt: skip
    record_facts(
        actor=acting("county"), household=HOUSEHOLD, seen=2, collected_on=ON, source=Source.VISIT, at=AT, on=ON,
        facts={"size": 1, "net_income": 300_000},
    )  # fmt: skip


def program(code: str, *, acts: list[str] | None = None, place: str | None = None) -> Caller:
    """A program of an officer; by default with all a token may hold of the officer's role."""
    actor = acting(code)
    allowed = CHARTERS[Role(actor.roles[0])].acts
    _, secret = make_token(
        actor=actor, label="test", acts=acts or [act.value for act in ACTS if act in allowed], place=place,
        last_day=ON, at=AT, on=ON,
    )  # fmt: skip
    return Caller(secret)


class Caller:
    """Calls /api/v1 as JSON."""

    def __init__(self, secret: str | None, client: Client | None = None) -> None:
        self.client = client or Client()
        self.headers = {"authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **more: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **more})

    def post(self, path: str, data: object = None, **more: str) -> Any:
        return self.client.post(
            f"/api/v1{path}", data={} if data is None else data, content_type="application/json",
            headers={**self.headers, **more},
        )  # fmt: skip
