"""The overview by place as csv and as a workbook: whole numbers to compute with, rates to read."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from tuopin.engine.kinds import Level, Number
from tuopin.engine.reading import told
from tuopin.engine.units import Unit
from tuopin.engine.wording import Words
from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Shortfall
from tuopin.warehouse.books import Book, Column, write_csv
from tuopin.warehouse.certificate import certificate
from tuopin.warehouse.counties import county_standards
from tuopin.warehouse.figures import Counted, PlaceFigures, RateFigures
from tuopin.warehouse.judged import Judged
from tuopin.warehouse.scope import Scope

UNKNOWN = Verdict.UNKNOWN.label


def percent(share: Fraction | None) -> str | None:
    """Three decimals, rounded half up from the exact fraction; None where it is unknown."""
    if share is None:
        return None
    thousandths = (share.numerator * 200_000 + share.denominator) // (2 * share.denominator)
    return f"{thousandths // 1000}.{thousandths % 1000:03d}%"


def write_csv_of(scope: Scope, figures: Sequence[PlaceFigures], path: Path, language: Language) -> None:
    header = [text.in_(language) for text in _headers(scope)]
    unknown = UNKNOWN.in_(language)
    rows = (
        [unknown if cell is None else cell for cell in cells_of(scope, each, language)] for each in figures
    )
    write_csv(path, header, rows)


def write_book_of(judged: Judged, figures: Sequence[PlaceFigures], path: Path, language: Language) -> None:
    """One sheet a level of places, the widest first."""
    scope, zh = judged.scope, language == "zh"
    columns = [Column(text.in_(language), 16 if at < 3 else 13) for at, text in enumerate(_headers(scope))]
    with Book(path, language=language) as book:
        title = "分地区汇总" if zh else "Overview by place"
        book.notes("说明" if zh else "about", title, [*certificate(judged, language), *_reading(language)])
        for level in scope.pack.place_levels:
            rows = [cells_of(scope, each, language) for each in figures if each.place.level == level]
            book.sheet(scope.pack.place_labels[level].in_(language), columns, rows)


def _reading(language: Language) -> list[tuple[str, str]]:
    if language == "zh":
        return [
            ("比例", "分子是人数，分母是各村申报的数字；有一个村没有申报，上级的比例就待核实。"),
            ("上限", "假如待核实的（以及申报了而未登记的）人全部算进来，比例会是多少。"),
            ("核实率", "按已知情况能作出判定的人数，占申报人数的比例。"),
            ("人口不详", "未登记家庭人口数的户；人数一栏不含这些户，计算上下限时按最少和最多人口计。"),
        ]
    return [
        ("rate", "People counted, out of what the villages declare; one village without a figure makes it unknown."),
        ("upper", "What the rate would be if everybody unknown, or declared and not listed, were counted."),
        ("coverage", "People who could be judged on known facts, out of those declared."),
        ("of unknown size", "Households that give no size: not in the people shown; in rates, at least and at most."),
    ]  # fmt: skip


def _headers(scope: Scope) -> list[Text]:
    headers = [
        Text("级别", "level"), Text("代码", "code"), Text("地区", "place"), Text("村数", "villages"),
        Text("登记户数", "households listed"), Text("申报户数", "households declared"),
        Text("登记人数", "people"), Text("人口不详户数", "households of unknown size"),
    ]  # fmt: skip
    for counter in scope.overview.counters:
        label = counter.label.on(scope.on)
        headers += [
            _with(label, "：户", ": households"), _with(label, "：人", ": people"),
            _with(label, "：待核实户", ": unknown households"), _with(label, "：待核实人", ": unknown people"),
        ]  # fmt: skip
    for rate in scope.overview.rates:
        headers += [
            rate.label, _with(rate.label, "：上限", ": upper"), _with(rate.label, "：分子", ": numerator"),
            _with(rate.label, "：上限分子", ": upper numerator"), _with(rate.label, "：分母", ": denominator"),
            _with(rate.label, "：未申报村数", ": villages not declaring"), _with(rate.label, "：核实率", ": coverage"),
        ]  # fmt: skip
    for criterion in scope.overview.gaps_of.criteria if scope.has_gaps else ():
        label = criterion.gap or criterion.label
        headers += [
            _with(label, "：户", ": households"),
            _with(criterion.label, "：待核实户", ": unknown households"),
        ]
    for shortfall in scope.overview.shortfalls:
        headers += _cost_headers(scope, shortfall)
    for standard in (*scope.at(Level.VILLAGE), *county_standards(scope)):
        level = standard.level
        headers += [
            _with(standard.label, f"：{word.zh}{level.label.zh}数", f": {level.plural} {word.en}")
            for word in (told(verdict, standard.reads, overall=True).label for verdict in Verdict)
        ]
    return headers


def _cost_headers(scope: Scope, shortfall: Shortfall) -> list[Text]:
    """Amounts are whole numbers of the smallest step of the money, so that they can be added up."""
    kind, household = shortfall.amount.kind, Unit.parse("household")
    assert isinstance(kind, Number)
    unit, step = Words(scope.pack.unit_words).unit(kind.unit * household), Decimal(1).scaleb(-kind.decimals)
    return [
        _with(shortfall.label, f"（{step} {unit.zh}）", f" ({step} {unit.en})"),
        _with(shortfall.label, "：户", ": households"),
        _with(shortfall.label, "：人", ": people"),
        _with(shortfall.label, "：待核实户", ": unknown households"),
    ]


def _with(text: Text, zh: str, en: str) -> Text:
    return Text(text.zh + zh, text.en + en)


def cells_of(scope: Scope, each: PlaceFigures, language: Language) -> list[str | int | None]:
    place, listed = each.place, each.listed
    cells: list[str | int | None] = [
        scope.pack.place_labels[place.level].in_(language), place.code, place.name.in_(language), each.villages,
        listed.households, each.declared_households, listed.people, listed.unsized,
    ]  # fmt: skip
    for counted in each.counters.values():
        cells += _counted_cells(counted)
    for rate in each.rates.values():
        cells += _rate_cells(rate)
    for gap in each.gaps.values():
        cells += [gap.households, gap.unknown]
    for cost in each.costs.values():
        cells += [cost.amount, cost.below.households, cost.below.people, cost.unknown.households]
    for found in each.verdicts.values():
        cells += [found[verdict] for verdict in Verdict]
    for standard in county_standards(scope):
        counties = each.counties.get(standard.code, {})
        cells += [counties.get(verdict, 0) for verdict in Verdict]
    return cells


def _counted_cells(counted: Counted) -> list[str | int | None]:
    return [counted.yes.households, counted.yes.people, counted.unknown.households, counted.unknown.people]


def _rate_cells(rate: RateFigures) -> list[str | int | None]:
    return [
        percent(rate.rate), percent(rate.upper), rate.numerator, rate.most, rate.denominator, rate.undeclared,
        percent(rate.coverage),
    ]  # fmt: skip
