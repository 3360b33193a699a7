"""The figures of one place, ready to be read: each with what it rests on, and unknown where it is unknown."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tuopin.engine.reading import gap_of
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Pack, Rate
from tuopin.warehouse.figures import RateFigures, rate_of
from tuopin.warehouse.models import PlaceCounts
from tuopin.warehouse.overview_files import percent
from tuopin.warehouse.reported_words import LABELS
from tuopin.warehouse.trend import KEYS

MOST_REASONS = 3
Told = Mapping[str, Any]


def rate_words(rate: RateFigures | None) -> dict[str, Any]:
    """A rate never stands alone: what it counts, out of what, at most, and how much of it could be judged."""
    if rate is None:
        return {"rate": None, "upper": None, "coverage": None, "numerator": None, "denominator": None}
    return {
        "rate": percent(rate.rate),
        "upper": percent(rate.upper) if rate.most != rate.numerator else None,
        "coverage": percent(rate.coverage),
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "undeclared": rate.undeclared,
        "open_people": rate.most - rate.numerator,
    }


def told_rate(figures: Told, code: str) -> RateFigures | None:
    """None where the standard the rate rests on was not in force that day."""
    told = figures["rates"].get(code)
    return rate_of(told) if told is not None else None


def rates(pack: Pack, counts: PlaceCounts) -> list[dict[str, Any]]:
    """Every rate of the pack side by side, never merged; with the households nobody can say of."""
    found = []
    for rate in pack.overview.rates:
        counter = counts.figures["counters"].get(rate.counter)
        found.append(
            {
                "label": rate.label,
                **rate_words(told_rate(counts.figures, rate.code)),
                "unknown": counter["unknown"] if counter else None,
            }
        )
    return found


def judged_rate(pack: Pack) -> Rate | None:
    """The rate that places are compared by: the one judged on facts, where the pack has one."""
    rates = pack.overview.rates
    return next((rate for rate in rates if rate.everybody), rates[0] if rates else None)


# ---- exits and places struck off ----


def reported(pack: Pack, counts: PlaceCounts) -> dict[str, Any]:
    """Places struck off out of those on the list, and the figures of decisions by what they count."""
    figures = counts.reported
    struck_off = [
        {"all": each.all_, "left": each.left, "exited": figures[f"{each.code}.exited"], "listed": listed}
        for each in pack.overview.listed
        if (listed := figures.get(f"{each.code}.listed")) and (listed["value"] or listed["more"])
    ]
    return {
        "struck_off": struck_off,
        "decided": list(_decided(figures)),
        "refused": "refused" in figures,
    }


def _decided(figures: Told) -> Iterator[dict[str, Any]]:
    """Households and people of the same figure in one row, in the order a report tells them."""
    for key, figure in figures.items():
        if key == "refused" or figure["counts"] != "households":
            continue
        people = figures.get(key.replace(".households.", ".people."))
        if people is None or not (
            figure["value"] is None or figure["value"] or figure["more"] or key == "exited.households.net"
        ):
            continue
        why = figure["why"] or people["why"]
        yield {
            "label": Text(figure["label"]["zh"], figure["label"]["en"]),
            "households": figure,
            "people": people,
            "why": Text(why["zh"], why["en"]) if why else None,
        }


def trend(counts: PlaceCounts, say: Any) -> dict[str, Any] | None:
    """Rows for the table and the lines drawn from them; None where fewer than two years are recorded."""
    if len(counts.trend) < 2:
        return None
    rows = [
        {"on": date.fromisoformat(each["on"]), "poor": each["poor"], "exited": each["exited"]}
        for each in counts.trend
    ]
    lines = {
        "days": [each["on"][:4] for each in counts.trend],
        "series": [
            {"name": say(LABELS[key]), "values": [each[name][0] for each in counts.trend]}
            for name, key in KEYS.items()
        ],
    }
    return {"rows": rows, "labels": {name: LABELS[key] for name, key in KEYS.items()}, "lines": lines}


# ---- gaps ----


def gaps(pack: Pack, figures: Told, on: date) -> list[dict[str, Any]]:
    """Households by criterion of the pack's standard of gaps, with those where nobody knows."""
    found = []
    for criterion in pack.overview.gaps_of.criteria:
        gap = figures["gaps"].get(criterion.code)
        if gap is not None:
            found.append(
                {
                    "label": criterion.gap or criterion.label,
                    "owner": criterion.owner.on(on),
                    "mask": gap_of(criterion.reads).name.lower(),
                    **gap,
                }
            )
    return found


def reasons(pack: Pack, figures: Told, on: date) -> list[dict[str, Any]]:
    """The largest gaps first; none that nobody has."""
    found = [gap for gap in gaps(pack, figures, on) if gap["households"]]
    return sorted(found, key=lambda gap: -gap["households"])[:MOST_REASONS]


def chart_of(found: list[dict[str, Any]], say: Any) -> dict[str, Any]:
    """What the bars are drawn from; the table beside them says the same."""
    return {
        "labels": [say(gap["label"]) for gap in found],
        "series": [
            {"name": say(Text("有差距", "with the gap")), "values": [gap["households"] for gap in found]},
            {"name": say(Verdict.UNKNOWN.label), "values": [gap["unknown"] for gap in found]},
        ],
    }


# ---- what changed ----


def changes(pack: Pack, counts: PlaceCounts, on: date) -> list[dict[str, Any]]:
    """Households of each counter in the run before and in this one. What only one of them counted is left out."""
    if counts.before is None:
        return []
    found = []
    for counter in pack.overview.counters:
        now, before = (told["counters"].get(counter.code) for told in (counts.figures, counts.before))
        if now is not None and before is not None:
            told = {
                f"{what}_{when}": figures[what]["households"]
                for when, figures in (("before", before), ("now", now))
                for what in ("yes", "unknown")
            }
            moved = told["yes_now"] - told["yes_before"], told["unknown_now"] - told["unknown_before"]
            found.append(
                {"label": counter.label.on(on), **told, "moved": moved[0], "moved_unknown": moved[1]}
            )
    return found
