"""The history of a household: what was recorded and when, how each run judged, how old the evidence is."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta

import pytest
from django.conf import settings as office
from django.test import Client
from tests.support.cast import AT

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.accounts.selectors import actor_of
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.verdict import Verdict
from tuopin.places.models import Place
from tuopin.registry.models import Household
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import record_facts
from tuopin.standards.cn import household_status
from tuopin.synthetic.city import make_city
from tuopin.warehouse.models import HouseholdFinding
from tuopin.warehouse.registry_runs import judge_registry
from tuopin.warehouse.run_history import verdicts_by_run

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON = date(2020, 6, 30)
STATUS = household_status.STANDARD


def test_history_tells_each_recording_and_each_run_and_says_when_files_are_gone(settings: object) -> None:
    settings.BUSINESS_DAY = ON  # type: ignore[attr-defined]
    load_history(actor=SYSTEM, dataset=make_city(households=120, on=ON).dataset, papers={}, at=AT)
    county = Place.objects.filter(level="county").order_by("code")[0]
    user = accounts.add_user(actor=SYSTEM, code="here", name="here", password="a long sentence", at=AT)
    accounts.post(
        actor=SYSTEM, user=user, role=Role.COUNTY_OFFICE, place=county, starts_on=date(2014, 1, 1), at=AT
    )
    first = judge_registry(actor=SYSTEM, on=ON, at=AT)
    household = HouseholdFinding.objects.filter(
        standard=STATUS.code, overall=Verdict.MET.value, village__path__startswith=county.path
    )[0].household
    record_facts(
        actor=actor_of(user, on=ON), household=household.code, seen=household.version, collected_on=date(2020, 6, 12),
        source=Source.VISIT, at=AT + timedelta(hours=1), on=ON, facts={"clothes_four_seasons": False},
    )  # fmt: skip
    judge_registry(actor=SYSTEM, on=ON, at=AT + timedelta(hours=2))

    household = Household.objects.get(pk=household.pk)
    newest, oldest = (dict(each.verdicts or ()) for each in verdicts_by_run(household))
    client = Client(headers={"Accept-Language": "zh-hans"})
    client.login(username="here", password="a long sentence")
    page = client.get(f"/households/{household.code}/").content.decode()
    history = client.get(f"/households/{household.code}/history/").content.decode()
    shutil.rmtree(office.OFFICE.folder("runs") / str(first.pk))
    without = client.get(f"/households/{household.code}/history/").content.decode()

    assert (newest[STATUS], oldest[STATUS]) == (Verdict.NOT_MET, Verdict.MET)
    clothing = re.search(r'id="household_status-clothing".*?</li>', page, re.S)
    assert clothing is not None
    assert "依据采集于 2020年6月12日" in clothing[0]
    assert "入户核查" in history
    assert "2020年6月12日" in history
    assert "文件已不在" not in history
    assert "文件已不在" in without
