"""The headers of facts: the official one, the words that stand for it in the field, with and without its unit."""

from collections.abc import Iterable, Mapping

from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Code, Level, Number, YesNo
from tuopin.kernel.text import Text
from tuopin.standards.cn import facts
from tuopin.standards.pack import Column

_UNITS: Mapping[str, tuple[str, ...]] = {
    "CNY": ("元", "元/年", "人民币元"),
    "person": ("人",),
    "household": ("户",),
    "village": ("个", "村"),
    "m2": ("m2", "平方米", "平米"),
    "mu": ("亩",),
    "litre": ("升", "升/天", "升/人/天", "升/人·天", "L"),
    "minute": ("分钟", "分"),
    "metre": ("米", "m"),
    "day": ("天", "日"),
    "month": ("月", "个月"),
}

_SYNONYMS: Mapping[Fact, tuple[str, ...]] = {
    facts.person.relation: ("与户主的关系", "家庭关系", "关系"),
    facts.person.birth: ("出生年月日", "出生年月", "生日"),
    facts.person.education: ("学历", "受教育程度"),
    facts.person.school: ("在校状况", "在校生情况", "就学情况", "在校情况"),
    facts.person.taught_at_home: ("送教上门学生",),
    facts.person.finished_compulsory: ("已完成义务教育", "义务教育完成情况"),
    facts.person.unfit_for_school: ("不具备学习条件",),
    facts.person.health: ("健康情况", "身体状况"),
    facts.person.labour: ("劳动能力", "劳动力状况"),
    facts.person.resident_insurance: (
        "参加城乡居民医疗保险",
        "参加居民医保",
        "城乡居民基本医疗保险",
        "参加新农合",
    ),
    facts.person.employee_insurance: ("参加职工医保", "城镇职工基本医疗保险", "参加职工基本医疗保险"),
    facts.person.serious_illness_insurance: ("大病保险", "参加大病医疗保险"),
    facts.person.soldier: ("现役", "现役军人标志"),
    facts.person.allowance: ("享受农村居民最低生活保障", "低保", "享受最低生活保障"),
    facts.person.work_place: ("务工地点", "务工地区"),
    facts.person.work_months: ("务工月数", "务工时长"),
    facts.household.size: ("家庭人数", "人口数", "家庭人口", "户内人口数"),
    facts.household.registered: ("建档立卡", "建档立卡贫困户", "贫困户"),
    facts.household.poverty_status: ("脱贫标志", "脱贫状态"),
    facts.household.kind: ("户属性", "农户属性"),
    facts.household.cause: ("致贫原因", "主要致贫因素"),
    facts.household.identified_on: ("识别日期", "首次识别时间"),
    facts.household.exited_on: ("脱贫日期", "退出时间"),
    facts.household.wage: ("工资收入", "务工收入"),
    facts.household.production: ("生产经营收入", "经营性收入"),
    facts.household.property_income: ("财产收入",),
    facts.household.transfer: ("转移收入",),
    facts.household.production_cost: ("生产经营支出",),
    facts.household.net_income: ("年纯收入", "家庭纯收入", "纯收入"),
    facts.household.staple_enough: ("主食够吃",),
    facts.household.protein_monthly: ("每月能吃到肉蛋奶豆",),
    facts.household.clothes_four_seasons: ("四季有衣", "有换季衣服"),
    facts.household.dwelling: ("居住方式",),
    facts.household.moved_in: ("搬迁入住", "已搬迁入住"),
    facts.household.housing_grade: ("住房等级", "危房等级", "房屋鉴定等级", "住房安全等级"),
    facts.household.repair_accepted: ("危房改造竣工验收", "危改已验收"),
    facts.household.floor_area: ("房屋面积", "居住面积"),
    facts.household.tap_at_home: ("自来水到户", "通自来水"),
    facts.household.water_short: ("缺水",),
    facts.household.farmland: ("耕地",),
    facts.village.kind: ("村类型", "行政村属性"),
    facts.village.households: ("户数", "全村户数"),
    facts.village.population: ("户籍人口", "总人口数", "农村户籍人口数"),
    facts.village.registered_households: ("贫困户数", "建档立卡贫困户数"),
    facts.village.paved_road: ("通村硬化路", "通沥青(水泥)路"),
    facts.village.bus: ("通客运", "通班车"),
    facts.village.power: ("通电",),
    facts.village.broadband: ("通网络",),
    facts.village.clinic: ("有卫生室", "标准化卫生室"),
    facts.village.doctors: ("执业(助理)医师数", "村医"),
    facts.village.culture_room: ("文化活动室", "文化室"),
    facts.village.collective_income: ("集体经济收入",),
    facts.village.exited_on: ("出列日期", "退出时间"),
    facts.county.villages: ("村数",),
    facts.county.population: ("农村户籍人口", "户籍人口数"),
}

_NUMBERED = frozenset({"sex", "relation", "health", "work_place", "cause"})
"""Lists whose printed numbers have stayed the same: a bare 3 can be read. Elsewhere only words are taken,
because the numbers changed between editions of the system or are only ours."""


def _words_only(cell: str) -> Text | None:
    if not cell.isascii() or not cell.isdigit():
        return None
    return Text(
        "该列的数字编号各版本不一，不能按编号识别，请填写文字。",
        "The numbers of this list differ between editions, so a number cannot be read here. Write the words.",
    )


def _with_units(words: Iterable[str], fact: Fact) -> tuple[str, ...]:
    """The words as they are, with 是否 before a yes/no, and with the unit of a number in brackets."""
    found = list(words)
    if isinstance(fact.kind, YesNo):
        found += [f"是否{word}" for word in found if not word.startswith("是否")]
        found += [f"{word}(是/否)" for word in found]
    elif isinstance(fact.kind, Number):
        units = _UNITS[str(fact.kind.unit).split("/")[0]]
        found += [f"{word}({unit})" for word in found for unit in units]
    return tuple(found)


def _fact(fact: Fact) -> Column:
    header, *more = _with_units((fact.label.zh, *_SYNONYMS.get(fact, ())), fact)
    numbers_differ = isinstance(fact.kind, Code) and fact.kind.codes.name not in _NUMBERED
    return Column(header, fact=fact, synonyms=tuple(more), check=_words_only if numbers_differ else None)


def fact_columns(level: Level) -> tuple[Column, ...]:
    return tuple(_fact(fact) for fact in facts.of_level(level))
