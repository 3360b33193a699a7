"""Traces of numbers that were made to fit, as far as facts without identity can show them.

Each is a doubt about the records of a place and no proof against anybody: a village can be poor in the same way. The
numbers here are thresholds to look from; none is from a text. The villages' shares are of the households on record,
because the question is about the record.
"""

from tuopin.engine.language import Level, indicator
from tuopin.standards.cn import indicators as i
from tuopin.standards.cn import limits as law
from tuopin.standards.cn import owners, sources
from tuopin.standards.cn.checks import limits
from tuopin.standards.cn.checks.asking import DOUBT, check, family
from tuopin.standards.cn.facts import household
from tuopin.standards.cn.facts.compared import household as compared
from tuopin.standards.cn.facts.compared import households_on_record as on_record
from tuopin.standards.cn.facts.derived import household as derived

_OWNER = owners.POVERTY_ALLEVIATION
_exited = household.registered & (household.poverty_status == "exited")
just_above_the_line = indicator(
    "just_above_the_line",
    "收入略高于标准线",
    "income just above the line",
    (i.income_per_person > law.income_line) & (i.income_per_person <= law.income_line + limits.heap_band),
)
like_many = indicator(
    "like_many",
    "与多户收入相同到元",
    "the same income as many, to the yuan",
    compared.same_income_households > limits.same_income_most,
)
no_cost = indicator(
    "no_cost", "有生产收入而无支出", "production without costs", household.production_cost <= 0
)
phone_of_many = indicator(
    "phone_of_many", "与多户共用电话", "a phone of many", derived.phone_households > limits.same_phone_most
)

HOUSEHOLDS = family(
    "falsification_households", "疑似编造（户）", "traces of falsification (households)", Level.HOUSEHOLD,
    check(DOUBT, "own_income", ("收入与本村各户不雷同", "an income of its own"),
          ("人均纯收入与本村多户相同到元", "the same income per person as many of the village, to the yuan"),
          ~like_many, owner=_OWNER, source=sources.GENERAL, evidence=(compared.same_income_households,)),
)  # fmt: skip

VILLAGES = family(
    "falsification_villages", "疑似编造（村）", "traces of falsification (villages)", Level.VILLAGE,
    check(DOUBT, "no_heap", ("脱贫户收入不聚集在标准线上方", "no heap of the exited just above the line"),
          ("脱贫户收入聚集在标准线上方", "incomes of the exited heap just above the line"),
          on_record.share_below(just_above_the_line, limits.heap_share, among=_exited, strictly=False),
          owner=_OWNER, source=sources.GENERAL),
    check(DOUBT, "no_copies", ("各户收入不雷同", "households with incomes of their own"),
          ("多户收入相同到元", "many households with the same income to the yuan"),
          on_record.share_below(like_many, limits.same_income_share, strictly=False), owner=_OWNER,
          source=sources.GENERAL),
    check(DOUBT, "costs_recorded", ("生产户有支出", "costs of those who produce"),
          ("多数生产户没有支出", "most who produce have no costs"),
          on_record.share_below(no_cost, limits.no_cost_share, among=household.production > 0, strictly=False),
          owner=_OWNER, source=sources.GENERAL),
    check(DOUBT, "phones_of_their_own", ("各户有自己的电话", "phones of their own"),
          ("多户共用少数电话", "many households with few phones"),
          on_record.share_below(phone_of_many, limits.same_phone_share, strictly=False), owner=_OWNER,
          source=sources.GENERAL),
)  # fmt: skip
