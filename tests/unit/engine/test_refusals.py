"""A rule that is written wrong is refused where it is written, in a sentence that names the remedy."""

from __future__ import annotations

from tests.unit.engine.refusing import Wrong, message, refusals
from tests.unit.engine.world import (
    H,
    a_parameter,
    household,
    members,
    person,
    village,
)
from tests.unit.engine.world import households as group

from tuopin.engine.language import CodeList, Entry, Group, code_set, on, parameter_ref
from tuopin.kernel.text import Text

LINE = parameter_ref(a_parameter(("2010-01-01", "0.5", ""), low="0", high="1"))
PER_PERSON = household.income / household.size
NO_TEXT = Text("", "")


@refusals(
    (
        "person with household",
        lambda: person.ill & household.poor,
        "Cannot combine a person with a household: first bring them to one level, for example with "
        "members.any(...) or households.share_below(...).",
    ),
    ("numbers of two levels", lambda: person.wage * household.size, "first bring them to one level"),
    ("dates of two levels", lambda: person.born < household.moved_on, "first bring them to one level"),
    (
        "a group asked about its parent",
        lambda: members.any(household.poor),
        "persons are asked about one person, but household.poor is about one household. "
        "Use facts of the person here.",
    ),
    ("count about another level", lambda: members.count(household.poor), "Use facts of the person here."),
    ("sum about another level", lambda: members.sum(household.debt), "Use facts of the person here."),
    ("max about another level", lambda: members.max(household.debt), "Use facts of the person here."),
    (
        "where about another level",
        lambda: members.sum(person.wage, where=household.poor),
        "Use facts of the person",
    ),
    (
        "a share asked about another level",
        lambda: group.share_below(person.ill, LINE, strictly=True),
        "households are asked about one household, but person.ill is about one person. "
        "Use facts of the household here.",
    ),
    (
        "a share weighed by another level",
        lambda: group.share_below(household.poor, LINE, weight=village.people, strictly=True),
        "Use facts of the household here.",
    ),
    (
        "a share among another level",
        lambda: group.share_below(household.poor, LINE, among=person.ill, strictly=True),
        "Use facts of the household here.",
    ),
    (
        "among about another level",
        lambda: Group(H, village.households, among=person.ill),
        "Use facts of the household",
    ),
)
def test_levels_are_not_mixed(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


@refusals(
    (
        "a household income with a line per person",
        lambda: household.income < LINE,
        "Cannot compare USD/household/year with 1. Convert one of them first.",
    ),
    ("a ratio with another", lambda: household.debt > PER_PERSON, "Convert one of them first."),
    (
        "a sum of two units",
        lambda: household.income + household.size,
        "Cannot add USD/household/year and person/household. Convert one of them first.",
    ),
    ("a difference of two units", lambda: household.income - household.size, "Convert one of them first."),
    (
        "an age with days",
        lambda: person.born.age(on) < person.born.days_since(on),
        "Cannot compare year with day.",
    ),
    (
        "an age with money",
        lambda: person.born.age(on) < LINE,
        "Cannot compare year with 1. Convert one of them first.",
    ),
    (
        "a total in another unit",
        lambda: group.share_below(
            household.poor, LINE, weight=household.size, of=village.on_list, strictly=True
        ),
        "The shares add up to person/village, but the total is in household/village. Use a total in person/village.",
    ),
)
def test_units_are_not_mixed(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


USE_SIGNS = "A rule has no value while it is being written. Use & | ~ instead of and, or, not."


@refusals(
    ("and", lambda: household.poor and household.away, USE_SIGNS),
    ("or", lambda: household.poor or household.away, USE_SIGNS),
    ("not", lambda: not household.poor, USE_SIGNS),
    ("if", lambda: 1 if household.poor else 2, USE_SIGNS),
    ("1 < x < 2", lambda: 1 < household.size < 2, USE_SIGNS),
    ("x in list", lambda: household.size in [1, 2], USE_SIGNS),
    ("all()", lambda: all([household.poor, household.away]), USE_SIGNS),
)
def test_python_own_logic_is_refused(wrong: Wrong, sentence: str) -> None:
    assert message(wrong) == sentence


@refusals(
    ("~ of a number", lambda: ~household.size, "~ needs a yes/no answer, but household.size is a number in "),
    ("& with a number", lambda: household.poor & household.size, "Compare it with something."),
    ("| with a date", lambda: person.ill | person.born, "Compare it with something."),
    ("& with True", lambda: household.poor & True, "& and | needs a yes/no expression, but this is True."),
    (
        "any of a number",
        lambda: members.any(person.wage),
        "persons.any needs a yes/no answer, but person.wage is a",
    ),
    (
        "any of a word",
        lambda: members.any("ill"),
        "persons.any needs a yes/no expression, but this is 'ill'.",
    ),
    ("count of a number", lambda: members.count(person.wage), "Compare it with something."),
    ("where a number", lambda: members.sum(person.wage, where=person.weight), "Compare it with something."),
    (
        "share of a number",
        lambda: group.share_below(household.size, LINE, strictly=True),
        "Compare it with something.",
    ),
    (
        "among a number",
        lambda: Group(H, village.households, among=household.size),
        "among needs a yes/no answer",
    ),
    (
        "a share among a number",
        lambda: group.share_below(household.poor, LINE, among=household.size, strictly=True),
        "among needs a yes/no answer",
    ),
)
def test_a_yes_or_no_is_asked_for(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


@refusals(
    (
        "codes have no order",
        lambda: household.roof < "tin",
        "household.roof is a code of roof; codes have no order. Use == , is_one_of or has_any_of.",
    ),
    ("sets have no order", lambda: household.assets >= "bike", "codes have no order."),
    ("a set is not equal to a code", lambda: household.assets == "bike", "Use == , is_one_of or has_any_of."),
    (
        "an unknown code",
        lambda: household.roof.is_one_of("tile", "gold"),
        "'gold' is not in the code list 'roof'. It has: tile, thatch, tin.",
    ),
    ("an unknown code in a set", lambda: household.assets.has_any_of("car"), "It has: bike, phone, radio."),
    ("an unknown code after ==", lambda: household.roof == "gold", "It has: tile, thatch, tin."),
    (
        "a code compared with a number",
        lambda: household.roof == 1,
        "A code is compared with a name, not with 1. Use one of: tile, thatch, tin.",
    ),
    (
        "no code named",
        lambda: household.roof.is_one_of(),
        "No code is named. Name at least one of the code list 'roof': tile, thatch, tin.",
    ),
    (
        "no code named for a set",
        lambda: household.assets.has_any_of(),
        "No code is named. Name at least one of",
    ),
    (
        "is_one_of of a set",
        lambda: household.assets.is_one_of("bike"),
        "is_one_of asks about a code, but this is a set of codes of asset. Use a comparison, or has_any_of.",
    ),
    (
        "has_any_of of a code",
        lambda: household.roof.has_any_of("tile"),
        "has_any_of asks about a set of codes, but this is a code of roof. Use is_one_of.",
    ),
    (
        "the same number twice",
        lambda: CodeList("twice", NO_TEXT, (Entry("a", 1, NO_TEXT), Entry("b", 1, NO_TEXT))),
        "Code list 'twice' gives the same number twice. Each must be unique.",
    ),
    (
        "the same code twice",
        lambda: CodeList("twice", NO_TEXT, (Entry("a", 1, NO_TEXT), Entry("a", 2, NO_TEXT))),
        "Code list 'twice' gives the same code twice. Each must be unique.",
    ),
    (
        "a set of a large code",
        lambda: code_set(H, "s", "", "", codes=CodeList("large", NO_TEXT, (Entry("a", 99, NO_TEXT),))),
        "A set needs codes numbered 1 to 31; 'large' has others.",
    ),
)
def test_codes_are_closed_lists_without_order(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)


@refusals(
    (
        "yes/no compared",
        lambda: household.poor == True,  # noqa: E712 - this is what people write
        "household.poor is yes/no already. Use it as it is, or with ~ for no.",
    ),
    (
        "a number with a yes/no",
        lambda: household.size > household.poor,
        "household.poor is yes/no; a number is needed",
    ),
    (
        "a number with a date",
        lambda: household.size > household.moved_on,
        "is a date; a number is needed here.",
    ),
    (
        "a number with a word",
        lambda: household.size > "3",
        "'3' cannot stand in a rule. Write a whole number or",
    ),
    (
        "a number with a float",
        lambda: household.income > 0.5,
        "Write a whole number or Decimal('0.5'), never a float.",
    ),
    (
        "a date with a number",
        lambda: person.born > 2000,
        "A date is compared with another date or with `on`, not with 2000. Use days_since or age.",
    ),
    (
        "a date with a number expression",
        lambda: household.moved_on > household.size,
        "Use days_since or age.",
    ),
    (
        "a product with a code",
        lambda: household.size * household.roof,
        "Cannot multiply household.roof: it is a code of roof, not a number.",
    ),
    (
        "a sum with a date",
        lambda: household.size + household.moved_on,
        "Cannot add household.moved_on: it is a date",
    ),
)
def test_kinds_must_fit(wrong: Wrong, sentence: str) -> None:
    assert sentence in message(wrong)
