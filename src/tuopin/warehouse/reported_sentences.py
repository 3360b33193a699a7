"""The sentences a report or a speech takes over, with every number from a figure and unknown where it is unknown."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tuopin.kernel.places import Place
from tuopin.kernel.text import Language, Text
from tuopin.kernel.verdict import Verdict
from tuopin.warehouse.certificate import day_text
from tuopin.warehouse.overview_files import percent
from tuopin.warehouse.reported import Figure, Report

Figures = Mapping[str, Figure]


def sentences(report: Report, place: Place, figures: Figures, language: Language) -> str:
    """By a day, in a place: places struck off, exits, rates, monitoring."""
    zh = language == "zh"
    told = [text.in_(language) for text in _parts(report, figures)]
    day, where = day_text(report.on, language), place.name.in_(language)
    if zh:
        return f"截至{day}，{where}{'；'.join(told)}。"
    return f"{where}, by {day}: {'; '.join(told)}."


def told(figure: Figure) -> Text:
    """The number as it is read, or unknown."""
    if figure.value is None:
        return Verdict.UNKNOWN.label
    number = percent(figure.value) or "" if isinstance(figure.value, Fraction) else f"{figure.value:,}"
    return Text(number, number)


def _and_more(figure: Figure) -> Text:
    """What may come on top, in brackets; nothing where all is known."""
    zh, en = [], []
    if figure.more:
        zh.append(f"另有{figure.more:,}待核实")
        en.append(f"{figure.more:,} more unknown")
    if figure.unsized:
        zh.append(f"另有{figure.unsized:,}户人口不详")
        en.append(f"without those of {figure.unsized:,} households of unknown size")
    return Text(f"（{'，'.join(zh)}）", f" ({', '.join(en)})") if zh else Text("", "")


def _parts(report: Report, figures: Figures) -> Iterator[Text]:
    for listed in report.pack.overview.listed:
        left, all_ = figures.get(f"{listed.code}.exited"), figures.get(f"{listed.code}.listed")
        if left is not None and all_ is not None:
            struck_off = _struck_off(left, all_, listed.all_, listed.left)
            if struck_off is not None:
                yield struck_off
    if "exited.households.net" in figures:
        yield _pair(figures, "exited", "net", Text("累计脱贫（净）", "exited (net)"))
        yield _pair(figures, "exited", "gross", Text("历次脱贫决定共", "exits decided in all"))
        yield _pair(figures, "poor", "net", Text("在册未脱贫", "on the list and not exited"))
    for rate in report.pack.overview.rates:
        found = figures[f"{rate.code}.rate"]
        at_most = figures[f"{rate.code}.upper"]
        if found.value == at_most.value:
            yield Text(f"{rate.label.zh}{told(found).zh}", f"{rate.label.en} {told(found).en}")
        else:
            yield Text(
                f"{rate.label.zh}{told(found).zh}，最多{told(at_most).zh}",
                f"{rate.label.en} {told(found).en}, at most {told(at_most).en}",
            )
    watched = figures.get("monitored.households.gross")
    if watched is not None and watched.value:
        yield _pair(figures, "monitored", "gross", Text("累计纳入监测", "ever monitored"))
        yield _pair(figures, "cleared", "net", Text("其中风险已消除", "of them cleared"))


def _struck_off(left: Figure, all_: Figure, named: Text, verb: Text) -> Text | None:
    """None where no place was on the list, so that there is nothing to say."""
    if not all_.value:
        return Text(f"{named.zh}待核实", f"{named.en} unknown") if all_.more else None
    if left.value == all_.value and not (left.more or all_.more):
        return Text(f"{told(all_).zh}个{named.zh}全部{verb.zh}", f"all {told(all_).en} {named.en} {verb.en}")
    more = _and_more(left)
    return Text(
        f"{told(all_).zh}个{named.zh}中{told(left).zh}个{verb.zh}{more.zh}",
        f"{told(left).en} of {told(all_).en} {named.en} {verb.en}{more.en}",
    )


def _pair(figures: Figures, what: str, kind: str, label: Text) -> Text:
    households, people = (figures[f"{what}.{counts}.{kind}"] for counts in ("households", "people"))
    if households.value is None:
        unknown = Verdict.UNKNOWN.label
        return Text(f"{label.zh}{unknown.zh}", f"{label.en} {unknown.en}")
    first, second = _and_more(households), _and_more(people)
    return Text(
        f"{label.zh}{told(households).zh}户{first.zh}{told(people).zh}人{second.zh}",
        f"{label.en} {told(households).en} households{first.en}, {told(people).en} people{second.en}",
    )
