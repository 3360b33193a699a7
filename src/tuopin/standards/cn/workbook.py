"""How a county's workbook looks: sheets, official headers, the words that stand for them in the field.

Headers are compared after NFKC and without spaces, line breaks and asterisks (intake/headers.py). A unit in a
header counts: 工资性收入(元) is known, 工资性收入(万元) is not, so nobody's yuan are read as tens of thousands.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Code, Level, Number, YesNo
from tuopin.kernel.text import Text
from tuopin.standards.cn import facts, identity
from tuopin.standards.cn.codes import SEX
from tuopin.standards.pack import Column, Layout, Sheet

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

ID_NUMBER = "证件号码"
SEX_HEADER = facts.person.sex.label.zh
BIRTH_HEADER = facts.person.birth.label.zh


def _words_only(cell: str) -> Text | None:
    if not cell.isascii() or not cell.isdigit():
        return None
    return Text(
        "该列的数字编号各版本不一，不能按编号识别，请填写文字。",
        "The numbers of this list differ between editions, so a number cannot be read here. Write the words.",
    )


def _phone(cell: str) -> Text | None:
    digits = cell.replace("-", "").replace("+", "")
    if digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 14:
        return None
    return Text("电话应为 7 至 14 位数字。", "A telephone number has 7 to 14 digits.")


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


def _facts(subject: type) -> tuple[Column, ...]:
    return tuple(_fact(fact) for fact in vars(subject).values() if isinstance(fact, Fact))


def _household() -> Column:
    return Column(
        "户编号",
        role="household",
        synonyms=("户编码", "家庭编号", "户号", "农户编号", "户代码"),
        required=True,
    )


def _collected_on() -> Column:
    return Column(
        "采集日期", role="collected_on", synonyms=("采集时间", "调查日期", "填报日期", "数据日期", "入户日期")
    )


def _id_number(header: str, *synonyms: str) -> Column:
    return Column(header, role="id_number", synonyms=synonyms, check=identity.problem_of)


def _phone_number(*synonyms: str) -> Column:
    return Column("联系电话", role="phone", synonyms=("电话", "手机号", "手机号码", *synonyms), check=_phone)


def _village(*, required: bool) -> Column:
    synonyms = ("行政村代码", "村编码", "行政村编码", "区划代码", "行政区划代码", "所在村代码")
    return Column("村代码", role="village", synonyms=synonyms, required=required)


_PLACE_NAMES = (
    Column("省", role="place_name:province", synonyms=("省份", "省(区、市)", "省(自治区、直辖市)", "省名称")),
    Column("市", role="place_name:city", synonyms=("市(州)", "市(地、州、盟)", "地市", "市名称")),
    Column(
        "县", role="place_name:county", synonyms=("县(市、区)", "县(区)", "区县", "县名称", "县(市、区、旗)")
    ),
    Column("乡镇", role="place_name:township", synonyms=("乡(镇)", "乡", "镇", "乡镇名称", "乡(镇、街道)")),
    Column("行政村", role="place_name:village", synonyms=("村", "村名", "村名称", "行政村名称", "所在村")),
)


def against_number(values: Mapping[str, object]) -> Text | None:
    """Sex and date of birth of a person against the number of the identity paper in the same row."""
    number = values.get(ID_NUMBER)
    citizen = identity.read(number) if isinstance(number, str) else None
    if not isinstance(citizen, identity.CitizenNumber):
        return None
    born, sex = values.get(BIRTH_HEADER), values.get(SEX_HEADER)
    zh, en = [], []
    if isinstance(born, date) and born != citizen.born:
        zh.append("出生日期")
        en.append("date of birth")
    if sex in _OTHER_SEX[citizen.sex]:
        zh.append("性别")
        en.append("sex")
    if not zh:
        return None
    return Text(
        f"{'和'.join(zh)}与证件号码不一致。请核对证件后改正其中一处。",
        f"The {' and '.join(en)} and the identity number contradict each other. Check the paper and correct one.",
    )


_OTHER_SEX = {"male": SEX.numbers(["female"]), "female": SEX.numbers(["male"])}

ASSISTANCE_TYPES = (
    "产业帮扶", "就业帮扶", "公益岗位", "金融帮扶", "易地搬迁", "住房安全", "饮水安全", "义务教育保障", "教育帮扶",
    "健康帮扶", "社会帮扶", "综合保障", "生产生活条件改善", "基础设施",
)  # fmt: skip
"""The families of assistance in the exports of 2023 (domain reference 2.5)."""


def _assistance_type(cell: str) -> Text | None:
    if any(cell.startswith(family.removesuffix("帮扶")) for family in ASSISTANCE_TYPES):
        return None
    return Text(
        f"措施类别应为：{'、'.join(ASSISTANCE_TYPES)}。",
        f"The type of assistance must be one of: {', '.join(ASSISTANCE_TYPES)}.",
    )


HOUSEHOLDS = Sheet(
    "户",
    "households",
    Level.HOUSEHOLD,
    columns=(
        _household(),
        *_PLACE_NAMES,
        _village(required=True),
        Column("户主姓名", role="name", synonyms=("户主", "姓名")),
        _id_number("户主证件号码", "户主身份证号", "户主身份证号码", "户主证件号", "证件号码", "身份证号"),
        _phone_number("户主联系电话", "户主电话"),
        _collected_on(),
        *_facts(facts.household),
    ),
    synonyms=(
        "户表",
        "户信息",
        "户信息表",
        "家庭",
        "家庭信息",
        "家庭基本信息",
        "农户",
        "农户信息",
        "贫困户",
        "贫困户信息",
    ),
    required=True,
)

PERSONS = Sheet(
    "人",
    "persons",
    Level.PERSON,
    columns=(
        _household(),
        Column("姓名", role="name", synonyms=("人员姓名", "成员姓名", "家庭成员姓名")),
        Column("证件类型", role="ignored", synonyms=("证件种类",)),
        _id_number(
            ID_NUMBER, "证件号", "身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "居民身份证号码"
        ),
        *_facts(facts.person),
        _phone_number(),
        _collected_on(),
    ),
    synonyms=(
        "人表",
        "人员",
        "人员信息",
        "人口",
        "人口信息",
        "人信息",
        "家庭成员",
        "家庭成员信息",
        "贫困人口",
        "贫困人口信息",
    ),
    row_check=against_number,
)

VILLAGES = Sheet(
    "村",
    "villages",
    Level.VILLAGE,
    columns=(_village(required=True), *_PLACE_NAMES, _collected_on(), *_facts(facts.village)),
    synonyms=("村表", "村信息", "村信息表", "行政村", "行政村信息", "贫困村", "贫困村信息"),
)

COUNTIES = Sheet(
    "县",
    "counties",
    Level.COUNTY,
    columns=(
        Column("县代码", role="village", synonyms=("县编码", "区划代码", "行政区划代码"), required=True),
        *_PLACE_NAMES[:3],
        _collected_on(),
        *_facts(facts.county),
    ),
    synonyms=("县表", "县信息", "县信息表", "区县"),
)

HELPERS = Sheet(
    "帮扶",
    "helpers",
    None,
    columns=(
        _household(),
        Column("帮扶人姓名", role="name", synonyms=("帮扶人", "帮扶责任人", "帮扶干部", "姓名")),
        _id_number("帮扶人证件号码", "帮扶人身份证号", "帮扶人身份证号码", "证件号码", "身份证号"),
        _phone_number("帮扶人联系电话", "帮扶人电话"),
        Column("帮扶单位", role="text", synonyms=("帮扶单位名称", "单位", "单位名称", "工作单位")),
        Column("单位隶属关系", role="text", synonyms=("隶属关系",)),
        Column("职务", role="text", synonyms=("帮扶人职务", "职级")),
        Column("第一书记", role="text", synonyms=("是否第一书记",)),
        Column("驻村队员", role="text", synonyms=("是否驻村队员", "驻村工作队员", "是否驻村工作队员")),
        Column("帮扶开始时间", role="text", synonyms=("帮扶开始日期", "开始时间", "开始日期")),
        Column("帮扶结束时间", role="text", synonyms=("帮扶结束日期", "结束时间", "结束日期")),
    ),
    synonyms=("帮扶人", "帮扶责任人", "结对帮扶", "帮扶信息", "帮扶人信息", "帮扶干部"),
)

ASSISTANCE = Sheet(
    "措施",
    "assistance",
    None,
    columns=(
        _household(),
        Column(
            "措施类别", role="text", synonyms=("帮扶措施类别", "帮扶类别", "措施类型"), check=_assistance_type
        ),
        Column("措施内容", role="text", synonyms=("帮扶措施", "帮扶内容", "项目名称", "措施")),
        Column("实施单位", role="text", synonyms=("帮扶单位", "责任单位")),
        Column("金额", role="text", synonyms=("金额(元)", "帮扶资金(元)", "投入资金(元)", "补助金额(元)")),
        Column("年度", role="text", synonyms=("实施年度", "年份")),
        Column("开始时间", role="text", synonyms=("开始日期", "实施时间", "实施日期")),
        Column("完成时间", role="text", synonyms=("完成日期", "结束时间", "结束日期")),
    ),
    synonyms=("帮扶措施", "措施信息", "帮扶措施信息", "措施表"),
)

LAYOUT = Layout(
    sheets=(HOUSEHOLDS, PERSONS, VILLAGES, COUNTIES, HELPERS, ASSISTANCE),
    yes=("是", "有", "√", "✓", "✔", "1", "Y", "YES", "TRUE", "已", "达标", "合格"),
    no=("否", "无", "没有", "×", "✗", "✘", "0", "N", "NO", "FALSE", "未", "不达标", "不合格"),
    totals=(
        "合计",
        "总计",
        "小计",
        "共计",
        "累计",
        "本页",
        "填表人",
        "填报人",
        "填表单位",
        "制表",
        "审核人",
        "注:",
        "说明:",
        "备注:",
    ),
    unknown=("待核实", "未核实", "不详", "未知", "不清楚", "未鉴定", "未填", "暂无"),
    marks=("(必填)", "(选填)", "(必填项)", "(选填项)"),
)
