"""The sheets of the registers of events, one a department, and the sheet that says where each register is complete."""

from tuopin.engine.language import Level
from tuopin.kernel.text import Text
from tuopin.standards.cn.events import EVENTS
from tuopin.standards.cn.headers import fact_column
from tuopin.standards.cn.sheet_parts import household, id_number
from tuopin.standards.pack import Column, Sheet
from tuopin.standards.registers import EventRegister

COVERAGE_TABLE = "register_coverage"
_MEMBER = (
    Column("姓名", role="name", synonyms=("人员姓名", "成员姓名", "患者姓名", "学生姓名")),
    id_number("证件号码", "证件号", "身份证号", "身份证号码", "公民身份号码"),
)


def _happened_on() -> Column:
    synonyms = ("发生时间", "日期", "结算日期", "发证日期", "鉴定日期", "受灾日期", "登记日期")
    return Column("发生日期", role="happened_on", synonyms=synonyms, required=True)


def _sheet(register: EventRegister) -> Sheet:
    member = _MEMBER if register.level is Level.PERSON else ()
    columns = (household(), *member, _happened_on(), *(fact_column(column) for column in register.columns))
    return Sheet(register.label.zh, register.table, None, columns, synonyms=(f"{register.label.zh}台账",))


def _is_register(cell: str) -> Text | None:
    known = [register.label.zh for register in EVENTS]
    if cell in known:
        return None
    return Text(
        f"没有这种台账。现有：{'、'.join(known)}。",
        f"There is no such register. There are: {', '.join(known)}.",
    )


EVENT_SHEETS = (
    *(_sheet(register) for register in EVENTS),
    Sheet(
        "台账范围",
        COVERAGE_TABLE,
        None,
        columns=(
            Column(
                "台账", role="register", synonyms=("台账名称", "事件台账"), required=True, check=_is_register
            ),
            Column("地区代码", role="place", synonyms=("区划代码", "行政区划代码"), required=True),
            Column("开始日期", role="starts_on", synonyms=("起始日期", "开始时间"), required=True),
            Column("截止日期", role="ends_on", synonyms=("结束日期", "截止时间"), required=True),
        ),
        synonyms=("台账完整范围",),
    ),
)
