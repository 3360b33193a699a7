"""What people allowed, from when until when; and putting names and papers right."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.cast import AT, CLERK, HERE, NEXT_COUNTY, TODAY
from tests.support.families import ONE, TWO, household, make_families, seen

from tuopin.audit.models import Entry
from tuopin.audit.services import unsealed
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, NotFound, RefusedByRule
from tuopin.registry.models import Consent, NameToken, Person
from tuopin.registry.selectors import person_in
from tuopin.registry.services.consents import Purpose, consented, give_consent, withdraw_consent
from tuopin.registry.services.identity import Papers, correct_identity, opened
from tuopin.registry.services.names import name_tokens

pytestmark = pytest.mark.django_db
NUMBER, OTHER_NUMBER = "990001199001010013", "990001198502030026"
GIVEN = date(2020, 3, 1)


@pytest.fixture(autouse=True)
def _families() -> None:
    make_families()


def person(number: int = 1, code: str = ONE) -> Person:
    return person_in(household(code), number)


def given(purpose: Purpose = Purpose.ASSET_QUERY, day: date = GIVEN) -> Consent:
    return give_consent(actor=CLERK, household=ONE, number=1, purpose=purpose, given_on=day, at=AT, on=TODAY)


def withdrawn(day: date) -> Consent:
    return withdraw_consent(
        actor=CLERK, household=ONE, number=1, purpose=Purpose.ASSET_QUERY, withdrawn_on=day, at=AT, on=TODAY
    )


def corrected(papers: Papers, *, code: str = ONE, number: int = 1, version: int | None = None) -> Person:
    return correct_identity(
        actor=CLERK, household=code, seen=seen(code) if version is None else version, number=number, papers=papers,
        reason="核对证件原件", at=AT,
    )  # fmt: skip


def test_a_consent_holds_from_its_day_until_it_is_taken_back_and_for_one_purpose() -> None:
    given()
    withdrawn(date(2020, 5, 1))
    days = (date(2020, 2, 29), GIVEN, date(2020, 4, 30), date(2020, 5, 1))

    assert [consented(person(), Purpose.ASSET_QUERY, day) for day in days] == [False, True, True, False]
    assert not consented(person(), Purpose.STORY, GIVEN)
    assert not consented(person(2), Purpose.ASSET_QUERY, GIVEN)


def test_after_taking_it_back_it_can_be_given_anew() -> None:
    given()
    withdrawn(date(2020, 5, 1))
    given(day=date(2020, 6, 1))

    assert consented(person(), Purpose.ASSET_QUERY, date(2020, 6, 1))
    assert [entry.action for entry in Entry.objects.filter(action__startswith="consents.").order_by("id")] == [
        "consents.give", "consents.withdraw", "consents.give",
    ]  # fmt: skip


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ChangedMeanwhile) as nothing:
        withdrawn(TODAY)
    given()
    with pytest.raises(RefusedByRule) as twice:
        given()
    with pytest.raises(RefusedByRule) as before:
        withdrawn(date(2020, 2, 1))
    with pytest.raises(NotFound):
        give_consent(
            actor=NEXT_COUNTY, household=ONE, number=1, purpose=Purpose.STORY, given_on=GIVEN, at=AT, on=TODAY
        )

    assert [each.value.code for each in (nothing, twice, before)] == [
        "no_open_consent", "consent_open", "withdrawn_before_given",
    ]  # fmt: skip


def test_a_correction_replaces_what_it_names_and_keeps_the_rest() -> None:
    corrected(Papers(id_number=NUMBER, phone="10012345678"))
    corrected(Papers(name="乙二三"))

    papers = opened(person())
    assert (papers.name, papers.id_number, papers.phone) == ("乙二三", NUMBER, "10012345678")
    found = {bytes(token.token) for token in NameToken.objects.filter(person=person())}
    assert found == name_tokens("乙二三")


def test_old_and_new_are_sealed_in_the_audit() -> None:
    corrected(Papers(name="乙二三"))

    entry = Entry.objects.filter(action="identity.correct").get()
    told = unsealed(entry, person().pk)
    assert told is not None
    assert (told["old"], told["new"]) == ({"name": "甲一"}, {"name": "乙二三"})
    assert "乙二三".encode() not in bytes(entry.content)


def test_a_number_stands_for_one_person_and_nobody_is_told_where() -> None:
    corrected(Papers(id_number=NUMBER), code=TWO)

    with pytest.raises(RefusedByRule) as refused:
        corrected(Papers(id_number=f" {NUMBER} "))
    corrected(Papers(id_number=NUMBER), code=TWO)  # the same person again is no double
    corrected(Papers(id_number=OTHER_NUMBER))

    assert refused.value.code == "id_registered"
    assert not any(part in refused.value.text.zh + refused.value.text.en for part in (NUMBER, TWO, HERE))


@pytest.mark.parametrize("number", [NUMBER[:-1] + "4", "12345", "990001901301010013"])
def test_a_number_that_cannot_be_is_refused_without_repeating_it(number: str) -> None:
    with pytest.raises(BadInput) as refused:
        corrected(Papers(id_number=number))

    assert refused.value.code == "id_number"
    assert number not in refused.value.text.zh + refused.value.text.en


def test_of_two_corrections_of_one_version_the_second_is_refused() -> None:
    version = seen(ONE)
    corrected(Papers(name="乙一"), version=version)

    with pytest.raises(ChangedMeanwhile):
        corrected(Papers(name="乙二"), version=version)
    with pytest.raises(BadInput) as nothing:
        corrected(Papers())

    assert opened(person()).name == "乙一"
    assert nothing.value.code == "nothing_given"
