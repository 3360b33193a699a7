"""The help page tells each reader what her or his own postings allow, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from tests.support.cast import AT, HERE, make_places

from tuopin.accounts import services
from tuopin.accounts.models import User
from tuopin.accounts.rules import Act, Role
from tuopin.kernel.actor import SYSTEM
from tuopin.places.models import Place
from tuopin.web.help.pages import HOW

pytestmark = pytest.mark.django_db


def reader(role: Role | None) -> Client:
    user: User = services.add_user(
        actor=SYSTEM, code="reader", name="示例甲", password="a long sentence", at=AT
    )
    if role is not None:
        services.post(
            actor=SYSTEM,
            user=user,
            role=role,
            place=Place.objects.get(code=HERE),
            starts_on=date(2015, 1, 1),
            at=AT,
        )
    client = Client()
    client.force_login(user)
    return client


def test_every_act_is_explained() -> None:
    assert set(HOW) == set(Act)


def test_a_reader_is_told_what_the_posting_allows_and_where() -> None:
    make_places()
    page = reader(Role.VILLAGE_TEAM).get("/help/").content.decode()

    assert "村两委和驻村工作队" in page
    assert HOW[Act.EDIT_FACTS].zh in page
    assert HOW[Act.APPROVE_CHANGE].zh not in page
    assert Place.objects.get(code=HERE).name_zh in page


def test_one_without_a_posting_is_told_whom_to_ask() -> None:
    page = reader(None).get("/help/", headers={"accept-language": "en"}).content.decode()

    assert "Ask the security administrator" in page
