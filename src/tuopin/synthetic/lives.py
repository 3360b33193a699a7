"""Who is in a household on a day: births, deaths, marriages in and out, around the families of one middle day.

`families` makes every household as it is on MIDDLE. Seen from another day people are as much younger or older; who
was not yet born or had not yet married in is not there; whoever died or left before MIDDLE is added, and whoever is
born after it. Nobody's number is ever given to somebody else. The head stays the head from the first day to the last:
kinder than life, and it keeps every relation what it was.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tuopin.synthetic import figures
from tuopin.synthetic.columns import day_number
from tuopin.synthetic.draws import Draws, Flags, Whole, keys_of
from tuopin.synthetic.families import Members, Role, relations_of

MIDDLE = day_number(date(figures.MIDDLE_YEAR, 6, 30))
_FIRST, _LAST = (day_number(day) for day in (date(2013, 12, 31), date(2026, 12, 31)))
_YEAR = 365.25
NEVER = 10**6
"""A day nobody here lives to see."""
_GONE_NUMBER, _LEFT_NUMBER, _BORN_NUMBER = 41, 42, 43
"""Numbers of those who are not there on MIDDLE: who died before, who married away before, who was born since."""
_MARRIED_AT = 19
_BEGIN, _SLOPE = 0.0006, 0.085
"""Deaths a year of age 30, and their growth with each year of age (Gompertz)."""


@dataclass(frozen=True)
class Lives:
    """Everybody who is ever in these households; `members.age` is on MIDDLE, below 0 for those born later."""

    members: Members
    births: Whole
    came: Whole
    left: Whole
    """The first day somebody is here, and the first day no more."""

    def on(self, today: int) -> "Lives":
        """Those who are here on that day, with their ages then."""
        here = (self.came <= today) & (self.left > today)
        members = self.members
        household = members.household[here]
        age = np.floor((today - self.births[here] + 0.75) / _YEAR).astype(np.int64)
        among = Members(
            members.keys[here], household, members.number[here], np.flatnonzero(np.diff(household, prepend=-1)),
            members.role[here], members.relation[here], members.male[here], age,
        )  # fmt: skip
        return Lives(among, self.births[here], self.came[here], self.left[here])

    def people_on(self, day: Whole) -> Whole:
        """How many were in each household on a day of its own."""
        of_household = day[self.members.household]
        return self.members.per_household((self.came <= of_household) & (self.left > of_household))


def lives_of(draws: Draws, middle: Members) -> Lives:
    """`draws` by household; `middle` as families makes them."""
    own = Draws(middle.keys)
    births = MIDDLE - np.floor(middle.age * _YEAR).astype(np.int64) - own.between("birthday", 0, 364)
    married_in = np.isin(middle.role, (Role.SPOUSE, Role.HEIRS_SPOUSE))
    came = np.where(married_in, births + int(_MARRIED_AT * _YEAR), births)
    lives = Lives(middle, births, came, np.minimum(_deaths(own, middle), _leaving(own, middle, births)))
    return _with(lives, [_gone(draws, lives), _left(draws, lives), _born(draws, lives)])


def _deaths(own: Draws, middle: Members) -> Whole:
    """The day of death, after MIDDLE; a head's never comes."""
    hazard = _BEGIN * np.exp(_SLOPE * (middle.age - 30.0))
    years = np.log1p(_SLOPE * -np.log(np.maximum(own.part("life"), 1e-12)) / hazard) / _SLOPE
    day = MIDDLE + 1 + np.floor(years.clip(0, 200) * _YEAR).astype(np.int64)
    return np.where(middle.role == Role.HEAD, NEVER, day)


def _leaving(own: Draws, middle: Members, births: Whole) -> Whole:
    """Some grown daughters and a few sons marry away after MIDDLE."""
    likely = np.where(middle.male, 0.05, figures.MARRY_AWAY)
    goes = (middle.role == Role.CHILD) & own.chance("marries away", likely)
    day = births + np.floor((22 + 6 * own.part("when they marry")) * _YEAR).astype(np.int64)
    return np.where(goes & (day > MIDDLE), day, NEVER)


@dataclass(frozen=True)
class _More:
    """One more person in some households: the rows of the households, and what is known of the person."""

    household: Whole
    number: int
    role: Whole
    male: Flags
    births: Whole
    came: Whole
    left: Whole


def _heads(lives: Lives) -> Whole:
    return lives.members.starts


def _has(lives: Lives, role: Role) -> Whole:
    return lives.members.per_household(lives.members.role == role)


def _gone(draws: Draws, lives: Lives) -> _More:
    """A parent of the head, or the spouse of one who lives alone now, who died between the first day and MIDDLE."""
    age, size = lives.members.age[_heads(lives)], lives.members.per_household(lives.members.age >= 0)
    parents = _has(lives, Role.PARENT)
    spouse = (size == 1) & (age >= 60) & draws.chance("lost a spouse", figures.LOST_SPOUSE)
    parent = ~spouse & (size > 1) & (parents < 2) & (age >= 30) & (age <= 66)
    parent &= draws.chance("lost a parent", figures.LOST_PARENT)
    which = np.flatnonzero(spouse | parent)
    here, of_spouse = draws.among(which), spouse[which]
    died = here.between("day of that death", _FIRST + 1, MIDDLE)
    head_births = lives.births[_heads(lives)][which]
    older = here.between("years between", 20, 30)
    births = head_births - np.where(
        of_spouse, here.between("spouses", -900, 900), (older * _YEAR).astype(np.int64)
    )
    head_male = lives.members.male[_heads(lives)][which]
    # Where one parent lives the other one died.
    one = np.zeros(len(age), dtype=np.bool_)
    parent_rows = np.flatnonzero(lives.members.role == Role.PARENT)
    one[lives.members.household[parent_rows]] = lives.members.male[parent_rows]
    male = np.where(
        of_spouse, ~head_male, np.where(parents[which] == 1, ~one[which], here.chance("a father", 0.55))
    )
    role = np.where(of_spouse, Role.SPOUSE, Role.PARENT)
    return _More(which, _GONE_NUMBER, role, male, births, births, died)


def _left(draws: Draws, lives: Lives) -> _More:
    """A grown child who married away between the first day and MIDDLE."""
    heads = _heads(lives)
    fits = (
        (lives.members.age[heads] >= 56) & (lives.members.age[heads] <= 74) & (_has(lives, Role.SPOUSE) > 0)
    )
    which = np.flatnonzero(fits & draws.chance("a child left", figures.CHILD_LEFT))
    here = draws.among(which)
    day = here.between("day of leaving", _FIRST + 1, MIDDLE)
    births = day - here.between("age of leaving", 20 * 365, 27 * 365)
    role = np.full(len(which), int(Role.CHILD))
    return _More(which, _LEFT_NUMBER, role, ~here.chance("a daughter left", 0.85), births, births, day)


def _born(draws: Draws, lives: Lives) -> _More:
    """One child, where the wife of the head or of the heir is of an age to have it."""
    members = lives.members
    wife = np.isin(members.role, (Role.SPOUSE, Role.HEIRS_SPOUSE)) & ~members.male
    fits = wife & (members.age >= 20) & (members.age <= 37)
    of_heir = members.per_household(fits & (members.role == Role.HEIRS_SPOUSE)) > 0
    which = np.flatnonzero(
        (members.per_household(fits) > 0) & draws.chance("a child is born", figures.CHILD_BORN)
    )
    here = draws.among(which)
    # Not sooner than a year and a half after the youngest.
    youngest = np.maximum.reduceat(lives.births, members.starts)[which]
    births = here.between("day of birth", np.maximum(MIDDLE + 1, youngest + 550), np.full(len(which), _LAST))
    role = np.where(of_heir[which], Role.GRANDCHILD, Role.CHILD)
    return _More(which, _BORN_NUMBER, role, here.chance("the child is a boy", 0.525), births, births,
                 np.full(len(which), NEVER))  # fmt: skip


def _with(lives: Lives, more: list[_More]) -> Lives:
    """All of them, household by household, in the order of their numbers."""
    members = lives.members
    of_household = members.keys[members.starts]
    heir_male = np.ones(len(members.starts), dtype=np.bool_)
    heirs = members.role == Role.HEIR
    heir_male[members.household[heirs]] = members.male[heirs]

    def joined(own: Whole | Flags, name: str) -> Whole:
        return np.concatenate([own, *(np.asarray(getattr(each, name)) for each in more)])

    household = joined(members.household, "household")
    number = np.concatenate([members.number, *(np.full(len(each.household), each.number) for each in more)])
    order = np.lexsort((number, household))
    role, male = joined(members.role, "role"), joined(members.male, "male").astype(np.bool_)
    births = joined(lives.births, "births")
    # The head's key and a number of one's own: nobody else has it.
    keys = np.concatenate(
        [
            members.keys,
            *(
                keys_of(of_household[each.household], 90 + np.full(len(each.household), each.number))
                for each in more
            ),
        ]
    )
    relation = np.concatenate([
        members.relation,
        *(relations_of(np.asarray(each.role), each.male, heir_male[each.household]) for each in more),
    ])  # fmt: skip
    age = np.floor((MIDDLE - births + 0.75) / _YEAR).astype(np.int64)
    everybody = replace(
        members, keys=keys[order], household=household[order], number=number[order],
        starts=np.flatnonzero(np.diff(household[order], prepend=-1)), role=role[order], relation=relation[order],
        male=male[order], age=age[order],
    )  # fmt: skip
    return Lives(
        everybody, births[order], joined(lives.came, "came")[order], joined(lives.left, "left")[order]
    )
