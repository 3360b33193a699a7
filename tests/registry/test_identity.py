"""Names and papers: sealed where they lie, masked where they show, shown in full only for a reason that is kept."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, models
from tests.support.cast import AT, CLERK, COUNTY, HERE, NEXT_COUNTY, REVIEWER, TODAY, make_places

from tuopin.audit.models import Entry
from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput, Damaged, NotFound
from tuopin.registry import masking
from tuopin.registry.columns import column_of, facts_of, field_of
from tuopin.registry.models import Identity, Membership, NameToken, Person
from tuopin.registry.models.facts import STATES, VERSIONS, Source
from tuopin.registry.services import identity
from tuopin.registry.services.identity import Look, Papers
from tuopin.registry.services.members import add_member, register_household
from tuopin.snapshot.schema import arrow_type
from tuopin.vault.ring import new_ring, read_ring, rotated, write_ring

pytestmark = pytest.mark.django_db
CODE = f"{HERE}0001"
NAME, NUMBER, PHONE = "甲三十七", "990001199001010013", "10012345678"


@pytest.fixture
def person() -> Person:
    make_places()
    register_household(actor=CLERK, code=CODE, village=HERE, opened_on=date(2014, 1, 1), at=AT, on=TODAY)
    return add_member(
        actor=CLERK, household=CODE, seen=1, papers=Papers(NAME, "citizen", NUMBER, PHONE),
        begin=Membership.Begin.REGISTERED, starts_on=date(2014, 1, 1), facts={}, source=Source.VISIT, at=AT, on=TODAY,
    )  # fmt: skip


def test_no_table_holds_a_name_a_number_or_a_phone_in_the_open(person: Person) -> None:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text = "".join(
                    bytes(value).decode("utf-8", "ignore")
                    if isinstance(value, bytes | memoryview)
                    else str(value)
                    for value in row
                )
                found += [table for secret in (NAME, NUMBER, PHONE) if secret in text]

    assert found == []


def test_unmasking_shows_everything_and_is_recorded_with_its_reason(person: Person) -> None:
    papers = identity.unmask(
        actor=REVIEWER, household=CODE, number=1, look=Look.PAYMENT, reason="核对银行账户", at=AT
    )

    entry = Entry.objects.order_by("-id")[0]
    assert (papers.name, papers.id_number, papers.phone) == (NAME, NUMBER, PHONE)
    assert (entry.action, entry.actor) == ("identity.unmask", REVIEWER.code)
    assert NAME.encode() not in bytes(entry.content)


def test_unmasking_without_a_reason_is_refused_and_out_of_reach_is_absent(person: Person) -> None:
    with pytest.raises(BadInput) as refused:
        identity.unmask(actor=COUNTY, household=CODE, number=1, look=Look.PAYMENT, reason=" ", at=AT)
    with pytest.raises(NotFound):
        identity.unmask(
            actor=NEXT_COUNTY, household=CODE, number=1, look=Look.PAYMENT, reason="核对银行账户", at=AT
        )

    assert refused.value.code == "reason_too_short"
    assert not Entry.objects.filter(action="identity.unmask").exists()


def test_a_sealed_value_moved_to_another_row_or_field_does_not_open(person: Person) -> None:
    row = Identity.objects.get(person=person)
    Identity.objects.filter(person=person).update(phone=bytes(row.name))

    with pytest.raises(Damaged) as refused:
        identity.opened(person)

    assert refused.value.code == "sealed_value"


def test_a_number_is_found_however_it_was_typed_and_the_index_is_no_plain_hash(person: Person) -> None:
    typed = identity.id_index(f" {NUMBER[:6]} {NUMBER[6:]} ")

    assert Identity.objects.filter(id_index=typed).count() == 1
    assert len({bytes(token.token) for token in NameToken.objects.all()}) == len(NAME) - 1


def test_printing_papers_tells_only_which_are_known() -> None:
    assert repr(Papers(NAME, "citizen", NUMBER)) == "Papers(name, id_number)"


@pytest.mark.parametrize(("text", "shown"), [("甲三十七", "甲***"), ("甲", "甲*"), (None, None)])
def test_a_masked_name_keeps_one_character(text: str | None, shown: str | None) -> None:
    assert masking.masked_name(text) == shown


def test_a_masked_number_says_only_that_there_is_one() -> None:
    assert masking.masked_number(NUMBER) == "******"
    assert masking.masked_phone(PHONE) == "*******78"


def test_a_new_key_seals_and_the_old_one_still_opens(tmp_path: Path) -> None:
    ring = new_ring()
    sealed = ring.seal("甲", context="here")
    newer = rotated(ring)
    write_ring(newer, tmp_path / "keys.json")

    assert read_ring(tmp_path / "keys.json").open(sealed, context="here") == "甲"
    assert newer.seal("甲", context="here")[0] == 2
    with pytest.raises(BadInput) as refused:
        write_ring(newer, tmp_path / "keys.json")
    assert refused.value.code == "keys_exist"
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
    assert newer != settings.KEYS


def test_no_fact_column_has_a_default_or_refuses_null_and_each_holds_what_a_snapshot_holds() -> None:
    wrong = []
    for level in Level:
        for model in (VERSIONS[level], STATES[level]):
            for fact in facts_of(level):
                field = model._meta.get_field(column_of(fact.code))
                if (
                    not field.null
                    or field.default is not models.NOT_PROVIDED
                    or (field.blank is True and field.has_default())
                ):
                    wrong.append(f"{model.__name__}.{field.name}")
    widths = {"int16": models.SmallIntegerField, "int32": models.IntegerField, "int64": models.BigIntegerField,
              "bool": models.BooleanField, "date32[day]": models.DateField}  # fmt: skip
    differ = [
        fact.code
        for level in Level
        for fact in facts_of(level)
        if type(field_of(fact.kind)) is not widths[str(arrow_type(fact.kind))]
    ]

    assert wrong == []
    assert differ == []
