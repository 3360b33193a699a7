"""The figures that a report quotes, by a day and place, each with the certificate that lets anyone compute it again.

Every figure has a stable key, such as `exited.people.net`, so that a slot in a text can carry it. What the data cannot
answer is unknown with the reason, never 0.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import tuopin
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import RefusedByRule
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import Dataset
from tuopin.snapshot.decisions import check_decisions, decisions_of
from tuopin.standards.pack import Counter, Overview, Pack
from tuopin.warehouse.decided import BY_GROUP, KEYS, NO_GROUP, ByPlace, decided_by_place
from tuopin.warehouse.figures import Counted, PlaceFigures, RateFigures, Tally
from tuopin.warehouse.judged import Progress
from tuopin.warehouse.judging import judged
from tuopin.warehouse.listed import LeftTheList, listed_by_place
from tuopin.warehouse.manifest import version_of
from tuopin.warehouse.reported_words import LABELS, NO_DECISIONS, NOT_IN_FORCE, no_size, other_day, undeclared
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import day_of, scope_of, with_those_used

ONE_FROM_FACTS = {"exited.net": "stands_exited", "poor.net": "stands_poor", "returned.net": "stands_returned"}
"""What the facts of the day itself can answer where no decisions are recorded, by the counter that does."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` None is unknown, and `why` says why. `more` is how many more there may be of what `counts` says;
    people of `unsized` households are in neither. `query` names what computed it."""

    key: str
    label: Text
    counts: str
    value: int | Fraction | None
    query: str
    more: int = 0
    unsized: int = 0
    why: Text | None = None

    def as_dict(self) -> dict[str, Any]:
        """For machines: a share as its two whole numbers."""
        share = isinstance(self.value, Fraction)
        return {
            "key": self.key,
            "label": {"zh": self.label.zh, "en": self.label.en},
            "counts": self.counts,
            "value": [self.value.numerator, self.value.denominator] if share else self.value,  # type: ignore[union-attr]
            "more": self.more,
            "households_of_unknown_size": self.unsized,
            "why": None if self.why is None else {"zh": self.why.zh, "en": self.why.en},
        }


@dataclass(frozen=True)
class Report:
    """Figures by place, in order of level and code. `certificate` is what all of them rest on."""

    pack: Pack
    on: date
    certificate: Mapping[str, Any]
    places: tuple[tuple[Place, Mapping[str, Figure]], ...]

    def at(self, levels: Iterable[str]) -> list[tuple[Place, Mapping[str, Figure]]]:
        wanted = set(levels)
        return [each for each in self.places if each[0].level in wanted]

    def figure_as_dict(self, place: Place, figure: Figure) -> dict[str, Any]:
        """One figure with its certificate: what a slot in a text stores."""
        certificate = {**self.certificate, "query": figure.query}
        return {**figure.as_dict(), "place": place.code, "certificate": certificate}


def report(dataset: Dataset, *, on: date | str, progress: Progress | None = None) -> Report:
    """The figures of every place on a day.

    Decisions are counted by any day up to that of the data. Facts and declared figures stand for the day of the data
    alone, so what rests on them is unknown on an earlier one. Raises RefusedByRule (`figures_after_data`) for a later
    day, BadInput (`decisions_impossible`) when the history of a household cannot be.
    """
    day = day_of(on)
    if day > dataset.as_of:
        raise RefusedByRule(
            "figures_after_data",
            zh=f"数据截至 {dataset.as_of}，{day} 的数字其中没有。请用 {day} 或更晚的数据快照，或换一个日期。",
            en=f"The data stand for {dataset.as_of}; they hold nothing of {day}. Use data of that day or a later one, "
            "or choose another day.",
        )
    overview, parameters = _judged(dataset, day, progress) if day == dataset.as_of else ({}, {})
    decided = _decided(dataset, day)
    listed = [listed_by_place(dataset, each, day) for each in dataset.pack.overview.listed]

    def of(place: int) -> Iterator[Figure]:
        for found in listed:
            yield from _of_listed(found, place)
        yield from _of_decisions(dataset, decided, overview.get(place), place, today=day == dataset.as_of)
        yield from _of_rates(dataset, overview.get(place), today=day == dataset.as_of)

    order = {level: depth for depth, level in enumerate(dataset.pack.place_levels)}
    places = [place for place in dataset.places.places.values() if place.level in order]
    places.sort(key=lambda place: (order[place.level], place.code))
    figures = tuple((place, {figure.key: figure for figure in of(place.id)}) for place in places)
    return Report(dataset.pack, day, _certificate(dataset, day, parameters), figures)


def _judged(
    dataset: Dataset, on: date, progress: Progress | None
) -> tuple[Mapping[int, PlaceFigures], Mapping[str, Any]]:
    """Rates and standings by place, and the values of the parameters they rest on. Nothing else is judged."""
    pack = dataset.pack
    scope = scope_of(pack, on=on)
    rated = {rate.counter for rate in scope.overview.rates}
    counters = [each for each in scope.overview.counters if each.code in rated]
    counters += _standing(pack.overview)
    overview = replace(scope.overview, counters=tuple(counters))
    used = with_those_used((), counters, None)
    scope = replace(scope, standards=used, overview=overview, has_gaps=False, left_out=())
    with Run(judged(dataset, scope, Terms(on, dataset.places), progress)) as run:
        by_place = {each.place.id: each for each in run.overview()}
        return by_place, run.manifest()["parameters"]


def _certificate(dataset: Dataset, on: date, parameters: Mapping[str, Any]) -> dict[str, Any]:
    pack = dataset.pack
    return {
        "tuopin": tuopin.__version__,
        "input": {"content": dataset.content, "as_of": dataset.as_of.isoformat()},
        "pack": {"code": pack.code, "version": version_of(pack)},
        "on": on.isoformat(),
        "parameters": parameters,
    }


def _standing(overview: Overview) -> list[Counter]:
    register = overview.register
    if register is None:
        return []
    nothing = Text("", "")
    return [
        Counter("stands_exited", nothing, register.exited),
        Counter("stands_poor", nothing, register.poor | register.returned),
        Counter("stands_returned", nothing, register.returned),
    ]


def _decided(dataset: Dataset, on: date) -> ByPlace | None:
    decisions = decisions_of(dataset)
    if decisions is None:
        return None
    check_decisions(decisions)
    return decided_by_place(decisions, on, dataset.places, _groups(dataset.pack))


def _groups(pack: Pack) -> dict[int, str]:
    groups = pack.overview.register.groups if pack.overview.register is not None else None
    return {} if groups is None else {number: entry.code for number, entry in groups.by_number.items()}


# ---- places struck off the list ----


def _of_listed(found: LeftTheList, place: int) -> Iterator[Figure]:
    listed, counts = found.listed, found.listed.code
    tally = found.by_place.get(place)
    if tally is None:
        return
    names = Text(f"{listed.all_.zh}{listed.left.zh}", f"{listed.all_.en} {listed.left.en}")
    left, all_ = (f"{counts}.{what}" for what in ("exited", "listed"))
    yield Figure(left, names, counts, tally.left, "listed", tally.may_have_left, why=tally.why_left)
    yield Figure(all_, listed.all_, counts, tally.all_, "listed", tally.may_be_listed, why=tally.why_listed)


# ---- decisions ----


def _of_decisions(
    dataset: Dataset, decided: ByPlace | None, facts: PlaceFigures | None, place: int, *, today: bool
) -> Iterator[Figure]:
    pack, as_of = dataset.pack, dataset.as_of
    if pack.overview.register is None:
        return
    for key, label in _keys(pack):
        if decided is not None:
            nobody = Tally(0, 0, 0)
            yield from _pair(key, label, decided.get(place, {}).get(key, nobody), "decisions")
            continue
        counter = ONE_FROM_FACTS.get(key)
        if counter is not None and today and facts is not None:
            yield from _of_facts(key, label, facts.counters[counter])
            continue
        why = NO_DECISIONS if counter is None or today else other_day(as_of)
        for counts in ("households", "people"):
            yield Figure(_named(key, counts), label, counts, None, "decisions", why=why)


def _keys(pack: Pack) -> Iterator[tuple[str, Text]]:
    for key in KEYS:
        yield key, LABELS[key]
    register = pack.overview.register
    if register is None or register.groups is None:
        return
    for key in BY_GROUP:
        for entry in register.groups.entries:
            label = LABELS[key]
            yield (
                f"{key}.{entry.code}",
                Text(f"{label.zh}：{entry.label.zh}", f"{label.en}: {entry.label.en}"),
            )
        yield f"{key}.{NO_GROUP}", Text(f"{LABELS[key].zh}：类别待核实", f"{LABELS[key].en}: group unknown")


def _pair(key: str, label: Text, tally: Tally, query: str) -> Iterator[Figure]:
    yield Figure(_named(key, "households"), label, "households", tally.households, query)
    yield _people(key, label, tally, 0, query)


def _people(key: str, label: Text, tally: Tally, more: int, query: str) -> Figure:
    why = no_size(tally.unsized)
    return Figure(_named(key, "people"), label, "people", tally.people, query, more, tally.unsized, why)


def _of_facts(key: str, label: Text, counted: Counted) -> Iterator[Figure]:
    """Counted from the facts of the day: those whose standing nobody knows are told apart."""
    yes, unknown = counted.yes, counted.unknown
    yield Figure(
        _named(key, "households"), label, "households", yes.households, "register", unknown.households
    )
    known = Tally(yes.households, yes.people, yes.unsized + unknown.unsized)
    yield _people(key, label, known, unknown.people, "register")


def _named(key: str, counts: str) -> str:
    """`exited.net` of people is `exited.people.net`."""
    what, _, kind = key.partition(".")
    return f"{what}.{counts}.{kind}"


# ---- rates ----


def _of_rates(dataset: Dataset, facts: PlaceFigures | None, *, today: bool) -> Iterator[Figure]:
    for rate in dataset.pack.overview.rates:
        found = facts.rates.get(rate.code) if facts is not None else None
        why = NOT_IN_FORCE if today else other_day(dataset.as_of)
        for part, label, counts, value in _parts(found, rate.label):
            missing = why if found is None else undeclared(found.undeclared)
            reason = missing if value is None else None
            yield Figure(f"{rate.code}.{part}", label, counts, value, "overview", why=reason)


def _parts(found: RateFigures | None, label: Text) -> Iterator[tuple[str, Text, str, int | Fraction | None]]:
    named: Mapping[str, tuple[Text, str]] = {
        "rate": (Text("", ""), "share"),
        "upper": (Text("：上限", ": at most"), "share"),
        "numerator": (Text("：分子", ": people"), "people"),
        "denominator": (Text("：申报分母", ": of declared"), "people"),
        "coverage": (Text("：核实率", ": coverage"), "share"),
    }
    for part, (more, counts) in named.items():
        value = None if found is None else getattr(found, part)
        yield part, Text(f"{label.zh}{more.zh}", f"{label.en}{more.en}"), counts, value
