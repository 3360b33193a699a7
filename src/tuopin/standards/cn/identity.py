"""Numbers of identity papers: the citizen number (GB 11643) and the disability card built upon it.

They are looked at while a workbook is read and then dropped. No sentence here repeats a number it refuses.
"""

import re
from dataclasses import dataclass
from datetime import date
from operator import mul
from typing import Literal

from tuopin.engine.calendar import completed_years
from tuopin.kernel.text import Text

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_CITIZEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_CARD_TAIL = re.compile(r"[1-7][1-4](?:B[0-9])?")
"""Type of disability 1-7, its grade 1-4; a replaced card adds B and how many times."""
_EARLIEST = date(1880, 1, 1)

LENGTH = Text(
    "证件号码应为 18 位公民身份号码，或 20、22 位残疾人证号。",
    "The number must be a citizen number of 18 characters, or a disability card of 20 or 22.",
)
UPGRADE = Text(
    "15 位旧身份证号已停用，请换成 18 位公民身份号码。",
    "Old identity numbers of 15 digits are no longer valid. Replace it with the number of 18 characters.",
)
CHARACTERS = Text(
    "证件号码前 17 位应为数字（首位不为 0），第 18 位为数字或 X。",
    "The first 17 characters must be digits, not beginning with 0, and the last a digit or X.",
)
BIRTH = Text(
    "证件号码第 7 至 14 位不是有效的出生日期。",
    "Characters 7 to 14 of the number are not a valid date of birth.",
)
CHECKSUM = Text(
    "证件号码的校验码不对，说明至少有一位填错。",
    "The check character of the number does not fit: at least one character is wrong.",
)
CARD = Text(
    "残疾人证号第 19 位应为类别 1 至 7，第 20 位应为等级 1 至 4；补发证以 B 加一位数字结尾。",
    "Character 19 of a disability card must be its type 1 to 7, character 20 its grade 1 to 4; a replaced card "
    "ends in B and one digit.",
)


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """What a valid number says about its holder; the number itself is not kept."""

    region: str
    born: date
    sex: Literal["male", "female"]

    def age_on(self, day: date) -> int:
        """Full years on that day; a birthday on 29 February falls on 1 March in common years."""
        return completed_years(self.born, day)


def check_character(first_17: str) -> str:
    """The 18th character that belongs to 17 digits."""
    return _CHECK_DIGITS[sum(map(mul, map(int, first_17), _WEIGHTS)) % 11]


def read(number: str) -> CitizenNumber | Text:
    """What the number says, or the reason why it is not valid. `number` in half-width, X in capitals."""
    if len(number) not in (18, 20, 22):
        return UPGRADE if _OLD.fullmatch(number) else LENGTH
    citizen = number[:18]
    if not _CITIZEN.fullmatch(citizen):
        return CHARACTERS
    try:
        born = date(int(citizen[6:10]), int(citizen[10:12]), int(citizen[12:14]))
    except ValueError:
        return BIRTH
    if born < _EARLIEST:
        return BIRTH
    if check_character(citizen[:17]) != citizen[17]:
        return CHECKSUM
    if len(number) > 18 and not _CARD_TAIL.fullmatch(number[18:]):
        return CARD
    return CitizenNumber(citizen[:6], born, "male" if int(citizen[16]) % 2 else "female")


def state_of(number: str) -> str:
    """The code of the list `id_state` for a number as it was written, half-width and in capitals."""
    if _is_placeholder(number):
        return "placeholder"
    problem = problem_of(number)
    return "valid" if problem is None else _STATES[problem]


_STATES = {
    LENGTH: "bad_length", UPGRADE: "old", CHARACTERS: "bad_characters", BIRTH: "bad_birth", CHECKSUM: "bad_checksum",
    CARD: "bad_card",
}  # fmt: skip


def _is_placeholder(number: str) -> bool:
    """999999 where the place or the serial number stands, or one digit all along: typed to get past a form."""
    return "999999" in (number[:6], number[-6:]) or (len(number) >= 15 and len(set(number)) == 1)


def key_of(number: str) -> str | None:
    """What is the same for one person: the citizen number, whichever card it stands on. None for a number not valid."""
    return number[:18] if state_of(number) == "valid" else None


def phone_key_of(phone: str) -> str | None:
    """The digits without the country's code; None for what is no phone, such as 0 or 11111111111."""
    digits = re.sub(r"^(?:0086|86)(?=1[0-9]{10}$)", "", re.sub(r"[^0-9]", "", phone))
    return digits if 7 <= len(digits) <= 13 and len(set(digits)) > 1 else None


def reads_like_one(number: str) -> bool:
    """Whether it may be somebody's number, the check character right or wrong."""
    found = read(number)
    return isinstance(found, CitizenNumber) or found is CHECKSUM


def problem_of(number: str) -> Text | None:
    """Why the number is refused; None when it is valid."""
    found = read(number)
    return found if isinstance(found, Text) else None
