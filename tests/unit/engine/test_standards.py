"""How criteria become one verdict, and what a standard refuses. Both engines.

Criteria are written as a word of answers: `+` met, `-` not met, `?` unknown, `n` not applicable, `m` where
it is unknown whether the criterion applies.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.unit.engine.both_engines import answers, finding, masks_of
from tests.unit.engine.world import (
    TERMS,
    H,
    V,
    a_household,
    a_person,
    a_village,
    household,
    households,
    members,
    person,
)

from tuopin.engine.expressions import Expression
from tuopin.engine.kinds import Level
from tuopin.engine.language import Criterion, Cutoff, Method, Reads, Standard
from tuopin.engine.reference import Reference
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

OWNER = Text("某部门", "an authority")
VERDICTS = {
    "+": Verdict.MET,
    "-": Verdict.NOT_MET,
    "?": Verdict.UNKNOWN,
    "n": Verdict.NOT_APPLICABLE,
    "m": Verdict.UNKNOWN,
}
# Yes/no facts of a household that are known, known to be false, and unknown, for the words above.
YES, NO, NOBODY_KNOWS = household.poor, household.away, household.listed
SUBJECT = a_household(poor=True, away=False)
RULES: dict[str, tuple[Expression, Expression | None]] = {
    "+": (YES, None), "-": (NO, None), "?": (NOBODY_KNOWS, None), "n": (YES, NO), "m": (YES, NOBODY_KNOWS),
}  # fmt: skip


def a_criterion(
    code: str, rule: Expression, applies_when: Expression | None = None, **more: Reads
) -> Criterion:
    return Criterion(code, Text(code, code), rule, "Act", OWNER, applies_when=applies_when, **more)  # type: ignore[arg-type]


def a_standard(
    *criteria: Criterion,
    method: Method = Method.ALL_MET,
    level: Level = H,
    code: str = "s",
    cutoff: Cutoff | None = None,
) -> Standard:
    return Standard(code, Text(code, code), level, "Act", criteria, method, cutoff=cutoff)


def of_word(word: str, method: Method, cutoff: Cutoff | None = None) -> Standard:
    criteria = (a_criterion(f"c{at}", *RULES[sign]) for at, sign in enumerate(word, start=1))
    return a_standard(*criteria, method=method, cutoff=cutoff)


@pytest.mark.parametrize(
    ("word", "all_met", "any_met"),
    [
        ("+", "+", "+"),
        ("-", "-", "-"),
        ("?", "?", "?"),
        ("n", "n", "n"),
        ("m", "?", "?"),
        ("++", "+", "+"),
        ("+-", "-", "+"),
        ("--", "-", "-"),
        ("+?", "?", "+"),
        ("-?", "-", "?"),
        ("??", "?", "?"),
        ("+n", "+", "+"),
        ("-n", "-", "-"),
        ("?n", "?", "?"),
        ("nn", "n", "n"),
        ("+m", "?", "+"),
        ("-m", "-", "?"),
        ("nm", "?", "?"),
        ("+-?", "-", "+"),
        ("+-?nm", "-", "+"),
    ],
)
def test_all_met_and_any_met(word: str, all_met: str, any_met: str) -> None:
    assert finding(of_word(word, Method.ALL_MET), SUBJECT).overall is VERDICTS[all_met]
    assert finding(of_word(word, Method.ANY_MET), SUBJECT).overall is VERDICTS[any_met]


@pytest.mark.parametrize("word", ["+", "-", "?", "n", "+-?nm"])
def test_each_gives_no_overall_verdict(word: str) -> None:
    found = finding(of_word(word, Method.EACH), SUBJECT)

    assert found.overall is None
    assert list(found.verdicts.values()) == [VERDICTS[sign] for sign in word]


@pytest.mark.parametrize("word", ["+", "-", "?", "n", "m", "+-?nm", "++++", "nnnn", "mn-?+mn"])
def test_every_criterion_sets_exactly_one_bit_of_four(word: str) -> None:
    standard = of_word(word, Method.EACH)
    masks = masks_of(finding(standard, SUBJECT))

    assert sum(masks) == standard.all_bits == 2 ** len(word) - 1
    assert [masks[a] & masks[b] for a in range(4) for b in range(a)] == [0] * 6
    for at, sign in enumerate(word):
        states = (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)
        assert masks[states.index(VERDICTS[sign])] & (1 << at)


THIRDS, SIXTHS = Fraction(1, 3), Fraction(1, 6)


# Weights of a third and two sixths; the score is counted in sixths; poor (met) from a half on.
@pytest.mark.parametrize(
    ("word", "low", "high", "overall"),
    [
        ("---", 0, 0, "-"),
        ("+--", 2, 2, "-"),
        ("++-", 3, 3, "+"),
        ("+++", 4, 4, "+"),
        ("-++", 2, 2, "-"),
        ("+?-", 2, 3, "?"),
        ("?--", 0, 2, "-"),
        ("?+-", 1, 3, "?"),
        ("++?", 3, 4, "+"),
        ("???", 0, 4, "?"),
        ("nnn", 0, 0, "n"),
        ("nn+", 1, 1, "-"),
        ("n??", 0, 2, "?"),  # all three may still turn out not to apply
        ("n-?", 0, 1, "-"),
        ("+nm", 2, 3, "?"),
        ("+n-", 2, 2, "-"),
        ("mmm", 0, 4, "?"),
    ],
)
def test_weighted_cutoff_is_settled_when_both_bounds_agree(
    word: str, low: int, high: int, overall: str
) -> None:
    cutoff = Cutoff({"c1": THIRDS, "c2": SIXTHS, "c3": SIXTHS}, Fraction(1, 2))

    found = finding(of_word(word, Method.WEIGHTED_CUTOFF, cutoff), SUBJECT)

    assert cutoff.denominator == 6
    assert found.score == (low, high)
    assert found.overall is VERDICTS[overall]


@pytest.mark.parametrize(
    ("applies", "rule", "verdict"),
    [
        (True, True, "+"),
        (True, False, "-"),
        (True, None, "?"),
        (False, True, "n"),
        (False, False, "n"),
        (False, None, "n"),
        (None, True, "?"),
        (None, False, "?"),
        (None, None, "?"),
    ],
)
def test_applies_when(applies: bool | None, rule: bool | None, verdict: str) -> None:
    """Nobody is let off a criterion because nobody asked whether it concerns them."""
    standard = a_standard(a_criterion("c1", household.poor, household.listed))

    found = finding(standard, a_household(listed=applies, poor=rule))

    assert found.verdicts["c1"] is VERDICTS[verdict]
    assert found.overall is VERDICTS[verdict]


INNER = a_standard(
    a_criterion("own", household.poor, household.listed), a_criterion("other", household.away), code="inner"
)


@pytest.mark.parametrize(
    ("listed", "poor", "away", "own", "overall"),
    [
        (True, True, True, True, True),
        (True, False, True, False, False),
        (True, None, True, None, None),
        (False, True, True, None, True),
        (False, True, False, None, False),
        (None, True, True, None, None),
        (None, True, False, None, False),
    ],
)
def test_the_verdict_of_another_standard_is_yes_no_or_unknown(
    listed: bool | None, poor: bool | None, away: bool | None, own: bool | None, overall: bool | None
) -> None:
    """Not applicable is no answer to "is it met": unknown, in the rule and in its negation."""
    subject = a_household(listed=listed, poor=poor, away=away)

    assert answers(subject, INNER.criterion_met("own"), ~INNER.criterion_met("own")) == [own, opposite(own)]
    assert answers(subject, INNER.met, ~INNER.met) == [overall, opposite(overall)]


def opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def test_a_standard_all_of_which_does_not_apply_is_not_met_elsewhere() -> None:
    alone = a_standard(a_criterion("own", household.poor, household.listed), code="alone")
    outer = a_standard(
        a_criterion("c1", alone.met | household.away), a_criterion("c2", ~alone.met), code="outer"
    )

    found = finding(outer, a_household(listed=False, poor=True, away=False))

    assert list(found.verdicts.values()) == [Verdict.UNKNOWN, Verdict.UNKNOWN]


def test_standards_may_rest_on_standards_on_several_levels() -> None:
    well = a_standard(a_criterion("c1", ~person.ill), level=Level.PERSON, code="well")
    home = a_standard(a_criterion("c1", members.all(well.met)), code="home")
    sound = a_standard(a_criterion("c1", home.met & ~household.poor), code="sound")
    place = a_standard(a_criterion("c1", households.all(sound.met)), level=V, code="place")
    good = a_household(a_person(ill=False), size=1, poor=False)
    open_ = a_household(a_person(), size=1, poor=False)

    assert finding(place, a_village(good, households=1)).overall is Verdict.MET
    assert finding(place, a_village(good, open_, households=2)).overall is Verdict.UNKNOWN
    assert (
        finding(place, a_village(good, open_, a_household(poor=True, size=0), households=3)).overall
        is Verdict.NOT_MET
    )


def test_a_data_check_may_ask_what_is_known() -> None:
    check = a_standard(
        a_criterion("roof_missing", ~household.roof.is_known(), reads=Reads.CHECK), method=Method.EACH
    )

    assert finding(check, a_household()).verdicts["roof_missing"] is Verdict.MET
    assert finding(check, a_household(roof="tin")).verdicts["roof_missing"] is Verdict.NOT_MET


def test_the_law_judges_a_subject_once_and_keeps_subjects_apart() -> None:
    reference = Reference(TERMS)
    one, other = a_household(poor=True, away=True), a_household(poor=True, away=False)

    first = reference.judge(INNER, one)

    assert reference.judge(INNER, one) is first
    assert reference.judge(INNER, other).verdicts["other"] is Verdict.NOT_MET
    assert reference.judge(INNER, one).verdicts["other"] is Verdict.MET


def test_the_law_keeps_standards_apart_that_share_a_code() -> None:
    """An old and a new text of one standard may be asked about one subject, as in a what-if."""
    reference, subject = Reference(TERMS), a_household(poor=True, away=False)
    old, new = a_standard(a_criterion("c1", household.poor)), a_standard(a_criterion("c1", household.away))

    verdicts = [reference.judge(standard, subject).overall for standard in (old, new, old)]

    assert verdicts == [Verdict.MET, Verdict.NOT_MET, Verdict.MET]
