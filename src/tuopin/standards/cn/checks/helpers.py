"""Helpers and phones, by what was worked out about them while they were read (ADR 0012)."""

from tuopin.engine.language import Level
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import owners
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, ERROR, check, family
from tuopin.standards.cn.facts.derived import household as derived

STANDARD = family(
    "checks_helpers", "帮扶人与联系电话", "helpers and phones", Level.HOUSEHOLD,
    check(ERROR, "has_helper", ("未脱贫户有帮扶人", "a helper of every household not yet exited"),
          ("未脱贫户没有帮扶人", "not yet exited, and no helper"), derived.helpers > 0, when=i.registered_poor,
          owner=owners.POVERTY_ALLEVIATION, evidence=(derived.helpers,)),
    check(ERROR, "helper_not_registered", ("帮扶人本人不是建档立卡人口", "no helper is himself registered"),
          ("帮扶人本人是建档立卡人口", "a helper who is himself registered"), ~derived.helper_registered,
          owner=owners.POVERTY_ALLEVIATION),
    check(DOUBT, "phone_of_few", ("联系电话没有多户共用", "a phone of few households"),
          ("联系电话由多户共用", "one phone of many households"), derived.phone_households <= limits.same_phone_most,
          evidence=(derived.phone_households,)),
)  # fmt: skip
