"""Random subjects of a real pack, where its rules turn: on the line and one step beside it, on days that matter,
unknown, wrongly counted. Only the facts its rules look at; everything follows from the Random that is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from random import Random

from tuopin.engine.expressions import CompareElapsed, Expression, Fact, Literal, ParameterRef
from tuopin.engine.kinds import Code, CodeSet, Date, Level, Number, YesNo
from tuopin.engine.records import Record, Value
from tuopin.engine.sql_terms import TermsOfPlaces
from tuopin.engine.standard import deep_walk
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text
from tuopin.standards.pack import Pack
from tuopin.warehouse.scope import Scope, scope_of

OFTEN_UNKNOWN = (0.0, 0.0, 0.02, 0.1, 0.4, 0.8)
OFTEN_YES = (0.05, 0.3, 0.5, 0.9, 0.98, 1.0)
NAME = Text("", "")
SOME_DAYS = (date(2014, 12, 31), date(2016, 2, 29), date(2019, 8, 31), date(2020, 6, 30), date(2024, 3, 1))


class Anybody:
    """The places of a pack, the days on which it can be asked, and random counties with everybody in them."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.places = _places(pack)
        self._at: dict[date, At] = {}
        self.county_of = {
            village.id: next(p.id for p in self.places.chain(village.id) if p.level == Level.COUNTY.value)
            for village in self.places.at_level(Level.VILLAGE.value)
        }

    @cached_property
    def days(self) -> Sequence[date]:
        """Days with a standard in force and every parameter it needs, at the edges of what is in force."""
        wanted = {*SOME_DAYS}
        for standard in self.pack.standards:
            wanted |= {standard.in_force_from, standard.in_force_until or standard.in_force_from}
        wanted |= {value.from_ for parameter in self.pack.parameters for value in parameter.values}
        return [day for day in sorted(wanted) if date(1990, 1, 1) < day and self._is_possible(day)]

    def _is_possible(self, day: date) -> bool:
        try:
            self.at(day)
        except RefusedByRule:
            return False
        return True

    def at(self, day: date) -> At:
        if day not in self._at:
            self._at[day] = At(self, day)
        return self._at[day]


class At:
    """The same on one day: the standards in force and what to draw for each fact. Raises RefusedByRule."""

    def __init__(self, anybody: Anybody, day: date) -> None:
        self.anybody = anybody
        self.terms = Terms(day, anybody.places)
        self.scope: Scope = scope_of(anybody.pack, on=day)
        self.facts = _used(self.scope)
        pools = _Pools(self.scope, self.terms)
        self.pools = {fact.code: pools.of(fact) for facts in self.facts.values() for fact in facts}

    def counties(self, random: Random, villages: int = 1, households: int = 4) -> tuple[Record, ...]:
        """Every county of the tree, with up to so many households in each of its villages."""
        tree = self.anybody.places
        return tuple(
            self._county(random, county.id, households) for county in tree.at_level(Level.COUNTY.value)
        )

    def _county(self, random: Random, place: int, households: int) -> Record:
        inside = [village for village, county in self.anybody.county_of.items() if county == place]
        villages = [
            self._subject(random, Level.VILLAGE, v, households) for v in inside if random.random() < 0.9
        ]
        return self._with_facts(random, Level.COUNTY, place, "1", villages)

    def _subject(self, random: Random, level: Level, place: int, most: int, code: str = "1") -> Record:
        child = level.child
        children: list[Record] = []
        if child is Level.HOUSEHOLD or child in self.facts:
            assert child is not None
            count = random.randint(0, most)
            children = [self._subject(random, child, place, 5, str(n)) for n in range(1, count + 1)]
        return self._with_facts(random, level, place, code, children)

    def _with_facts(
        self, random: Random, level: Level, place: int, code: str, children: Sequence[Record]
    ) -> Record:
        unknown, yes = random.choice(OFTEN_UNKNOWN), random.choice(OFTEN_YES)
        facts: dict[str, Value] = {}
        for fact in self.facts.get(level, ()):
            if random.random() >= unknown:
                pool = self.pools[fact.code]
                facts[fact.code] = random.random() < yes if pool is None else random.choice(pool)
        self._declare(random, level, facts, children)
        return Record(level, code, place, facts, tuple(children))

    def _declare(
        self, random: Random, level: Level, facts: dict[str, Value], children: Sequence[Record]
    ) -> None:
        """Declared counts are mostly right, sometimes off or unknown, so that groups are mostly whole."""
        group = self.anybody.pack.group_of(level)
        if group is None or random.random() < 0.15:
            return
        assert isinstance(group.declared.kind, Number)
        if group.declared.code in {fact.code for fact in self.facts.get(level, ())}:
            facts[group.declared.code] = max(len(children), group.declared.kind.low)

    def filled(self, random: Random, record: Record) -> Record:
        """The same subject with every blank filled somehow; nobody is added."""
        facts = dict(record.facts)
        for fact in self.facts.get(record.level, ()):
            if facts.get(fact.code) is None:
                pool = self.pools[fact.code]
                facts[fact.code] = random.random() < 0.5 if pool is None else random.choice(pool)
        children = tuple(self.filled(random, child) for child in record.children)
        return Record(record.level, record.code, record.place, facts, children)


class _Pools:
    """What is worth drawing for a fact: its limits, and values at and beside everything rules compare with."""

    def __init__(self, scope: Scope, terms: Terms) -> None:
        self.terms = terms
        self.nodes = list(_nodes(scope))
        self.of_places = TermsOfPlaces(terms)
        for node in self.nodes:
            self.of_places.use(node)

    def of(self, fact: Fact) -> Sequence[Value] | None:
        """None for yes/no."""
        kind = fact.kind
        if isinstance(kind, YesNo):
            return None
        if isinstance(kind, Code):
            return sorted(kind.codes.by_number)
        if isinstance(kind, CodeSet):
            bits = [1 << (number - 1) for number in kind.codes.by_number]
            return sorted({0, *bits, *(a | b for a, b in pairwise(bits)), sum(bits)})
        if isinstance(kind, Date):
            return [day for day in sorted(self.days) if kind.low <= day <= kind.high]
        assert isinstance(kind, Number)
        return sorted(value for value in self._numbers(kind) if kind.low <= value <= kind.high)

    def _numbers(self, kind: Number) -> set[int]:
        step = 10**kind.decimals
        found = {kind.low, kind.high, 0, 1, 2 * step, 3 * step, 5 * step}
        own = {name for name, _ in kind.unit.powers}
        for value, unit in self.constants:
            if unit & own or not unit:
                scaled = int(value * step)
                found |= {scaled * times + beside for times in (1, 2, 3, 4, 5) for beside in (-1, 0, 1)}
        return found

    @cached_property
    def constants(self) -> set[tuple[Decimal, frozenset[str]]]:
        found = set()
        for node in self.nodes:
            if isinstance(node, ParameterRef | Literal):
                assert isinstance(node.kind, Number)
                unit = frozenset(name for name, _ in node.kind.unit.powers)
                for steps in self.of_places.values(node):
                    assert isinstance(steps, int)
                    found.add((Decimal(steps).scaleb(-node.kind.decimals), unit))
        return found

    @cached_property
    def days(self) -> set[date]:
        on = self.terms.on
        found = {on, on - timedelta(1), on + timedelta(1), date(2012, 2, 29), date(1850, 1, 1)}
        for node in self.nodes:
            if isinstance(node, CompareElapsed):
                for more in (0, 1):
                    days = self.of_places.too_late(node, more)
                    found |= {day + timedelta(beside) for day in days for beside in (-1, 0) if day > date.min}
        return found


def _nodes(scope: Scope) -> Iterator[Expression]:
    for standard in scope.standards:
        yield from standard.expressions()
    for named in scope.values.values():
        for expression in named.values():
            yield from deep_walk(expression)


def _used(scope: Scope) -> Mapping[Level, Sequence[Fact]]:
    found: dict[Level, dict[str, Fact]] = {}
    for node in _nodes(scope):
        if isinstance(node, Fact):
            assert node.level is not None
            found.setdefault(node.level, {})[node.code] = node
    return {level: list(facts.values()) for level, facts in found.items()}


def _places(pack: Pack) -> PlaceTree:
    """A county for each code or group that some parameter names, up to two of each, and one that none names where
    every parameter has a value everywhere."""
    values = [value for each in pack.parameters for value in each.values]
    named = [(code, frozenset[str]()) for code in sorted({v.place for v in values if v.place})[:2]]
    groups_named = sorted({v.group for v in values if v.group})[:2]
    named += [(f"98{number}", frozenset({group})) for number, group in enumerate(groups_named)]
    if all(any(v.scope == (None, None) for v in each.values) for each in pack.parameters if not each.parts):
        named.append(("99", frozenset()))
    found: list[Place] = []
    for number, (code, groups) in enumerate(named, start=1):
        above: int | None = None
        for depth, level in enumerate(pack.place_levels[:-1], start=1):
            own = code if depth == 1 else f"{code}.{number}.{depth}"
            here = number * 1_000 + depth
            found.append(Place(here, own, level, NAME, above, groups if depth == 1 else frozenset()))
            above = here
        for village in (1, 2) if number == 1 else (1,):
            place = number * 1_000 + 100 + village
            found.append(Place(place, f"{code}.{number}.v{village}", pack.place_levels[-1], NAME, above))
    return PlaceTree.of(found)
