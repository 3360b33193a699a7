"""The map of villages: shapes from the office's own file, steps of one colour for a rate, hatching for unknown."""

import json
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from tuopin.kernel.text import Text
from tuopin.warehouse.figures import RateFigures
from tuopin.warehouse.overview_files import percent
from tuopin.warehouse.place_counts import Rated
from tuopin.web.templatetags.tuopin import said, say

STEPS = 5


def there_is_one() -> bool:
    return _file().is_file()


def features(villages: list[Rated]) -> dict[str, Any]:
    """The shapes of these villages alone (RFC 7946), each with its name, what its figure says, and its step."""
    shapes, highest = _shapes(), _highest(villages)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": shapes[each.place.code],
                "properties": {
                    "code": each.place.code,
                    "name": said(Text(each.place.name_zh, each.place.name_en)),
                    "told": f"{said(each.inside)} · {_told(each.rate)}",
                    "step": step_of(each.rate, highest),
                },
            }
            for each in villages
            if each.place.code in shapes
        ],
    }


def legend(villages: list[Rated]) -> list[dict[str, Any]]:
    """The rate up to which each step reaches, from nobody counted (0) to the highest rate of these villages."""
    highest = _highest(villages)
    steps = range(STEPS + 1) if highest else (0,)
    return [{"step": step, "upto": percent(highest * step / STEPS)} for step in steps]


def step_of(rate: RateFigures | None, highest: Fraction) -> int | None:
    """0 where nobody is counted, 1 to STEPS by share of the highest, None (hatched) where less than half of the
    people could be judged or the village declares no figure."""
    if rate is None or rate.rate is None or rate.coverage is None or rate.coverage * 2 < 1:
        return None
    if not rate.numerator:
        return 0
    share = rate.rate / highest * STEPS
    return min(STEPS, -(-share.numerator // share.denominator))


def _highest(villages: list[Rated]) -> Fraction:
    rates = (each.rate.rate for each in villages if each.rate is not None)
    return max((rate for rate in rates if rate is not None), default=Fraction(0))


def _told(rate: RateFigures | None) -> str:
    if rate is None or rate.rate is None:
        return say("待核实", "unknown")
    people = say(
        f"{rate.numerator:,} / {rate.denominator:,} 人", f"{rate.numerator:,} of {rate.denominator:,} people"
    )
    return f"{percent(rate.rate)} · {people} · {say('核实率', 'coverage')} {percent(rate.coverage)}"


def _file() -> Path:
    found: Path = settings.OFFICE.map
    return found


def _shapes() -> dict[str, Any]:
    file = _file()
    return _read(file, file.stat().st_mtime_ns) if file.is_file() else {}


@lru_cache(maxsize=1)
def _read(file: Path, changed: int) -> dict[str, Any]:
    """Geometry by code; read again when the file changes."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return {each["properties"]["code"]: each["geometry"] for each in told["features"]}
