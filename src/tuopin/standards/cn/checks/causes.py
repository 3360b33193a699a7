"""The causes of poverty against what is on record about the people and the land."""

from tuopin.engine.expressions import Or, combine
from tuopin.engine.language import Level, indicator
from tuopin.standards.cn import codes, owners
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.codes_of_details import OTHER_CAUSES
from tuopin.standards.cn.facts import household, members, person
from tuopin.standards.cn.facts.land_and_home import household as land

_cause = household.cause
_able = person.labour.is_one_of("ordinary", "skilled")
able_members = indicator("able_members", "户内劳动力人数", "members able to work", members.count(_able))
_able_share = able_members / household.size
_large = household.size >= limits.large_household
_named_twice = combine(
    Or,
    *(
        (_cause == cause) & land.other_causes.has_any_of(cause)
        for cause in codes.CAUSE.by_code
        if cause in OTHER_CAUSES.by_code
    ),
)

STANDARD = family(
    "checks_causes", "致贫原因", "causes of poverty", Level.HOUSEHOLD,
    check(ERROR, "illness", ("因病户有患病成员", "somebody is ill where illness is the cause"),
          ("因病致贫，但成员均健康", "poor by illness, and nobody is ill"),
          members.any(person.health.has_any_of("chronic", "serious", "disabled")), when=_cause == "illness",
          owner=owners.HEALTH),
    check(ERROR, "disability", ("因残户有残疾成员", "somebody is disabled where disability is the cause"),
          ("因残致贫，但没有残疾成员", "poor by disability, and nobody is disabled"),
          members.any(person.health.has_any_of("disabled")), when=_cause == "disability",
          owner=owners.DISABLED_FEDERATION),
    check(ERROR, "schooling", ("因学户有在校成员", "somebody studies where schooling is the cause"),
          ("因学致贫，但没有在校生", "poor by schooling, and nobody studies"), members.any(i.in_school),
          when=_cause == "schooling", owner=owners.EDUCATION),
    check(DOUBT, "labour_small", ("缺劳力户劳动力不超过四分之一", "few can work where labour is lacking (small)"),
          ("缺劳力致贫，但劳动力占比偏高（4 人以下）", "short of labour, and many can work (small household)"),
          _able_share <= limits.able_share_small, when=(_cause == "labour") & ~_large, evidence=(able_members,)),
    check(DOUBT, "labour_large", ("缺劳力户劳动力不超过一半", "few can work where labour is lacking (large)"),
          ("缺劳力致贫，但劳动力占比偏高（4 人及以上）", "short of labour, and many can work (large household)"),
          _able_share <= limits.able_share_large, when=(_cause == "labour") & _large, evidence=(able_members,)),
    check(DOUBT, "land", ("缺土地户人均耕地不多", "little farmland where land is lacking"),
          ("缺土地致贫，但人均耕地不少", "short of land, and there is farmland"),
          household.farmland / household.size <= limits.land_per_person, when=_cause == "land",
          owner=owners.NATURAL_RESOURCES),
    check(DOUBT, "water", ("缺水户没有自来水", "no tap where water is lacking"),
          ("缺水致贫，但自来水已入户", "short of water, and there is a tap at home"), ~household.tap_at_home,
          when=_cause == "water", owner=owners.WATER),
    check(DOUBT, "transport", ("交通落后户入户路未硬化", "an unpaved way where transport is the cause"),
          ("交通落后致贫，但入户路已硬化", "poor by transport, and the way to the door is paved"),
          land.entry_road.is_one_of("earth", "gravel"), when=_cause == "transport", owner=owners.TRANSPORT),
    check(ERROR, "other_than_main", ("其他致贫原因不含主要原因", "the main cause is not repeated"),
          ("其他致贫原因与主要原因重复", "the main cause stands among the others"), ~_named_twice),
)  # fmt: skip
