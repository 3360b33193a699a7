"""Facts over two times: collected on a day, recorded at a moment; corrections add and the past stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from tests.support.cast import AT, CLERK, HERE, NEXT_COUNTY, TODAY, make_places

from tuopin.audit.models import Entry
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, NotFound
from tuopin.registry import selectors
from tuopin.registry.models import Household, HouseholdState
from tuopin.registry.models.facts import VERSIONS, Source
from tuopin.registry.services.facts import record_facts
from tuopin.registry.services.members import register_household
from tuopin.registry.tables import bring_up_to_date

pytestmark = pytest.mark.django_db
CODE = f"{HERE}0001"


@pytest.fixture
def household() -> Household:
    make_places()
    return register_household(
        actor=CLERK, code=CODE, village=HERE, opened_on=date(2014, 1, 1), at=AT, on=TODAY
    )


def tell(seen: int, collected_on: date, at: datetime, **facts: object) -> Household:
    return record_facts(
        actor=CLERK, household=CODE, seen=seen, collected_on=collected_on, source=Source.VISIT, at=at, on=TODAY,
        facts=facts,
    )  # fmt: skip


def test_a_fact_nobody_spoke_about_is_not_there_and_one_found_unknown_is_none(household: Household) -> None:
    tell(1, date(2020, 1, 5), AT, size=3, water_clean=None)

    found = selectors.facts_as_of(Level.HOUSEHOLD, household)

    assert found.values == {"size": 3, "water_clean": None}
    state = HouseholdState.objects.get(subject=household)
    assert (state.f_size, state.f_water_clean, state.f_registered) == (3, None, None)


def test_the_past_can_be_asked_as_of_a_day_and_as_known_at_a_moment(household: Household) -> None:
    later = AT + timedelta(days=1)
    tell(1, date(2019, 5, 1), AT, size=4)
    tell(2, date(2020, 5, 1), AT, size=5)
    tell(3, date(2019, 5, 1), later, size=3)  # a correction of the earlier visit

    def size(**limits: object) -> object:
        return selectors.facts_as_of(Level.HOUSEHOLD, household, **limits).values.get("size")  # type: ignore[arg-type]

    assert size() == 5
    assert size(as_of=date(2019, 12, 31)) == 3
    assert size(as_of=date(2019, 12, 31), known_at=AT) == 4
    assert size(as_of=date(2019, 4, 30)) is None


def test_whoever_saw_an_older_version_is_refused_and_nothing_is_stored(household: Household) -> None:
    tell(1, date(2020, 1, 5), AT, size=3)

    with pytest.raises(ChangedMeanwhile):
        tell(1, date(2020, 1, 6), AT, size=9)

    assert selectors.facts_as_of(Level.HOUSEHOLD, household).values == {"size": 3}


def test_an_officer_of_the_next_county_finds_nothing(household: Household) -> None:
    with pytest.raises(NotFound) as outside:
        selectors.household_visible_to(NEXT_COUNTY, CODE)
    with pytest.raises(NotFound) as absent:
        selectors.household_visible_to(NEXT_COUNTY, "nowhere")

    assert outside.value.code == absent.value.code == "no_such_household"
    assert outside.value.text.en.replace(CODE, "nowhere") == absent.value.text.en


@pytest.mark.parametrize("facts", [{"size": 0}, {"size": True}, {"no_such": 1}, {"cause": 77}])
def test_a_value_that_does_not_fit_is_refused(household: Household, facts: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        tell(1, date(2020, 1, 5), AT, **facts)

    assert Household.objects.get(pk=household.pk).version == 1


def test_the_entry_stands_in_the_same_transaction_and_holds_no_value(household: Household) -> None:
    tell(1, date(2020, 1, 5), AT, size=3)

    entry = Entry.objects.order_by("-id").first()

    assert entry is not None
    assert entry.action == "facts.record"
    assert b'"size"' in bytes(entry.content)
    assert b'"size":3' not in bytes(entry.content)


def test_the_facts_of_one_subject_are_found_by_an_index_and_so_are_those_of_an_import() -> None:
    """The tables are made outside Django's migrations, which would have made the indexes."""
    for level, model in VERSIONS.items():
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, model._meta.db_table)
        leading = {each["columns"][0] for each in there.values() if each["index"]}
        assert {"subject_id", "batch"} <= leading, level
    assert bring_up_to_date() == []
