"""Numbers of identity papers: valid in form, and nobody's."""

from __future__ import annotations

import numpy as np
import pytest
from tests.support.cities import city

from tuopin.kernel.errors import BadInput
from tuopin.standards.cn import identity
from tuopin.synthetic.papers import Papers
from tuopin.synthetic.registers import Registers
from tuopin.synthetic.villages import villages_of

PROVINCES = frozenset(
    {
        *(
            "11",
            "12",
            "13",
            "14",
            "15",
            "21",
            "22",
            "23",
            "31",
            "32",
            "33",
            "34",
            "35",
            "36",
            "37",
            "41",
            "42",
            "43",
        ),
        *(
            "44",
            "45",
            "46",
            "50",
            "51",
            "52",
            "53",
            "54",
            "61",
            "62",
            "63",
            "64",
            "65",
            "71",
            "81",
            "82",
            "83",
        ),
    }
)
"""Every province, region and area that GB/T 2260 or an identity paper has a code for."""
CITY = city()
PERSONS = CITY.dataset.table("persons")
NUMBERS = Papers(CITY.villages, PERSONS).numbers()


def test_every_number_has_the_right_check_character() -> None:
    assert [number for number in NUMBERS if identity.problem_of(number) is not None] == []


def test_no_two_people_share_a_number() -> None:
    assert len(set(NUMBERS)) == len(NUMBERS) == PERSONS.num_rows


def test_a_number_says_birthday_and_sex_of_its_holder() -> None:
    read = [identity.read(number) for number in NUMBERS[:2_000]]
    told = [(each.born, each.sex) for each in read if isinstance(each, identity.CitizenNumber)]

    births = PERSONS.column("birth").slice(0, 2_000).to_pylist()
    sexes = ["male" if sex == 1 else "female" for sex in PERSONS.column("sex").slice(0, 2_000).to_pylist()]
    assert told == list(zip(births, sexes, strict=True))


def test_no_number_is_of_a_real_place() -> None:
    """Neither a citizen's, whose number begins with a province, nor a foreigner's, where it stands after the 9."""
    assert {number[:2] for number in NUMBERS} == {"99"}
    assert {number[:2] for number in NUMBERS} & PROVINCES == set()
    assert {number[1:3] for number in NUMBERS} & PROVINCES == set()


def test_helpers_have_numbers_of_their_own() -> None:
    registers = Registers(CITY.villages, CITY.dataset.table("households"))

    helpers = {str(number) for number in registers.helpers()["帮扶人证件号码"]}

    assert len(helpers) > 300
    assert [number for number in helpers if identity.problem_of(number) is not None] == []
    assert helpers & set(NUMBERS) == set()
    assert {number[1:3] for number in helpers} & PROVINCES == set()


def test_a_number_depends_on_the_village_alone() -> None:
    village = CITY.villages.among(np.array([5]))
    here = np.asarray(PERSONS["village"]) == village.id[0]
    alone = Papers(village, PERSONS.filter(here)).numbers()

    assert alone == [number for number, inside in zip(NUMBERS, here.tolist(), strict=True) if inside]


def test_names_are_nobodys() -> None:
    names = Papers(CITY.villages, PERSONS).names()

    assert {name[0] for name in names} == set("甲乙丙丁戊己庚辛壬癸")
    assert {letter for name in names for letter in name[1:]} == set("一二三四五六七八九十")


def test_children_have_the_surname_of_the_head() -> None:
    names = Papers(CITY.villages, PERSONS).names()
    rows = list(zip(PERSONS["household"].to_pylist(), names, PERSONS["relation"].to_pylist(), strict=True))
    heads = {household: name for household, name, relation in rows if relation == 1}

    sons = [(heads[household][0], name[0]) for household, name, relation in rows if relation == 3]

    assert len(sons) > 5_000
    assert [pair for pair in sons if pair[0] != pair[1]] == []


def test_there_are_no_numbers_for_a_larger_city() -> None:
    many = villages_of(2_400_000, 1)
    last = many.among(np.array([len(many) - 1]))

    with pytest.raises(BadInput) as refused:
        Papers(last, PERSONS.slice(0, 0))

    assert refused.value.code == "city_too_big_for_papers"
