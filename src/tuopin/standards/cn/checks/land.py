"""Land and the house: parts within their wholes, and outliers to look at."""

from tuopin.engine.language import Level
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts import household
from tuopin.standards.cn.facts.land_and_home import household as land

_OWNER = owners.NATURAL_RESOURCES

STANDARD = family(
    "checks_land", "土地与住房", "land and the house", Level.HOUSEHOLD,
    check(DOUBT, "farmland_not_large", ("耕地面积不过大", "farmland not too large"),
          ("耕地面积超过 100 亩", "farmland above 100 mu"), household.farmland <= limits.farmland_most, owner=_OWNER),
    check(DOUBT, "forest_not_large", ("林地面积不过大", "forest not too large"),
          ("林地面积超过 200 亩", "forest above 200 mu"), land.forest <= limits.forest_most, owner=_OWNER),
    check(ERROR, "irrigated_in_farmland", ("灌溉面积不超过耕地", "irrigated land within farmland"),
          ("有效灌溉面积超过耕地面积", "irrigated land above farmland"), land.irrigated <= household.farmland,
          owner=_OWNER, source=sources.GENERAL),
    check(ERROR, "returned_in_forest", ("退耕还林面积不超过林地与草地", "returned land within forest and pasture"),
          ("退耕还林面积超过林地与牧草地之和", "land returned to forest above forest and pasture"),
          land.returned_forest <= land.forest + land.pasture, owner=_OWNER),
    check(DOUBT, "fruit_in_land", ("林果面积不超过耕地与林地", "fruit trees within farmland and forest"),
          ("林果面积超过耕地与林地之和", "fruit trees above farmland and forest"),
          land.fruit <= household.farmland + land.forest, owner=_OWNER, source=sources.GENERAL),
    check(DOUBT, "road_near", ("距主干路不远", "the main road not too far"),
          ("与村主干路距离超过 5 公里", "more than 5 km to the main road"),
          land.road_distance <= limits.road_most, owner=owners.TRANSPORT),
    check(DOUBT, "floor_area_not_large", ("住房面积不过大", "floor area not too large"),
          ("住房面积超过 500 平方米", "floor area above 500 m²"), household.floor_area <= limits.floor_area_most,
          owner=owners.HOUSING, source=sources.GENERAL),
    check(ERROR, "moved_in_relocated", ("安置房入住的住安置房", "moved in only into relocation housing"),
          ("登记已入住安置房，居住情况却不是易地搬迁", "moved into relocation housing, and lives elsewhere"),
          household.dwelling == "relocated", when=household.moved_in, owner=owners.HOUSING, source=sources.GENERAL),
    check(DOUBT, "power_at_home", ("通生活用电", "power at home"), ("不通生活用电", "no power at home"),
          land.power_at_home, owner=owners.POWER, source=sources.GENERAL),
)  # fmt: skip
