"""Who lives in a household: how many, in which relation, of what sex and age; generations fit together."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from tuopin.standards.cn.codes import RELATION
from tuopin.synthetic import figures
from tuopin.synthetic.columns import number_of
from tuopin.synthetic.draws import Draws, Flags, Keys, Whole, keys_of


class Role(IntEnum):
    HEAD = 0
    SPOUSE = 1
    CHILD = 2
    HEIR = 3  # a married child who lives with the head
    HEIRS_SPOUSE = 4
    GRANDCHILD = 5
    PARENT = 6


_H, _S, _C, _M, _W, _G, _P = Role


@dataclass(frozen=True)
class Form:
    """A form of household: how likely among others of its size (all, registered), and the head's ages."""

    roles: tuple[Role, ...]
    weight: float
    weight_registered: float
    head_from: int
    head_to: int


FORMS = (
    Form((_H,), 60, 72, 60, 88), Form((_H,), 40, 28, 24, 59),
    Form((_H, _S), 50, 52, 58, 84), Form((_H, _S), 18, 8, 24, 57), Form((_H, _C), 14, 20, 34, 58),
    Form((_H, _P), 12, 14, 34, 62), Form((_H, _G), 6, 6, 58, 74),
    Form((_H, _S, _C), 24, 18, 26, 44), Form((_H, _S, _C), 38, 34, 45, 60),
    Form((_H, _S, _P), 12, 14, 32, 62), Form((_H, _S, _G), 10, 12, 56, 74),
    Form((_H, _S, _C), 10, 10, 58, 70), Form((_H, _C, _P), 6, 12, 34, 54),
    Form((_H, _S, _C, _C), 22, 20, 30, 43), Form((_H, _S, _C, _C), 28, 26, 44, 58),
    Form((_H, _S, _C, _P), 18, 22, 32, 60),
    Form((_H, _S, _M, _W), 10, 8, 56, 74), Form((_H, _S, _G, _G), 7, 9, 59, 74), Form((_H, _M, _W, _G), 15, 15, 58, 80),
    Form((_H, _S, _C, _C, _P), 30, 32, 34, 57), Form((_H, _S, _C, _C, _C), 14, 20, 34, 54),
    Form((_H, _S, _M, _W, _G), 41, 34, 56, 74), Form((_H, _S, _C, _P, _P), 15, 14, 32, 56),
    Form((_H, _S, _M, _W, _G, _G), 62, 60, 60, 76), Form((_H, _S, _C, _C, _P, _P), 28, 26, 32, 50),
    Form((_H, _S, _C, _C, _C, _P), 10, 14, 35, 52),
    Form((_H, _S, _M, _W, _G, _G, _P), 60, 60, 60, 68), Form((_H, _S, _M, _W, _G, _G, _G), 40, 40, 64, 76),
    Form((_H, _S, _M, _W, _G, _G, _G, _P), 100, 100, 64, 69),
    Form((_H, _S, _M, _W, _G, _G, _G, _P, _P), 100, 100, 64, 69),
)  # fmt: skip
_LONGEST = max(len(form.roles) for form in FORMS)
_ROLES = np.array([list(form.roles) + [Role.HEAD] * (_LONGEST - len(form.roles)) for form in FORMS])
_HEAD_AGES = np.array([(form.head_from, form.head_to) for form in FORMS])
_HAS_SPOUSE = np.array([Role.SPOUSE in form.roles for form in FORMS])
_ALONE_WITH_GRANDCHILD = np.array(
    [Role.GRANDCHILD in form.roles and Role.HEIR not in form.roles for form in FORMS]
)
_GAPS_AFTER = np.array(
    [[max(form.roles.count(role) - 1, 0) for role in (Role.CHILD, Role.GRANDCHILD)] for form in FORMS]
)


def sizes_of(draws: Draws, ever: Flags) -> Whole:
    """How many people: as often as among all rural households, the once registered being smaller."""
    share = figures.REGISTERED_HOUSEHOLD_SHARE
    everybody, registered = np.array(figures.SIZE_ALL), np.array(figures.SIZE_REGISTERED)
    others = (everybody - share * registered) / (1 - share)
    step = np.where(ever, draws.pick("size", registered), draws.pick("size", others))
    return np.where(step == 6, 7 + draws.pick("size from 7", figures.SIZE_FROM_7), step + 1)


@dataclass(frozen=True)
class Members:
    """One row a member, in the order of households; `household` is the row of the household, `starts` its first."""

    keys: Keys
    household: Whole
    number: Whole
    starts: Whole
    role: Whole
    relation: Whole
    male: Flags
    age: Whole

    def per_household(self, flags: Flags | Whole) -> Whole:
        """Sums over the members of each household."""
        return np.asarray(np.add.reduceat(flags.astype(np.int64), self.starts))


def members_of(draws: Draws, sizes: Whole, ever: Flags) -> Members:
    form = _forms(draws, sizes, ever)
    household = np.repeat(np.arange(len(sizes)), sizes)
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(household)) - starts[household]
    role = _ROLES[form[household], place]
    nth = _nth_of_role(role, place)
    keys = keys_of(draws.keys[household], place + 1)
    male = _sexes(draws, Draws(keys), household, role, nth)
    age = _Ages(draws, form).of(household, role, nth)
    heir_male = _household_sex(draws, "heir", 0.93)[household]
    return Members(keys, household, place + 1, starts, role, relations_of(role, male, heir_male), male, age)


def _forms(draws: Draws, sizes: Whole, ever: Flags) -> Whole:
    form = np.zeros(len(sizes), dtype=np.int64)
    for size in range(1, _LONGEST + 1):
        fitting = np.array([index for index, each in enumerate(FORMS) if len(each.roles) == size])
        rows = np.flatnonzero(sizes == size)
        here = draws.among(rows)
        common = here.pick("form", [FORMS[index].weight for index in fitting])
        registered = here.pick("form", [FORMS[index].weight_registered for index in fitting])
        form[rows] = fitting[np.where(ever[rows], registered, common)]
    return form


def _nth_of_role(role: Whole, place: Whole) -> Whole:
    """0 for the first child of a household, 1 for the second; roles of one kind stand together."""
    same = (role[1:] == role[:-1]) & (place[1:] > 0)
    rows = np.arange(len(role))
    fresh = np.concatenate([[True], ~same])
    return rows - np.maximum.accumulate(np.where(fresh, rows, 0))


# ---- ages -----------------------------------------------------------------------------------------


class _Ages:
    """Ages by generation, from the head's; every parent is at least 20 years older than a child."""

    def __init__(self, draws: Draws, form: Whole) -> None:
        self.draws = draws
        low, high = _HEAD_AGES[form].T
        self.head = (
            draws.between("head's age", low, high) + draws.between("head's age again", low, high)
        ) // 2
        self.spouse = np.maximum(self.head + draws.between("spouse's age", -4, 2), 20)
        mother = np.where(_HAS_SPOUSE[form], np.minimum(self.head, self.spouse), self.head)
        self.gaps = [draws.between(f"gap {nth}", 2, 5) for nth in range(4)]
        self.child = self._eldest("child", mother, _GAPS_AFTER[form, 0])
        heir = mother - 20 - np.floor(draws.part("heir") * 10).astype(np.int64)
        self.heir = heir
        self.heirs_spouse = np.maximum(heir + draws.between("heir's spouse", -3, 1), 20)
        grandchild = self._eldest("grandchild", np.minimum(heir, self.heirs_spouse), _GAPS_AFTER[form, 1])
        alone = _ALONE_WITH_GRANDCHILD[form]
        self.grandchild = np.where(alone & (grandchild > 16), 6 + grandchild % 11, grandchild)
        self.parent = np.minimum(self.head + 20 + np.floor(draws.part("parent") * 11).astype(np.int64), 98)

    def _eldest(self, what: str, mother: Whole, gaps_after: Whole) -> Whole:
        """Old enough for the younger ones to be born since."""
        room = np.clip(mother - 19, 1, 13)
        eldest = mother - 20 - np.floor(self.draws.part(what) * room).astype(np.int64)
        needed = sum(np.where(gaps_after > nth, self.gaps[nth], 0) for nth in range(3))
        return np.maximum(np.maximum(eldest, needed), 0)

    def of(self, household: Whole, role: Whole, nth: Whole) -> Whole:
        younger = np.zeros(len(role), dtype=np.int64)
        for step in range(int(nth.max(initial=0))):
            younger += np.where(nth > step, self.gaps[step][household], 0)
        by_role = np.stack(
            [self.head, self.spouse, self.child, self.heir, self.heirs_spouse, self.grandchild, self.parent]
        )
        age = by_role[role, household]
        second_parent = (role == Role.PARENT) & (nth == 1)
        return np.where(
            second_parent, age - 1, np.where(role == Role.PARENT, age, np.maximum(age - younger, 0))
        )


# ---- sex and relation -----------------------------------------------------------------------------


def _household_sex(draws: Draws, what: str, male: float) -> Flags:
    return draws.chance(f"{what} is a man", male)


def _sexes(draws: Draws, own: Draws, household: Whole, role: Whole, nth: Whole) -> Flags:
    """Spouses are of the other sex; of two parents one is the mother, a single one is so more often."""
    head = _household_sex(draws, "head", 0.84)[household]
    heir = _household_sex(draws, "heir", 0.93)[household]
    parent = _household_sex(draws, "parent", 0.35)[household]
    male = np.select(
        [
            role == Role.HEAD,
            role == Role.SPOUSE,
            role == Role.HEIR,
            role == Role.HEIRS_SPOUSE,
            role == Role.PARENT,
        ],
        [head, ~head, heir, ~heir, parent ^ (nth == 1)],
        own.chance("a boy", 0.525),
    )
    return np.asarray(male, dtype=np.bool_)


def _pair(of_man: str, of_woman: str) -> tuple[int, int]:
    return number_of(RELATION, of_woman), number_of(RELATION, of_man)


_RELATION_BY_ROLE: Sequence[tuple[int, int]] = (
    _pair("head", "head"), _pair("spouse", "spouse"), _pair("son", "daughter"), _pair("son", "daughter"),
    _pair("son_in_law", "daughter_in_law"), _pair("grandson", "granddaughter"), _pair("father", "mother"),
)  # fmt: skip
_OF_DAUGHTER = np.array(_pair("grandson_d", "granddaughter_d"))


def relations_of(role: Whole, male: Flags, heir_male: Flags) -> Whole:
    relation = np.array(_RELATION_BY_ROLE)[role, male.astype(np.int64)]
    return np.where((role == Role.GRANDCHILD) & ~heir_male, _OF_DAUGHTER[male.astype(np.int64)], relation)
