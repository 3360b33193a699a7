"""Changes on the screen: how many moved from which answer to which, by place, and which criteria were the reason."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text as Line

from tuopin.cli.look import number_line, tables
from tuopin.engine.kinds import Level, Number
from tuopin.engine.units import Unit
from tuopin.engine.wording import Words
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Language, Text
from tuopin.standards.pack import Pack, Shortfall
from tuopin.warehouse.changes import Changes, Question
from tuopin.warehouse.ways import otherwise, ways_of, went

MOST_REASONS = 12
MOST_CRITERIA = 3

Places = Sequence[tuple[int, Place]]
"""Places to show with how deep each lies under the first."""


def verdict_tables(
    changes: Changes, places: Places, tree: PlaceTree, *, width: int, language: Language
) -> Iterator[Table]:
    """A table for each standard as a whole: who is no longer met, who newly is, and what became or was unknown."""
    for question in changes.questions:
        if question.standard and not question.criterion:
            title = Text(f"{question.label.zh}：结论变化的{changes.level.label.zh}数",
                         f"{question.label.en}: {changes.level.plural} whose verdict changes")  # fmt: skip
            yield from way_tables(changes, question, title, places, tree, width=width, language=language)


def way_tables(
    changes: Changes,
    question: Question,
    title: Text,
    places: Places,
    tree: PlaceTree,
    *,
    width: int,
    language: Language,
) -> list[Table]:
    """How many went which way, by place; only ways that somebody went, and nothing when nobody moved."""
    total, ways = changes.total.get(question.code, ()), ways_of(question)
    taken = [way for way in ways if went(total, way).households]
    others = bool(otherwise(total, ways).households)
    if not taken and not others:
        return []
    levels = {place.level for _, place in places}
    found = {place.id: moves for level in levels for place, moves in changes.by_place(tree, level)}

    def cells(place: Place) -> Iterator[Line]:
        moves = found.get(place.id, {}).get(question.code, ())
        tallies = [went(moves, way) for way in taken] + ([otherwise(moves, ways)] if others else [])
        for tally in tallies:
            yield number_line(tally.households, language)
            if changes.level is Level.HOUSEHOLD:
                yield number_line(tally.people, language)

    labels = [way.label for way in taken] + ([OTHERS] if others else [])
    more = [PEOPLE] if changes.level is Level.HOUSEHOLD else []
    headers = [Text("地区", "place"), *(header for label in labels for header in (label, *more))]
    rows = [(depth, [Line(place.name.in_(language)), *cells(place)]) for depth, place in places]
    return tables(title.in_(language), [header.in_(language) for header in headers], rows, width=width)


OTHERS = Text("其他变化", "other changes")
PEOPLE = Text("（人）", "people")


def reasons_table(changes: Changes, language: Language) -> Table | None:
    """The commonest reasons over all places: the move, the criteria that changed, how many."""
    by_code = {question.code: question for question in changes.questions}
    told = [(by_code[code], reason) for code, reasons in changes.reasons.items() for reason in reasons]
    if not told:
        return None
    zh = language == "zh"
    table = Table(
        title="变化的原因" if zh else "Why they change", box=SIMPLE_HEAD, title_justify="left", title_style="bold",
        pad_edge=False, show_edge=False,
    )  # fmt: skip
    people = changes.level is Level.HOUSEHOLD
    for name in ("标准", "变化", "变化的条件") if zh else ("standard", "change", "criteria that changed"):
        table.add_column(name, overflow="fold")
    table.add_column(changes.level.label.zh if zh else changes.level.plural, justify="right", no_wrap=True)
    if people:
        table.add_column("人" if zh else "people", justify="right", no_wrap=True)
    for question, reason in told[:MOST_REASONS]:
        move = reason.move
        criteria = [by_code[f"{question.standard}.{code}"].because(now) for code, now in reason.criteria]
        cells = [
            question.label.in_(language),
            f"{question.says(move.before).in_(language)} → {question.says(move.after).in_(language)}",
            _shortened([each.in_(language) for each in criteria], language),
            f"{move.tally.households:,}",
        ]
        table.add_row(*cells, *([f"{move.tally.people:,}"] if people else []))
    if len(told) > MOST_REASONS:
        table.caption = (
            f"另有 {len(told) - MOST_REASONS} 种。" if zh else f"and {len(told) - MOST_REASONS} more."
        )
        table.caption_justify = "left"
    return table


def _shortened(criteria: Sequence[str], language: Language) -> str:
    """The first few, and how many there are: all of them stand in the files."""
    zh = language == "zh"
    told = ("；" if zh else "; ").join(criteria[:MOST_CRITERIA])
    if len(criteria) <= MOST_CRITERIA:
        return told
    return f"{told}等 {len(criteria)} 项" if zh else f"{told}; {len(criteria)} in all"


def money(amount: int, shortfall: Shortfall) -> Line:
    """An amount in whole units of the currency and its smallest steps."""
    kind = shortfall.amount.kind
    assert isinstance(kind, Number)
    return Line(f"{Decimal(amount).scaleb(-kind.decimals):,f}")


def unit_of(shortfall: Shortfall, pack: Pack) -> Text:
    """The unit of such an amount added up over households."""
    kind = shortfall.amount.kind
    assert isinstance(kind, Number)
    return Words(pack.unit_words).unit(kind.unit * Unit.parse("household"))
