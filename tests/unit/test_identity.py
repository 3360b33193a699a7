"""The number of a citizen (GB 11643) and of a disability card, as they are checked on reading."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.workbooks import citizen

from tuopin.standards.cn import identity
from tuopin.standards.cn.codes import SEX
from tuopin.standards.cn.codes_of_details import ID_STATE
from tuopin.standards.cn.workbook import (
    BIRTH_HEADER,
    COLLECTED_ON,
    ID_NUMBER,
    SEX_HEADER,
    born_later,
    contradictions,
)

# The example of the standard itself.
PUBLISHED = "11010519491231002X"
MALE = citizen(7)


def test_the_published_example_is_valid() -> None:
    assert identity.read(PUBLISHED) == identity.CitizenNumber("110105", date(1949, 12, 31), "female")


def test_age_counts_full_years() -> None:
    leap = identity.CitizenNumber("980101", date(2000, 2, 29), "male")
    assert leap.age_on(date(2001, 2, 28)) == 0
    assert leap.age_on(date(2001, 3, 1)) == 1


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("110105491231002", identity.UPGRADE),
        ("", identity.LENGTH),
        (PUBLISHED[:-1], identity.LENGTH),
        (PUBLISHED + "1", identity.LENGTH),
        ("11010519491231002x", identity.CHARACTERS),
        ("01010519491231002X", identity.CHARACTERS),
        ("1101051949123100X2", identity.CHARACTERS),
        ("110105194912310021", identity.CHECKSUM),
        ("110105194902300021", identity.BIRTH),
        ("110105999912310021", identity.CHECKSUM),
        ("110105187912310021", identity.BIRTH),
        ("１１０１０５１９４９１２３１００２Ｘ", identity.CHARACTERS),
        (PUBLISHED + "81", identity.CARD),
        (PUBLISHED + "15", identity.CARD),
        (PUBLISHED + "14C1", identity.CARD),
    ],
)
def test_a_bad_number_is_refused_for_its_reason(number: str, reason: object) -> None:
    assert identity.problem_of(number) is reason


@pytest.mark.parametrize("tail", ["11", "74", "43B1", "24B9"])
def test_a_disability_card_is_the_number_with_type_and_grade(tail: str) -> None:
    assert identity.read(PUBLISHED + tail) == identity.read(PUBLISHED)


@given(st.dates(date(1880, 1, 1), date(2199, 12, 31)), st.integers(0, 999), st.data())
def test_every_single_wrong_character_is_noticed(born: date, serial: int, data: st.DataObject) -> None:
    digits = f"980101{born.year:04}{born:%m%d}{serial:03}"
    number = digits + identity.check_character(digits)
    read = identity.read(number)
    assert isinstance(read, identity.CitizenNumber)
    assert (read.born, read.sex) == (born, "male" if serial % 2 else "female")
    at = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from("0123456789X").filter(lambda character: character != number[at]))
    assert identity.problem_of(number[:at] + other + number[at + 1 :]) is not None


def test_no_reason_repeats_the_number() -> None:
    for number in (PUBLISHED[:-1], "110105194912310021", "110105491231002"):
        reason = identity.problem_of(number)
        assert reason is not None
        assert number not in reason.zh + reason.en


@pytest.mark.parametrize(
    ("sex", "born", "contradicts"),
    [
        ("male", date(1980, 5, 17), False),
        ("female", date(1980, 5, 17), True),
        ("unstated", date(1980, 5, 17), False),
        (None, None, False),
        ("male", date(1980, 5, 18), True),
        (None, date(1980, 5, 18), True),
    ],
)
def test_sex_and_birth_against_the_number(sex: str | None, born: date | None, contradicts: bool) -> None:
    values = {
        ID_NUMBER: MALE,
        SEX_HEADER: SEX.by_code[sex].number if sex else None,
        BIRTH_HEADER: born,
    }
    assert (contradictions(values) is not None) is contradicts


def test_without_a_valid_number_nothing_is_contradicted() -> None:
    assert contradictions({ID_NUMBER: None, BIRTH_HEADER: date(1980, 5, 17)}) is None
    assert contradictions({BIRTH_HEADER: date(1980, 5, 17)}) is None


def test_nobody_is_born_after_the_day_of_collection() -> None:
    day_before = {COLLECTED_ON: date(1980, 5, 16)}
    assert born_later({ID_NUMBER: MALE, **day_before}) is not None
    assert born_later({BIRTH_HEADER: date(1980, 5, 17), **day_before}) is not None
    assert born_later({ID_NUMBER: MALE, COLLECTED_ON: date(1980, 5, 17)}) is None


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (PUBLISHED, "valid"),
        (PUBLISHED + "14", "valid"),
        (PUBLISHED[:-1], "bad_length"),
        ("110105491231002", "old"),
        ("999999", "placeholder"),
        ("999999194912310021", "placeholder"),
        ("110105194912999999", "placeholder"),
        ("000000000000000", "placeholder"),
        ("1", "bad_length"),
    ],
)
def test_the_state_of_a_number_is_a_code_of_the_list(number: str, state: str) -> None:
    assert identity.state_of(number) == state
    assert state in ID_STATE.by_code


def test_a_number_and_a_card_of_one_person_have_one_key_and_wrong_numbers_none() -> None:
    assert identity.key_of(PUBLISHED) == identity.key_of(PUBLISHED + "14B1") == PUBLISHED
    assert identity.key_of(PUBLISHED[:-1] + "1") is None


@pytest.mark.parametrize(
    ("phone", "key"),
    [
        ("10012345678", "10012345678"),
        ("+86 100-1234-5678", "10012345678"),
        ("010-1234567", "0101234567"),
        ("123456", None),
        ("11111111111", None),
        ("无", None),
    ],
)
def test_a_phone_is_its_digits_or_nothing(phone: str, key: str | None) -> None:
    assert identity.phone_key_of(phone) == key
