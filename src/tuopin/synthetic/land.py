"""Land of every kind, the way to the house, the cooperative, and the causes of poverty beside the main one."""

import numpy as np

from tuopin.standards.cn.codes import CAUSE
from tuopin.standards.cn.codes_of_details import ENTRY_ROAD
from tuopin.synthetic import figures
from tuopin.synthetic.columns import Columns, numbers_of
from tuopin.synthetic.draws import Draws, Flags, Real, Whole
from tuopin.synthetic.planted import by_year

_ROADS = numbers_of(ENTRY_ROAD, ("earth", "gravel", "concrete", "asphalt"))
_LAND, _TRANSPORT = numbers_of(CAUSE, ("land", "transport"))
_ROADS_2014, _ROADS_2020 = np.array([34.0, 30, 34, 2]), np.array([6.0, 15, 72, 7])
_OTHER_KINDS = {
    "forest": (0.45, 3.0),
    "fruit": (0.16, 1.2),
    "pasture": (0.03, 8.0),
    "water_area": (0.05, 0.8),
}
"""How many households have land of the kind, and how much a person, in mu."""


def put_land(
    columns: Columns, draws: Draws, sizes: Whole, cause: Whole, *, registered: Flags, year: float
) -> None:
    """About 1.3 mu of farmland a person, one household in twelve without; a part of it irrigated."""
    mu = sizes * 1.25 * np.exp(0.45 * draws.normal("farmland"))
    farmland = np.where(draws.chance("landless", 0.08), 0, _hundredths(mu.clip(0.2, 60)))
    # Whoever is poor for lack of land has little of it.
    farmland = np.where(cause == _LAND, np.minimum(farmland, sizes * 150), farmland)
    columns.put("farmland", farmland)
    columns.put("irrigated", _tenths(farmland * 0.9 * draws.part("irrigated")))
    for kind, (likely, each) in _OTHER_KINDS.items():
        area = sizes * each * np.exp(0.6 * draws.normal(kind))
        columns.put(kind, np.where(draws.chance(f"has {kind}", likely), _hundredths(area.clip(0.1, 300)), 0))
    columns.put("fruit", np.minimum(columns["fruit"], farmland + columns["forest"]))
    given_back = draws.chance("gave farmland back to the forest", 0.12)
    columns.put(
        "returned_forest", np.where(given_back, _tenths(columns["forest"] * draws.part("given back")), 0)
    )
    columns.put("road_distance", _tenths(450 * draws.part("road distance") ** 3))
    done = min(max((year - 2014) / 6, 0.0), 1.0)
    road = _ROADS[draws.pick("entry road", _ROADS_2014 + done * (_ROADS_2020 - _ROADS_2014))]
    columns.put("entry_road", np.where(cause == _TRANSPORT, np.minimum(road, _ROADS[1]), road))
    joined = np.where(
        registered, by_year({2014: 0.12, 2020: 0.55}, year), by_year({2014: 0.08, 2020: 0.28}, year)
    )
    columns.put("cooperative", draws.chance("cooperative", joined))


def put_other_causes(columns: Columns, draws: Draws, cause: Whole, listed: Flags) -> None:
    """None, one or two beside the main one, never the same; schooling only where it is the main one."""
    order = [cause for cause in figures.CAUSES if cause != "schooling"]
    weights = [figures.CAUSES[cause] for cause in order]
    numbers = numbers_of(CAUSE, order)
    count = draws.pick("how many other causes", (45, 40, 15))
    mask = np.zeros(columns.rows, dtype=np.int64)
    for nth in range(2):
        other = numbers[draws.pick(f"other cause {nth}", weights)]
        mask |= np.where((count > nth) & (other != cause), np.int64(1) << (other - 1), 0)
    # A form has no word for "no other": the cell stays empty, which is unknown.
    columns.put("other_causes", mask, where=listed & (mask > 0))


def _hundredths(mu: Real) -> Whole:
    """Measured to a tenth of a mu."""
    return np.rint(mu * 10).astype(np.int64) * 10


def _tenths(hundredths: Real) -> Whole:
    return np.floor(hundredths / 10).astype(np.int64) * 10
