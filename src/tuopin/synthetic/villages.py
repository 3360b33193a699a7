"""The villages of the city in their one order: where the nth lies, how big it is, what is special about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuopin.kernel.places import Place
from tuopin.kernel.text import Text
from tuopin.standards.cn import places
from tuopin.synthetic import figures
from tuopin.synthetic.draws import Draws, Flags, Keys, Real, Whole, keys_of, normal_quantile, root_of

_ROUND = sum(figures.COUNTY_TURNS)
CITY_VILLAGES = 112 * _ROUND
"""Villages of one city, about 1.03 million households; the next ones would lie in another city."""


def _turns() -> Whole:
    """The county of each village of a round, spread so that any first few villages have every county."""
    taken = [0] * figures.COUNTIES
    order = []
    for _ in range(_ROUND):
        county = min(
            range(figures.COUNTIES), key=lambda each: ((taken[each] + 0.5) / figures.COUNTY_TURNS[each], each)
        )
        taken[county] += 1
        order.append(county)
    return np.roll(np.array(order, dtype=np.int64), -order.index(0))


_COUNTY_OF_TURN = _turns()
_EARLIER_TURNS = np.array(
    [int((_COUNTY_OF_TURN[:turn] == county).sum()) for turn, county in enumerate(_COUNTY_OF_TURN)]
)


@dataclass(frozen=True, eq=False, repr=False)
class Villages:
    """One row a village, as arrays; `listed` is how many of its households are made (all, but for the last)."""

    number: Whole
    county: Whole
    """0 to 3."""
    county_id: Whole
    township: Whole
    """Its place in the county, from 0."""
    id: Whole
    keys: Keys
    listed: Whole
    poor: Flags
    deep: Flags
    slack: Flags
    water_short: Flags
    ever_rate: Real
    """Share of people ever registered."""
    population_unknown: Flags
    population_differs: Flags

    def __len__(self) -> int:
        return len(self.number)

    def among(self, rows: slice | NDArray[Any]) -> "Villages":
        return Villages(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def villages_of(households: int, seed: int) -> Villages:
    """The first villages whose households add up to `households`; of the last only as many as are needed."""
    likely = int(households / figures.VILLAGE_HOUSEHOLDS_LIMITS[0]) + 2
    number = np.arange(likely, dtype=np.int64)
    sizes = _households(Draws(_keys(number, seed)))
    total = np.cumsum(sizes)
    count = int(np.searchsorted(total, households)) + 1
    sizes[count - 1] -= total[count - 1] - households
    return _described(number[:count], sizes[:count], seed)


def _keys(number: Whole, seed: int) -> Keys:
    return keys_of(root_of(seed, "city"), number)


def _households(draws: Draws) -> Whole:
    median, spread = figures.VILLAGE_HOUSEHOLDS
    sizes: Real = np.rint(median * np.exp(spread * draws.normal("village households")))
    return sizes.clip(*figures.VILLAGE_HOUSEHOLDS_LIMITS).astype(np.int64)


def _described(number: Whole, listed: Whole, seed: int) -> Villages:
    keys = _keys(number, seed)
    draws = Draws(keys)
    city, within = number // CITY_VILLAGES, number % CITY_VILLAGES
    turn = within % _ROUND
    county = _COUNTY_OF_TURN[turn]
    ordinal = within // _ROUND * np.array(figures.COUNTY_TURNS)[county] + _EARLIER_TURNS[turn]
    county_id = (int(figures.PROVINCE) * 100 + city + 1) * 100 + 21 + county
    township, of_township = _townships(ordinal)
    chosen, among = np.array(figures.POOR_VILLAGES)[county].T
    poor = _ranks(county_id * 10_000 + ordinal // among, ordinal % among, among, seed, "poor") < chosen
    level = (_rank_of_ten(county_id * 10_000, ordinal, seed, "rate") + draws.part("rate")) / 10
    of_forty = _ranks(number // 40, number % 40, 40, seed, "population")
    return Villages(
        number=number,
        county=county,
        county_id=county_id,
        township=township,
        id=(county_id * 1000 + _township_code(township)) * 1000 + 201 + of_township,
        keys=keys,
        listed=listed,
        poor=poor,
        deep=poor & draws.chance("deep", np.array(figures.DEEP_AMONG_POOR)[county]),
        slack=_ranks(number // 20, number % 20, 20, seed, "slack") < figures.SLACK_VILLAGES_OF_20,
        water_short=_rank_of_ten(0, number, seed, "dry") < 1,
        ever_rate=_ever_rate(county, poor, level),
        population_unknown=of_forty == 0,
        population_differs=of_forty == 1,
    )


def _townships(ordinal: Whole) -> tuple[Whole, Whole]:
    """Which township of its county a village lies in, and its place there."""
    cycle = np.array(figures.TOWNSHIP_VILLAGES)
    ends = np.cumsum(cycle)
    rounds, rest = np.divmod(ordinal, ends[-1])
    step = np.searchsorted(ends, rest, side="right")
    return rounds * len(cycle) + step, rest - (ends - cycle)[step]


def _township_code(township: Whole) -> Whole:
    """By turns a town (100 and on) and a township (200 and on), as GB/T 10114 numbers them."""
    return np.where(township % 2 == 0, 100, 200) + township // 2


def _ranks(group: Whole, place: Whole, size: int | Whole, seed: int, what: str) -> Whole:
    """A shuffled rank inside groups of fixed size, so that shares are kept without looking at other villages."""
    root = root_of(seed, what)
    places = np.arange(np.max(size))
    hashes = keys_of(keys_of(root, group)[:, None], places)
    own = hashes[np.arange(len(place)), place]
    below = (hashes < own[:, None]) & (places < np.broadcast_to(size, len(place))[:, None])
    return np.asarray(below.sum(axis=1), dtype=np.int64)


def _rank_of_ten(group: int | Whole, ordinal: Whole, seed: int, what: str) -> Whole:
    return _ranks(group + ordinal // 10, ordinal % 10, 10, seed, what)


def _ever_rate(county: Whole, poor: Flags, part: Real) -> Real:
    """`part`: how high the village stands among others of its kind, from 0 to 1."""
    times = figures.POOR_VILLAGE_TIMES
    chosen, among = np.array(figures.POOR_VILLAGES)[county].T
    share_poor = chosen / among
    rate = (
        np.array(figures.EVER_REGISTERED)[county] * np.where(poor, times, 1) / (1 + share_poor * (times - 1))
    )
    spread = figures.VILLAGE_RATE_SPREAD
    found: Real = rate * np.exp(spread * normal_quantile(part) - spread**2 / 2)
    return found.clip(*figures.VILLAGE_RATE_LIMITS)


# ---- names ----------------------------------------------------------------------------------------

_DIGITS = "零一二三四五六七八九"
_COUNTY_NAMES = (
    Text("甲县", "Jia County"), Text("乙县", "Yi County"), Text("丙县", "Bing County"), Text("丁县", "Ding County"),
)  # fmt: skip


def numeral(number: int) -> str:
    """1 to 999 in Chinese numerals, as places are numbered: 十二, 二十, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not number else "")


def names_of(village: int, county: int, township: int) -> Mapping[str, Text]:
    """Names by level. Plain numbers, so that nobody takes the city for a real one."""
    town = township % 2 == 0
    number = village % 1000 - 200
    city = village // 10**8 % 100
    return {
        "province": Text("示例省", "Example Province"),
        "city": Text("示例市", "Example City")
        if city == 1
        else Text(f"示例{numeral(city)}市", f"Example City {city}"),
        "county": _COUNTY_NAMES[county],
        "township": Text(
            f"第{numeral(township + 1)}{'镇' if town else '乡'}",
            f"{'Town' if town else 'Township'} {township + 1}",
        ),
        "village": Text(f"第{numeral(number)}村", f"Village {number}"),
    }


def places_of(villages: Villages) -> Iterator[Place]:
    """Every place of the tree once, from the province down."""
    seen: set[int] = set()
    for village, county, township in zip(
        villages.id.tolist(), villages.county.tolist(), villages.township.tolist(), strict=True
    ):
        names = names_of(village, county, township)
        for place in places.places_of(str(village), {}):
            if place.id not in seen:
                seen.add(place.id)
                yield Place(place.id, place.code, place.level, names[place.level], place.parent, place.groups)
