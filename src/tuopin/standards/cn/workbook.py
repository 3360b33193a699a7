"""How a county's workbook looks: its sheets, their columns, the words for yes, no, unknown and totals.

Headers are compared after NFKC and without spaces, line breaks and asterisks (intake/headings.py). A unit in a
header counts: 工资性收入(元) is known, 工资性收入(万元) is not, so nobody's yuan are read as tens of thousands.
"""

from collections.abc import Mapping
from datetime import date

from tuopin.engine.language import Fact, Level
from tuopin.kernel.text import Text
from tuopin.standards.cn import facts, identity
from tuopin.standards.cn.codes import SEX
from tuopin.standards.cn.codes_of_details import ID_STATE
from tuopin.standards.cn.event_sheets import EVENT_SHEETS
from tuopin.standards.cn.facts import derived
from tuopin.standards.cn.headers import fact_columns
from tuopin.standards.cn.sheet_parts import household, id_number
from tuopin.standards.pack import Column, Identities, Layout, Sheet

ID_NUMBER = "证件号码"
COLLECTED_ON = "采集日期"
SEX_HEADER = facts.person.sex.label.zh
BIRTH_HEADER = facts.person.birth.label.zh


def _collected_on() -> Column:
    return Column(
        COLLECTED_ON,
        role="collected_on",
        synonyms=("采集时间", "调查日期", "填报日期", "数据日期", "入户日期"),
    )


def _phone_number(*synonyms: str) -> Column:
    """Dropped unread: no rule rests on it, and a number badly written is no reason to refuse a person."""
    return Column("联系电话", role="phone", synonyms=("电话", "手机号", "手机号码", *synonyms))


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


def born_later(values: Mapping[str, object]) -> Text | None:
    """Nobody is on a form before being born."""
    citizen = _citizen(values)
    born, collected = values.get(BIRTH_HEADER) or (citizen and citizen.born), values.get(COLLECTED_ON)
    if not isinstance(born, date) or not isinstance(collected, date) or born <= collected:
        return None
    return Text(
        "出生日期晚于采集日期，请核对证件",
        "The date of birth is after the day of collection. Look at the paper",
    )


def contradictions(values: Mapping[str, object]) -> Text | None:
    """Sex and date of birth of a person against the identity number in the row."""
    agrees = about_identity(values)
    wrong = [
        text
        for fact, text in (
            (
                derived.person.id_birth_agrees,
                Text(
                    "出生日期与证件号码不一致",
                    "the date of birth and the identity number contradict each other",
                ),
            ),
            (
                derived.person.id_sex_agrees,
                Text("性别与证件号码不一致", "the sex does not fit the identity number"),
            ),
        )
        if agrees.get(fact) is False
    ]
    if not wrong:
        return None
    zh, en = "；".join(text.zh for text in wrong), "; ".join(text.en for text in wrong)
    return Text(f"{zh}，请核对证件", f"{en[0].upper()}{en[1:]}. Look at the paper")


def about_identity(values: Mapping[str, object]) -> Mapping[Fact, object]:
    """What a person's number looks like, and whether the rest of the row agrees with it; nothing without the column."""
    if ID_NUMBER not in values:
        return {}
    number, citizen = values[ID_NUMBER], _citizen(values)
    state = identity.state_of(number) if isinstance(number, str) else "absent"
    found: dict[Fact, object] = {derived.person.id_state: ID_STATE.by_code[state].number}
    if citizen is not None:
        born, sex = values.get(BIRTH_HEADER), values.get(SEX_HEADER)
        if isinstance(born, date):
            found[derived.person.id_birth_agrees] = born == citizen.born
        if sex in _EITHER_SEX:
            found[derived.person.id_sex_agrees] = sex not in _OTHER_SEX[citizen.sex]
    return found


def _citizen(values: Mapping[str, object]) -> identity.CitizenNumber | None:
    number = values.get(ID_NUMBER)
    citizen = identity.read(number) if isinstance(number, str) else None
    return citizen if isinstance(citizen, identity.CitizenNumber) else None


_OTHER_SEX = {"male": SEX.numbers(["female"]), "female": SEX.numbers(["male"])}
_EITHER_SEX = SEX.numbers(["male", "female"])

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
        household(),
        *_PLACE_NAMES,
        _village(required=True),
        Column("户主姓名", role="name", synonyms=("户主", "姓名")),
        id_number("户主证件号码", "户主身份证号", "户主身份证号码", "户主证件号", "证件号码", "身份证号"),
        _phone_number("户主联系电话", "户主电话"),
        _collected_on(),
        *fact_columns(Level.HOUSEHOLD),
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
        household(),
        Column("姓名", role="name", synonyms=("人员姓名", "成员姓名", "家庭成员姓名")),
        Column("证件类型", role="ignored", synonyms=("证件种类",)),
        id_number(
            ID_NUMBER, "证件号", "身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "居民身份证号码"
        ),
        *fact_columns(Level.PERSON),
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
    row_check=born_later,
    identity_check=contradictions,
)

VILLAGES = Sheet(
    "村",
    "villages",
    Level.VILLAGE,
    columns=(_village(required=True), *_PLACE_NAMES, _collected_on(), *fact_columns(Level.VILLAGE)),
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
        *fact_columns(Level.COUNTY),
    ),
    synonyms=("县表", "县信息", "县信息表", "区县"),
)

HELPERS = Sheet(
    "帮扶",
    "helpers",
    None,
    columns=(
        household(),
        Column("帮扶人姓名", role="name", synonyms=("帮扶人", "帮扶责任人", "帮扶干部", "姓名")),
        id_number("帮扶人证件号码", "帮扶人身份证号", "帮扶人身份证号码", "证件号码", "身份证号"),
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
        household(),
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
    sheets=(HOUSEHOLDS, PERSONS, VILLAGES, COUNTIES, HELPERS, ASSISTANCE, *EVENT_SHEETS),
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
    identities=Identities(
        number_key=identity.key_of,
        phone_key=identity.phone_key_of,
        about=about_identity,
        repeated=derived.person.id_repeated,
        shared_phone=derived.household.phone_households,
        helpers_table=HELPERS.table,
        helpers=derived.household.helpers,
        helper_registered=derived.household.helper_registered,
        registered=facts.household.registered,
    ),
)
