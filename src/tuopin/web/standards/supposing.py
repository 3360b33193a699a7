"""The what-if panel: another value for one parameter, and who would enter and leave, by place and by reason."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from tuopin.engine.kinds import Level, Number
from tuopin.engine.parameters import Parameter
from tuopin.engine.substitute import SUFFIX
from tuopin.engine.units import Unit
from tuopin.engine.wording import Words
from tuopin.kernel.actor import Actor
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text
from tuopin.registry.columns import the_pack
from tuopin.standards import manual
from tuopin.standards.pack import Pack, Shortfall
from tuopin.warehouse.changes import Changes, Question
from tuopin.warehouse.figures import PlaceFigures
from tuopin.warehouse.registry_whatif import supposed, tops
from tuopin.warehouse.ways import otherwise, ways_of, went
from tuopin.warehouse.whatif import WhatIf
from tuopin.warehouse.whatif_files import supposed as told_supposed
from tuopin.web.templatetags.tuopin import language

MOST_REASONS = 12
OTHERS = Text("其他变化", "other changes")


def what_if_page(actor: Actor, standard: str, parameter: str, value: str) -> dict[str, Any]:
    """The page of one supposition. Raises NotFound (`no_such_standard`, `no_such_parameter`, `no_run_yet`),
    RefusedByRule and BadInput, as warehouse.registry_whatif says."""
    asked = asked_page(standard, parameter, value)
    with supposed(actor=actor, values={parameter: value}) as found:
        places = _places(actor, found)
        return {
            **asked,
            "supposed": told_supposed(found, language()),
            "on": found.judged.scope.on,
            "changes": [
                table for changes in found.changes.values() for table in _tables(changes, places, found)
            ],
            "reasons": [reason for changes in found.changes.values() for reason in _reasons(changes)],
            "costs": list(_costs(found, places)),
            "bars": _bars(found, places),
        }


def asked_page(standard: str, parameter: str, value: str) -> dict[str, Any]:
    """What was asked, to be shown whatever comes of it."""
    pack = the_pack()
    found = pack.parameter(parameter)
    return {
        "standard": pack.standard(standard),
        "title": manual.title(pack.standard(standard).label, language()),
        "parameter": found,
        "unit": unit_of(found, pack),
        "value": value,
    }


def unit_of(parameter: Parameter, pack: Pack) -> Text:
    return Words(pack.unit_words).unit(parameter.kind.unit)


def _places(actor: Actor, found: WhatIf) -> list[tuple[int, Place]]:
    """Each place of the posting, then those directly inside it, with how deep each lies."""
    tree = found.judged.dataset.places
    shown: list[tuple[int, Place]] = []
    for top in tops(actor, found.judged.dataset):
        inside = sorted(
            (each for each in tree.places.values() if each.parent == top.id), key=lambda each: each.code
        )
        shown += [(0, top), *((1, each) for each in inside)]
    return shown


def _tables(changes: Changes, places: Sequence[tuple[int, Place]], found: WhatIf) -> Iterator[dict[str, Any]]:
    """A table for each standard as a whole; only ways that somebody went, and none where nobody moved."""
    for question in _whole(changes):
        ways = [
            way for way in ways_of(question) if went(changes.total.get(question.code, ()), way).households
        ]
        moves = _moves(changes, question, places, found)
        others = bool(otherwise(changes.total.get(question.code, ()), ways_of(question)).households)
        if not ways and not others:
            continue
        rows = []
        for depth, place in places:
            tallies = [went(moves.get(place.id, ()), way) for way in ways]
            tallies += [otherwise(moves.get(place.id, ()), ways_of(question))] if others else []
            rows.append({"deep": depth > 0, "place": place.name, "tallies": tallies})
        yield {
            "standard": question.label,
            "what": changes.level.label,
            "people": changes.level is Level.HOUSEHOLD,
            "ways": [*(way.label for way in ways), *([OTHERS] if others else [])],
            "rows": rows,
        }


def _whole(changes: Changes) -> Iterator[Question]:
    return (each for each in changes.questions if each.standard and not each.criterion)


def _moves(
    changes: Changes, question: Question, places: Sequence[tuple[int, Place]], found: WhatIf
) -> dict[int, Any]:
    tree = found.judged.dataset.places
    levels = {place.level for _, place in places}
    return {
        place.id: moves.get(question.code, ())
        for level in levels
        for place, moves in changes.by_place(tree, level)
    }


def _reasons(changes: Changes) -> list[dict[str, Any]]:
    """The commonest moves of a whole verdict, with the criteria that changed."""
    by_code = {question.code: question for question in changes.questions}
    told = [(by_code[code], each) for code, reasons in changes.reasons.items() for each in reasons]
    return [
        {
            "standard": question.label,
            "before": question.says(reason.move.before),
            "after": question.says(reason.move.after),
            "criteria": [
                by_code[f"{question.standard}.{code}"].because(now) for code, now in reason.criteria
            ],
            "tally": reason.move.tally,
            "people": changes.level is Level.HOUSEHOLD,
        }
        for question, reason in told[:MOST_REASONS]
    ]


def _costs(found: WhatIf, places: Sequence[tuple[int, Place]]) -> Iterator[dict[str, Any]]:
    """What it would take to lift everybody to the line, now and then, in units of the currency."""
    shortfalls = [each for each in found.judged.scope.overview.shortfalls if not each.code.endswith(SUFFIX)]
    figures = {each.place.id: each for each in found.overview()} if shortfalls else {}
    for shortfall in shortfalls:
        rows = [
            {"deep": depth > 0, "place": place.name, **_cost(figures[place.id], shortfall)}
            for depth, place in places
            if place.id in figures
        ]
        yield {"label": shortfall.label, "unit": _unit(shortfall, found), "rows": rows}


def _cost(figures: PlaceFigures, shortfall: Shortfall) -> dict[str, Any]:
    now, then = figures.costs[shortfall.code], figures.costs[f"{shortfall.code}{SUFFIX}"]
    kind = shortfall.amount.kind
    assert isinstance(kind, Number)
    return {
        "now": Decimal(now.amount).scaleb(-kind.decimals),
        "then": Decimal(then.amount).scaleb(-kind.decimals),
        "more": Decimal(then.amount - now.amount).scaleb(-kind.decimals),
        "unknown": then.unknown.households,
    }


def _unit(shortfall: Shortfall, found: WhatIf) -> Text:
    kind = shortfall.amount.kind
    assert isinstance(kind, Number)
    return Words(found.judged.scope.pack.unit_words).unit(kind.unit * Unit.parse("household"))


def _bars(found: WhatIf, places: Sequence[tuple[int, Place]]) -> dict[str, Any] | None:
    """Households by place, of the first standard somebody moves under: those newly so, and those no longer so."""
    changes = found.changes.get(Level.HOUSEHOLD)
    inside = [place for depth, place in places if depth]
    if changes is None or not inside:
        return None
    for question in _whole(changes):
        ways = [way for way in ways_of(question) if way.code in ("now_yes", "now_no")]
        moves = _moves(changes, question, places, found)
        values = {way: [went(moves.get(place.id, ()), way).households for place in inside] for way in ways}
        series = [
            {"name": way.label.in_(language()), "good": way.code == "now_yes", "values": counted}
            for way, counted in values.items()
            if any(counted)
        ]
        if series:
            return {
                "standard": question.label,
                "data": {"labels": [place.name.in_(language()) for place in inside], "series": series},
            }
    return None
