"""A city's workbook with the mistakes such workbooks have, as one import: counted, merged, given again, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.imports.office import AT, ON, acting, handed_in, merged, undone

from tuopin.accounts import services as accounts
from tuopin.accounts.rules import Role
from tuopin.engine.kinds import Level
from tuopin.intake.checking import read_batch
from tuopin.intake.imports import staging
from tuopin.intake.imports.rules import adds_up, tally
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.errors import RefusedByRule
from tuopin.places import services as places
from tuopin.places.models import Place
from tuopin.registry.models import Household, Identity, Person
from tuopin.registry.models.facts import STATES
from tuopin.synthetic.city import make_city
from tuopin.synthetic.workbook import write_workbook

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_messy_city_is_imported_once_and_taken_back_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "tuopin.intake.batch.read_apart", lambda request, _, progress: read_batch(request, progress)
    )
    city = make_city(households=200, on=ON)
    planted = write_workbook(city, tmp_path / "city.xlsx", errors=0.05)
    places.import_tree(actor=SYSTEM, tree=city.dataset.places, valid_from=date(2013, 1, 1), at=AT)
    for code in ("clerk", "reviewer"):
        user = accounts.add_user(actor=SYSTEM, code=code, name=code, password=None, at=AT)
        accounts.post(
            actor=SYSTEM, user=user, role=Role.COUNTY_OFFICE, place=Place.objects.get(level="city"),
            starts_on=date(2014, 1, 1), at=AT,
        )  # fmt: skip
    content = (tmp_path / "city.xlsx").read_bytes()

    batch = handed_in([content])

    counts = tally(batch.counts)
    assert adds_up(batch.counts)
    wrong = {(each.sheet, each.row) for each in planted if each.kind != "person_twice"}
    assert counts["refused"] + counts["duplicate"] >= len(wrong) > 0
    assert batch.rows.filter(reason="id_twice").exists() or all(
        each.kind != "person_twice" for each in planted
    )
    merged(batch)
    assert Household.objects.count() == batch.counts["户"]["new"]
    assert Person.objects.count() == batch.counts["人"]["new"] == Identity.objects.count()
    assert STATES[Level.PERSON].objects.count() == Person.objects.count()

    again = handed_in([content])
    assert (tally(again.counts)["new"], tally(again.counts)["changed"]) == (0, 0)
    assert adds_up(again.counts)
    with pytest.raises(RefusedByRule):
        staging.ask_merge(actor=acting("reviewer"), key=again.pk, at=AT, on=ON)

    assert undone(batch).state == "done"
    assert not Person.objects.exists()
    assert not any(
        any(value is not None for value in row[2:])
        for level in (Level.VILLAGE, Level.COUNTY)
        for row in STATES[level].objects.values_list()
    )
