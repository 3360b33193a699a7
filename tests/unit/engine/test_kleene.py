"""Three-valued logic, cell by cell, on both engines. `?` is unknown."""

from __future__ import annotations

from itertools import product

import pytest
from tests.unit.engine.both_engines import answer, answers_of_all
from tests.unit.engine.world import a_household, household

from tuopin.engine.expressions import Expression, Not

A, B, LISTED = household.poor, household.away, household.listed
ANSWERS: dict[str, bool | None] = {"yes": True, "no": False, "?": None}

AND = """
a    b    a & b
yes  yes  yes
yes  no   no
yes  ?    ?
no   yes  no
no   no   no
no   ?    no
?    yes  ?
?    no   no
?    ?    ?
"""
OR = """
a    b    a | b
yes  yes  yes
yes  no   yes
yes  ?    yes
no   yes  yes
no   no   no
no   ?    ?
?    yes  yes
?    no   ?
?    ?    ?
"""


def cells(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("a", "b", "expected"), cells(AND))
def test_and(a: str, b: str, expected: str) -> None:
    assert answer(A & B, a_household(poor=ANSWERS[a], away=ANSWERS[b])) is ANSWERS[expected]


@pytest.mark.parametrize(("a", "b", "expected"), cells(OR))
def test_or(a: str, b: str, expected: str) -> None:
    assert answer(A | B, a_household(poor=ANSWERS[a], away=ANSWERS[b])) is ANSWERS[expected]


@pytest.mark.parametrize(("a", "expected"), [("yes", "no"), ("no", "yes"), ("?", "?")])
def test_not(a: str, expected: str) -> None:
    assert answer(~A, a_household(poor=ANSWERS[a])) is ANSWERS[expected]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (A & ~A, "?"),  # never yes, and yet not settled: only what the facts settle is settled
        (A | ~A, "?"),
        (A & B & LISTED, "?"),
        (A | B | LISTED, "?"),
        (~(A & B), "?"),
        (~(A | B), "?"),
    ],
    ids=repr,
)
def test_nothing_known_settles_nothing(rule: Expression, expected: str) -> None:
    assert answer(rule, a_household()) is ANSWERS[expected]


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (~(A & B), ~A | ~B),
        (~(A | B), ~A & ~B),
        (A & (B | LISTED), (A & B) | (A & LISTED)),
        (A | (B & LISTED), (A | B) & (A | LISTED)),
        (~(~A & B) | LISTED, A | ~B | LISTED),
        ((A | B) & ~LISTED, ~(LISTED | ~(A | B))),
    ],
    ids=["not and", "not or", "and over or", "or over and", "nested", "not of a nested or"],
)
def test_what_logic_says_is_equal_answers_alike(one: Expression, same: Expression) -> None:
    everybody = [
        a_household(poor=a, away=b, listed=listed) for a, b, listed in product(ANSWERS.values(), repeat=3)
    ]

    assert answers_of_all(one, everybody) == answers_of_all(same, everybody)


def test_double_negation_is_the_thing_itself() -> None:
    assert ~~A is A
    assert isinstance(~A, Not)


@pytest.mark.parametrize(("fact", "known"), [("yes", True), ("no", True), ("?", False)])
def test_is_known_has_only_two_answers(fact: str, known: bool) -> None:
    subject = a_household(poor=ANSWERS[fact])

    assert answer(A.is_known(), subject) is known
    assert answer(~A.is_known(), subject) is not known


def test_a_rule_with_is_known_says_that_learning_may_overturn_it() -> None:
    assert not (A.is_known() & B).kind.monotone  # type: ignore[union-attr]
    assert (A & B).kind.monotone  # type: ignore[union-attr]
