"""Land, the way to the house and what is in it, and the causes beside the main one (domain reference 2.6)."""

from tuopin.engine.language import Fact, Level, code, code_set, number, yes_no
from tuopin.standards.cn import codes_of_details as codes

H = Level.HOUSEHOLD


def _mu(code: str, zh: str, en: str) -> Fact:
    return number(H, code, zh, en, unit="mu/household", decimals=2, low=0, high=10_000)


class household:  # noqa: N801
    other_causes = code_set(
        H, "other_causes", "其他致贫原因", "other causes of poverty", codes=codes.OTHER_CAUSES
    )
    irrigated = _mu("irrigated", "有效灌溉面积", "irrigated land")
    forest = _mu("forest", "林地面积", "forest")
    returned_forest = _mu("returned_forest", "退耕还林面积", "farmland returned to forest")
    fruit = _mu("fruit", "林果面积", "fruit trees")
    pasture = _mu("pasture", "牧草地面积", "pasture")
    water_area = _mu("water_area", "水面面积", "water surface")
    road_distance = number(
        H,
        "road_distance",
        "与村主干路距离",
        "distance to the main road",
        unit="kilometre",
        decimals=2,
        low=0,
        high=500,
    )
    entry_road = code(H, "entry_road", "入户路类型", "road to the door", codes=codes.ENTRY_ROAD)
    power_at_home = yes_no(H, "power_at_home", "通生活用电", "power at home")
    toilet = yes_no(H, "toilet", "有卫生厕所", "sanitary toilet")
    fuel = code(H, "fuel", "主要燃料类型", "main fuel", codes=codes.FUEL)
    cooperative = yes_no(H, "cooperative", "加入农民专业合作组织", "member of a cooperative")
