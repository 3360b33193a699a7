"""A parameter in the place of another says the same as an override of it; what does not use it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.properties import rules
from tests.properties.world import JUDGING_DAYS, PLACES, counties
from tuopin.engine.kinds import Level
from tuopin.engine.parameters import Parameter
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.standard import Standard
from tuopin.engine.substitute import Substitution, always, parameters_read
from tuopin.engine.terms import Terms


def subjects(people: Sequence[Record], level: Level) -> list[Record]:
    found = list(people)
    while found and found[0].level is not level:
        found = [child for record in found for child in record.children]
    return found


@given(people=counties, pack=rules.packs(), day=st.sampled_from(JUDGING_DAYS), data=st.data())
def test_a_parameter_in_the_place_of_another_says_what_an_override_says(
    people: Sequence[Record], pack: Sequence[Standard], day: Any, data: st.DataObject
) -> None:
    read: Mapping[str, Parameter] = {code: p for each in pack for code, p in each.parameters().items()}
    values = {
        code: Decimal(data.draw(st.integers(each.kind.low, each.kind.high), label=code)).scaleb(
            -each.decimals
        )
        for code, each in sorted(read.items())
    }
    substitution = Substitution({code: always(read[code], value) for code, value in values.items()})
    overridden, plain = Reference(Terms(day, PLACES, values)), Reference(Terms(day, PLACES))

    for standard in pack:
        twin = substitution.standard(standard)

        assert (twin is standard) == (not parameters_read(standard))
        for record in subjects(people, standard.level):
            wanted, found = overridden.judge(standard, record), plain.judge(twin, record)
            assert (found.masks, found.overall, found.score) == (wanted.masks, wanted.overall, wanted.score)


@given(pack=rules.packs())
def test_nothing_replaced_is_the_very_same_rules(pack: Sequence[Standard]) -> None:
    substitution = Substitution()

    assert all(substitution.standard(standard) is standard for standard in pack)
