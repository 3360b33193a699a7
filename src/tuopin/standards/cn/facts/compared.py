"""Facts worked out when a data set is made, from what stands beside them: neighbours, days, how many are on record.

No rule about one household can count its neighbours or the days between two of its own days (ADR 0012).
"""

from tuopin.engine.language import Group, Level, number

H, V = Level.HOUSEHOLD, Level.VILLAGE


class household:  # noqa: N801
    same_income_households = number(
        H,
        "same_income_households",
        "本村人均纯收入相同到元的其他户数",
        "other households of the village with the same income per person to the yuan",
        unit="household",
        low=0,
        high=1_000_000,
    )
    days_to_clearance = number(
        H,
        "days_to_clearance",
        "识别到风险消除的天数",
        "days from being taken in to clearance",
        unit="day",
        low=-200_000,
        high=200_000,
    )
    people_on_record = number(
        H, "people_on_record", "登记的成员数", "people on record", unit="person/household", low=0, high=1000
    )


class village:  # noqa: N801
    households_on_record = number(
        V,
        "households_on_record",
        "登记的户数",
        "households on record",
        unit="household/village",
        low=0,
        high=1_000_000,
    )


households_on_record = Group(H, village.households_on_record)
"""For questions about the records themselves: always complete, however many are declared."""
