"""An approval whose process is killed (kill -9): all of it or nothing, and what was acknowledged is there."""

from __future__ import annotations

import pytest
from tests.support.cast import COUNTY, TODAY
from tests.support.families import LATER, ONE, TWO, household, make_families, proposed, seen, who
from tests.support.killing import killed_when_here

from tuopin.audit.models import Entry
from tuopin.registry.models import ChangeRequest, Membership
from tuopin.registry.rules.changes import Merge
from tuopin.registry.services.changes.deciding import approve

pytestmark = pytest.mark.django_db(transaction=True)
APPROVAL = """
import sys, time, uuid, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
def stop(*arguments, **named):
    print("here", flush=True)
    time.sleep(120)
if sys.argv[3]:
    where, name = sys.argv[3].rsplit(".", 1)
    setattr(__import__(where, fromlist=[name]), name, stop)
from tests.support.cast import COUNTY, TODAY
from tests.support.families import LATER
from tuopin.registry.services.changes import deciding
deciding.approve(actor=COUNTY, key=uuid.UUID(sys.argv[2]), answer="", at=LATER, on=TODAY)
stop()
"""
"""Stands still for ever at a given function, or once the approval has come back, so that it is killed exactly there."""
EFFECTS = "tuopin.registry.services.changes.effects"
MOMENTS = (f"{EFFECTS}.join", f"{EFFECTS}._close", "tuopin.audit.services.record")


@pytest.fixture
def merge() -> ChangeRequest:
    make_families()
    return proposed(Merge(other=TWO, other_seen=seen(TWO), relations={1: 99}))


def killed_at(moment: str, request: ChangeRequest) -> None:
    """A process approves the request, reaches the moment, and is killed."""
    killed_when_here(APPROVAL, str(request.pk), moment)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_in_the_middle_nothing_happened_and_it_can_be_done_again(
    merge: ChangeRequest, moment: str
) -> None:
    before = [seen(ONE), seen(TWO), who(ONE), who(TWO)]

    killed_at(moment, merge)
    merge.refresh_from_db()

    assert (merge.state, merge.decided_by) == ("proposed", None)
    assert [seen(ONE), seen(TWO), who(ONE), who(TWO)] == before
    assert household(TWO).closed_on is None
    assert not Membership.objects.exclude(ends_before=None).exists()
    assert not Entry.objects.filter(action="changes.approve").exists()
    assert approve(actor=COUNTY, key=merge.pk, answer="", at=LATER, on=TODAY).state == "approved"


def test_killed_right_after_it_was_acknowledged_everything_is_there(merge: ChangeRequest) -> None:
    killed_at("", merge)
    merge.refresh_from_db()

    assert merge.state == "approved"
    assert (len(who(ONE)), who(TWO), household(TWO).closed_on) == (7, [], merge.takes_effect_on)
    assert Entry.objects.filter(action="changes.approve").count() == 1
