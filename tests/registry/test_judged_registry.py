"""The registry judged as a whole gives what the data set it was filled from gives; one household too, as one types."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.cast import AT

from tuopin.engine.kinds import Level
from tuopin.engine.reference import Reference
from tuopin.engine.terms import Terms
from tuopin.intake.history_loading import load_history
from tuopin.kernel.actor import SYSTEM
from tuopin.kernel.errors import RefusedByRule
from tuopin.places.selectors import tree_on
from tuopin.registry import selectors
from tuopin.registry.models import Household
from tuopin.registry.models.facts import Source
from tuopin.registry.services.facts import add_version
from tuopin.synthetic.city import City, make_city
from tuopin.warehouse.models import HouseholdFinding
from tuopin.warehouse.registry_runs import household_standards, judge_registry
from tuopin.warehouse.registry_snapshot import registry_dataset

pytestmark = pytest.mark.django_db(transaction=True)  # the snapshot reads by a connection of its own
ON = date(2020, 6, 30)


@pytest.fixture
def city() -> City:
    made = make_city(households=300, on=ON)
    load_history(actor=SYSTEM, dataset=made.dataset, papers={}, at=AT)
    return made


@pytest.mark.parametrize("level", ["households", "persons", "villages", "counties", "decisions"])
def test_what_went_in_comes_out_the_same(city: City, level: str) -> None:
    found = registry_dataset(on=ON).table(level)

    assert found.combine_chunks().equals(
        city.dataset.table(level).select(found.column_names).combine_chunks()
    )


def test_history_is_loaded_once(city: City) -> None:
    with pytest.raises(RefusedByRule) as refused:
        load_history(actor=SYSTEM, dataset=city.dataset, papers={}, at=AT)

    assert refused.value.code == "registry_not_empty"


def test_both_judgements_agree_for_every_household(city: City) -> None:
    """The compiled engine over the snapshot, and the reference on the record that a household's page judges."""
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    pack, terms = city.pack, Terms(ON, tree_on(ON))
    stored = {
        (row.household.code, row.standard): (row.overall, row.met, row.not_met, row.unknown)
        for row in HouseholdFinding.objects.select_related("household")
    }
    standards = household_standards(pack, ON)

    for household in Household.objects.select_related("village"):
        record = selectors.record_of(household, on=ON)
        reference = Reference(terms)
        for standard in standards:
            finding = reference.judge(standard, record)
            masks = finding.masks
            overall = finding.overall.value if finding.overall else 0
            assert stored[household.code, standard.code] == (overall, masks.met, masks.not_met, masks.unknown)
    assert len(stored) == len(standards) * city.dataset.count(Level.HOUSEHOLD.plural)


def test_a_second_run_writes_what_it_found_otherwise_and_nothing_else(city: City) -> None:
    """Rows that lists are filtered by: those of a changed household follow, a closed one's go, all others stay."""
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    before = _stored()
    changed, closed = (
        Household.objects.get(pk=row.household_id)
        for row in HouseholdFinding.objects.filter(standard="household_status").order_by("-overall", "pk")[:2]
    )
    add_version(Level.HOUSEHOLD, changed, {"net_income": 0}, ON, Source.VISIT, "somebody", AT)
    Household.objects.filter(pk=closed.pk).update(closed_on=ON)

    judge_registry(actor=SYSTEM, on=ON, at=AT)

    after = _stored()
    assert {row[1] for row in before.values()} - {row[1] for row in after.values()} == {closed.pk}
    assert {row[1] for key, row in after.items() if before.get(key) != row} == {changed.pk}
    HouseholdFinding.objects.all().delete()
    judge_registry(actor=SYSTEM, on=ON, at=AT)
    assert sorted(row[1:] for row in after.values()) == sorted(row[1:] for row in _stored().values())


def _stored() -> dict[int, tuple[object, ...]]:
    return {row[0]: row for row in HouseholdFinding.objects.values_list()}
