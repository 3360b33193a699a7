"""Facts nobody writes on a form: worked out while data are read, from what is dropped afterwards (ADR 0012).

They say something *about* identity numbers, phones and helpers and never what they are.
"""

from tuopin.engine.language import Level, code, number, yes_no
from tuopin.standards.cn import codes_of_details as codes

P, H = Level.PERSON, Level.HOUSEHOLD


class person:  # noqa: N801
    id_state = code(P, "id_state", "证件号码状态", "state of the identity number", codes=codes.ID_STATE)
    id_birth_agrees = yes_no(
        P, "id_birth_agrees", "出生日期与证件号码一致", "date of birth agrees with the number"
    )
    id_sex_agrees = yes_no(P, "id_sex_agrees", "性别与证件号码一致", "sex agrees with the number")
    id_repeated = code(
        P,
        "id_repeated",
        "相同证件号码的另一人在",
        "where another person has the number",
        codes=codes.SAME_NUMBER,
    )


class household:  # noqa: N801
    phone_households = number(
        H,
        "phone_households",
        "使用同一联系电话的其他户数",
        "other households with the same phone",
        unit="household",
        low=0,
        high=1_000_000,
    )
    helpers = number(
        H, "helpers", "结对帮扶人数", "paired helpers", unit="person/household", low=0, high=1000
    )
    helper_registered = yes_no(
        H,
        "helper_registered",
        "帮扶人本人是建档立卡人口",
        "a helper is himself registered",
    )
