"""The headers of facts: the official one, the words that stand for it in the field, with and without its unit."""

from collections.abc import Iterable, Mapping

from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Code, CodeSet, Level, Number, YesNo
from tuopin.kernel.text import Text
from tuopin.standards.cn import facts
from tuopin.standards.cn.facts import income_parts, land_and_home, people_details, village_details
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
    "kilometre": ("公里", "千米", "km"),
    "job": ("个",),
    "day": ("天", "日"),
    "month": ("月", "个月"),
    "item": ("项", "个"),
    "year": ("年",),
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
    people_details.person.ethnic_group: ("民族成分",),
    people_details.person.disability_card: ("有残疾人证", "残疾证"),
    people_details.person.disability: ("残疾类型",),
    people_details.person.disability_grade: ("残疾级别",),
    people_details.person.contract_doctor: ("家庭医生签约", "签约医生"),
    people_details.person.resident_pension: ("参加城乡居民养老保险", "居民养老保险", "城乡居民基本养老保险"),
    people_details.person.employee_pension: ("参加职工养老保险", "职工养老保险", "城镇职工基本养老保险"),
    people_details.person.support: ("特困供养", "享受五保", "五保", "享受特困救助供养"),
    people_details.person.public_post: ("公益岗位", "公益性岗位"),
    people_details.person.jobs: ("公益岗位数", "在岗数"),
    people_details.person.monthly_wage: ("月收入", "月均工资"),
    income_parts.household.family_planning_grant: ("计生金", "计划生育奖励"),
    income_parts.household.support_income: ("五保金", "特困金"),
    income_parts.household.pension_income: ("养老金", "领取养老金"),
    income_parts.household.disability_subsidy: ("残疾人补贴",),
    income_parts.household.asset_dividend: ("资产收益分红", "分红"),
    land_and_home.household.other_causes: ("次要致贫原因",),
    land_and_home.household.irrigated: ("灌溉面积",),
    land_and_home.household.returned_forest: ("退耕面积",),
    land_and_home.household.pasture: ("牧草地", "草地面积"),
    land_and_home.household.water_area: ("水域面积",),
    land_and_home.household.road_distance: ("距主干路距离", "与村主干路的距离"),
    land_and_home.household.entry_road: ("入户路", "入户路情况"),
    land_and_home.household.power_at_home: ("通电",),
    land_and_home.household.toilet: ("卫生厕所", "有无卫生厕所"),
    land_and_home.household.fuel: ("燃料类型", "主要燃料"),
    land_and_home.household.cooperative: ("参加农民专业合作社", "加入合作社"),
    village_details.village.unsafe_water_households: ("饮水不安全户数", "饮水困难户数"),
    village_details.village.dangerous_houses: ("危房数",),
    village_details.village.support_households: ("五保户数",),
    village_details.village.registered_people: ("贫困人口数", "建档立卡贫困人口数"),
    village_details.village.people_working_away: ("外出务工人口数",),
    village_details.village.total_farmland: ("耕地面积",),
    village_details.village.total_forest: ("林地面积",),
}

_NUMBERED = frozenset({"sex", "relation", "health", "work_place", "cause", "ethnic_group", "disability"})
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


def fact_column(fact: Fact) -> Column:
    """The column that receives a fact, with the words that stand for its official header."""
    header, *more = _with_units((fact.label.zh, *_SYNONYMS.get(fact, ())), fact)
    numbers_differ = isinstance(fact.kind, Code | CodeSet) and fact.kind.codes.name not in _NUMBERED
    return Column(header, fact=fact, synonyms=tuple(more), check=_words_only if numbers_differ else None)


def fact_columns(level: Level) -> tuple[Column, ...]:
    """A column for every fact that is written on a form; what is worked out has none."""
    return tuple(
        fact_column(fact)
        for topic in facts.TOPICS
        if topic not in facts.WORKED_OUT
        for fact in facts.of_topic(topic, level)
    )
