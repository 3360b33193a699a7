"""Packs, standards and parameters as plain values for machines."""

from collections.abc import Callable
from typing import Any

from tuopin.engine.expressions import Expression
from tuopin.engine.parameters import Parameter
from tuopin.engine.standard import Clock, Standard
from tuopin.kernel.text import Language, Renamed, Text
from tuopin.standards.pack import Pack
from tuopin.standards.wording import definition, words


def both(text: Text) -> dict[str, str]:
    """A text for machines: both languages."""
    return {"zh": text.zh, "en": text.en}


def pack_as_dict(pack: Pack) -> dict[str, Any]:
    return {
        "code": pack.code,
        "label": both(pack.label),
        "note": both(pack.note),
        "standards": [
            {
                "code": each.code,
                "label": both(each.label),
                "level": each.level.value,
                "criteria": len(each.criteria),
            }
            for each in pack.standards
        ],
    }


def standard_as_dict(standard: Standard) -> dict[str, Any]:
    return {
        "code": standard.code,
        "label": both(standard.label),
        "level": standard.level.value,
        "method": standard.method.value,
        "in_force_from": standard.in_force_from.isoformat(),
        "in_force_until": standard.in_force_until.isoformat() if standard.in_force_until else None,
        "source": standard.source,
        "criteria": [
            {
                "code": each.code,
                "label": both(each.label),
                "met_when": _plain(each.met_when, definition),
                "applies_when": None if each.applies_when is None else _plain(each.applies_when, words),
                "owner": _with_earlier(each.owner),
                "gap": None if each.gap is None else both(each.gap),
                "reads": each.reads.value,
                "severity": None if each.severity is None else each.severity.value,
                "clocks": [_clock(clock) for clock in each.clocks],
                "source": each.source,
                "verified": each.verified,
            }
            for each in standard.criteria
        ],
    }


def parameter_as_dict(parameter: Parameter) -> dict[str, Any]:
    return {
        "code": parameter.code,
        "label": both(parameter.label),
        "unit": str(parameter.unit),
        "formula": None if parameter.formula is None else parameter.formula.text,
        "values": [
            {
                "from": value.from_.isoformat(),
                "place": value.place or value.group,
                "value": None if value.value is None else str(value.value),
                "source": value.source,
                "verified": value.verified,
            }
            for value in parameter.values
        ],
    }


def _with_earlier(text: Text) -> dict[str, Any]:
    """Today's wording, and `earlier` ones with the first day they no longer held."""
    if not isinstance(text, Renamed):
        return both(text)
    earlier = [{"before": day.isoformat(), **both(wording)} for day, wording in text.earlier]
    return {**both(text), "earlier": earlier}


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "limit": clock.limit.code,
        "counts": clock.counts.value,
        "starts": both(clock.starts),
        "ends": both(clock.ends),
    }


def _plain(rule: Expression, say: Callable[[Expression, Language], str]) -> dict[str, str]:
    return {language: say(rule, language).replace("**", "") for language in ("zh", "en")}
