"""The survey module: what household surveys ask and the register does not, so that indices of the world can be judged.

Asked when a household is visited, in the words of such surveys (DHS, MICS). Nothing here decides anything under the
rules of this pack.
"""

from tuopin.engine.language import Level, code, number, yes_no
from tuopin.standards.cn import codes_of_survey as codes

P, H = Level.PERSON, Level.HOUSEHOLD


class person:  # noqa: N801 - reads as the subject in rules: person.undernourished
    """`anthropometry`: whether the survey sets out to measure this person, not whether it succeeded."""

    anthropometry = yes_no(P, "anthropometry", "属于体格测量对象", "to be measured (height and weight)")
    undernourished = yes_no(P, "undernourished", "营养不良", "undernourished")
    years_of_schooling = number(
        P,
        "years_of_schooling",
        "完成的学年数",
        "completed years of schooling",
        unit="year/person",
        low=0,
        high=30,
    )


class household:  # noqa: N801
    """`birth_history`: whether somebody here is asked about the children born to her or him.

    `child_died` covers the five years before the visit. Fuel and power at home are asked by the national form.
    """

    birth_history = yes_no(H, "birth_history", "有可询问生育史的成员", "has a member to ask about births")
    child_died = yes_no(
        H, "child_died", "五年内有未满十八岁的孩子死亡", "a child under 18 has died in the last five years"
    )
    floor = code(H, "floor", "地面材料", "floor", codes=codes.FLOOR)
    roof = code(H, "roof", "屋顶材料", "roof", codes=codes.ROOF)
    walls = code(H, "walls", "墙体材料", "walls", codes=codes.WALLS)
    toilet_type = code(H, "toilet_type", "厕所类型", "type of toilet", codes=codes.TOILET)
    toilet_shared = yes_no(H, "toilet_shared", "与他户合用厕所", "toilet shared with other households")
    water_source = code(H, "water_source", "饮用水来源", "source of drinking water", codes=codes.WATER_SOURCE)
    radio = yes_no(H, "radio", "有收音机", "owns a radio")
    television = yes_no(H, "television", "有电视机", "owns a television")
    telephone = yes_no(H, "telephone", "有电话或手机", "owns a telephone")
    computer = yes_no(H, "computer", "有电脑", "owns a computer")
    animal_cart = yes_no(H, "animal_cart", "有畜力车", "owns an animal cart")
    bicycle = yes_no(H, "bicycle", "有自行车", "owns a bicycle")
    motorbike = yes_no(H, "motorbike", "有摩托车或电动车", "owns a motorbike")
    refrigerator = yes_no(H, "refrigerator", "有冰箱", "owns a refrigerator")
    car_or_truck = yes_no(H, "car_or_truck", "有汽车或卡车", "owns a car or truck")
