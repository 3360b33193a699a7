"""Names and numbers of identity papers for people who do not exist, made when a workbook is written, kept nowhere.

No number here can be anybody's. It begins with 99: the standard of area codes (GB/T 2260) has no such province, so
no citizen's number does; and the permanent residence cards of foreigners, whose numbers do begin with 9, have a
province's code in the second and third place, where these always have 90 or more. docs/synthetic.md says more.
"""

import numpy as np
import pyarrow as pa

from tuopin.kernel.errors import BadInput
from tuopin.standards.cn.codes import RELATION
from tuopin.synthetic.columns import numbers_of
from tuopin.synthetic.draws import Draws, Flags, Keys, Whole, keys_of
from tuopin.synthetic.villages import Villages, numeral

MOST_VILLAGES = 9_999
"""Each village has an area code of its own in the numbers, 99 and four digits."""
_SURNAMES = "甲乙丙丁戊己庚辛壬癸"
_GIVEN = [numeral(number) for number in range(1, 100)]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_OWN_SURNAME = numbers_of(RELATION, ("spouse", "daughter_in_law", "son_in_law", "mother"))
"""Who married into the family keeps a surname of their own."""


class Papers:
    """`persons` in the order of the tables; `villages` those they live in."""

    def __init__(self, villages: Villages, persons: pa.Table) -> None:
        if int(villages.number.max(initial=0)) >= MOST_VILLAGES:
            raise BadInput(
                "city_too_big_for_papers",
                zh=f"证件号码只够 {MOST_VILLAGES} 个村使用。请减少户数，或只写数据快照。",
                en=f"There are numbers of identity papers for {MOST_VILLAGES} villages only. Make a smaller city, "
                "or write a snapshot.",
            )
        self.persons = persons
        household = _column(persons, "household")
        order = np.argsort(villages.id)
        row = order[np.searchsorted(villages.id[order], _column(persons, "village"))]
        self.village_number = villages.number[row]
        self.of_household: Keys = keys_of(villages.keys[row], household % 1_000_000)
        self.own = Draws(keys_of(self.of_household, _column(persons, "person")))

    def names(self) -> list[str]:
        """A celestial stem and a numeral, such as 甲三十七: nobody takes it for a person's."""
        relation = _column(self.persons, "relation")
        shared = Draws(self.of_household).between("surname", 0, len(_SURNAMES) - 1)
        own = self.own.between("own surname", 0, len(_SURNAMES) - 1)
        surname = np.where(np.isin(relation, _OWN_SURNAME), own, shared).tolist()
        given = self.own.between("given name", 0, len(_GIVEN) - 1).tolist()
        return [_SURNAMES[first] + _GIVEN[second] for first, second in zip(surname, given, strict=True)]

    def numbers(self) -> list[str]:
        """18 characters with the right check character (GB 11643), no two the same."""
        births = _column(self.persons, "birth", pa.int32())
        male = _column(self.persons, "sex") == 1
        rank = _ranks(self.village_number, births, male)
        of_birthday = Draws(keys_of(np.zeros(1, dtype=np.uint64), births * 10_000 + self.village_number))
        serial = (of_birthday.between("serial", 0, 498) + rank) % 499 * 2 + np.where(male, 1, 2)
        return citizen_numbers(990_001 + self.village_number, births, serial)


def citizen_numbers(area: Whole, births: Whole, serial: Whole) -> list[str]:
    """`births` in days since 1970."""
    months = births.astype("datetime64[D]").astype("datetime64[M]")
    day = births - months.astype("datetime64[D]").astype(np.int64) + 1
    month = months.astype(np.int64)
    birth = (1970 + month // 12) * 10_000 + (month % 12 + 1) * 100 + day
    first = (area * 10**8 + birth) * 1000 + serial
    total = sum(first // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(_WEIGHTS))
    check = (np.asarray(total) % 11).tolist()
    return [f"{number}{_CHECK[rest]}" for number, rest in zip(first.tolist(), check, strict=True)]


def _ranks(village: Whole, births: Whole, male: Flags) -> Whole:
    """0, 1, … among those of one village, birthday and sex, so that their numbers differ."""
    order = np.lexsort((male, births, village))
    same = np.zeros(len(order), dtype=np.bool_)
    same[1:] = np.all([column[order][1:] == column[order][:-1] for column in (village, births, male)], axis=0)
    rows = np.arange(len(order))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = rows - np.maximum.accumulate(np.where(same, 0, rows))
    return rank


def _column(table: pa.Table, name: str, through: pa.DataType | None = None) -> Whole:
    column = table.column(name)
    return np.asarray(column.cast(through) if through is not None else column).astype(np.int64)


def phones_of(draws: Draws) -> list[str]:
    """Eleven digits beginning with 100: no mobile number begins with 10."""
    return [f"100{digits:08d}" for digits in draws.between("phone", 0, 99_999_999).tolist()]
