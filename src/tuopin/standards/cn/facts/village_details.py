"""What the village sheet says beyond services: counts of homes, water and allowances, and the village's land."""

from tuopin.engine.language import Fact, Level, number

V = Level.VILLAGE


def _households(code: str, zh: str, en: str) -> Fact:
    return number(V, code, zh, en, unit="household/village", low=0, high=20_000)


def _people(code: str, zh: str, en: str) -> Fact:
    return number(V, code, zh, en, unit="person/village", low=0, high=100_000)


def _mu(code: str, zh: str, en: str) -> Fact:
    return number(V, code, zh, en, unit="mu/village", decimals=2, low=0, high=10_000_000)


class village:  # noqa: N801
    unsafe_water_households = _households(
        "unsafe_water_households", "未实现饮水安全户数", "households without safe water"
    )
    dangerous_houses = _households("dangerous_houses", "危房户数", "households in dangerous houses")
    allowance_households = _households("allowance_households", "低保户数", "households with allowance")
    support_households = _households(
        "support_households", "特困供养户数", "households supported as destitute"
    )
    registered_people = _people("registered_people", "建档立卡人口数", "registered people")
    disabled_people = _people("disabled_people", "残疾人口数", "disabled people")
    able_people = _people("able_people", "劳动力人数", "people able to work")
    people_working_away = _people("people_working_away", "外出务工人数", "people working away")
    total_farmland = _mu("total_farmland", "耕地总面积", "farmland of the village")
    total_forest = _mu("total_forest", "林地总面积", "forest of the village")
