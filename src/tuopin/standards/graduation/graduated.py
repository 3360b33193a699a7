"""Graduation: ten criteria, all of which must hold. What does not concern a household does not count."""

from datetime import date

from tuopin.engine.language import Criterion, Expression, Level, Standard
from tuopin.kernel.text import Text
from tuopin.standards.graduation import indicators as i
from tuopin.standards.graduation.facts import household

# https://issuu.com/bracultrapoor/docs/brac_propel_toolkit/87
SOURCE = "BRAC, PROPEL Toolkit, p. 87 (criteria in short; not compared with the text): 一般知识 (general knowledge)"
COACH = Text("项目辅导员", "programme coach")
BEGINNING = date(2000, 1, 1)


def _criterion(
    code: str,
    zh: str,
    en: str,
    met_when: Expression,
    *,
    gap: Text,
    applies_when: Expression | None = None,
    evidence: tuple[Expression, ...] = (),
) -> Criterion:
    return Criterion(
        code=code,
        label=Text(zh, en),
        met_when=met_when,
        source=SOURCE,
        owner=COACH,
        applies_when=applies_when,
        evidence=evidence,
        gap=gap,
    )


CRITERIA = (
    _criterion(
        "food", "一年不缺粮", "enough food all year", i.fed,
        gap=Text("缺粮", "months of hunger"), evidence=(household.food_short_months,),
    ),
    _criterion(
        "garden", "有菜园", "kitchen garden", household.kitchen_garden,
        gap=Text("没有菜园", "no kitchen garden"),
    ),
    _criterion(
        "incomes", "收入来源多样", "several incomes", i.several_incomes,
        gap=Text("收入来源单一", "one income only"), evidence=(household.income_sources,),
    ),
    _criterion(
        "assets", "有牲畜或生产资产", "livestock or assets", i.productive,
        gap=Text("没有牲畜和生产资产", "neither livestock nor assets"),
    ),
    _criterion(
        "savings", "有现金储蓄", "cash savings", household.cash_savings,
        gap=Text("没有储蓄", "no savings"),
    ),
    _criterion(
        "water_sanitation", "厕所和饮水", "latrine and clean water", i.water_and_sanitation,
        gap=Text("厕所或饮水不达标", "latrine or water lacking"),
        evidence=(household.latrine, household.clean_water),
    ),
    _criterion(
        "roof", "屋顶坚固", "solid roof", household.solid_roof,
        gap=Text("屋顶不坚固", "no solid roof"),
    ),
    _criterion(
        "child_marriage", "无童婚", "no child marriage", i.no_child_marriage,
        gap=Text("有童婚", "a child is married"),
    ),
    _criterion(
        "school", "学龄儿童在学", "children in school", i.children_in_school,
        applies_when=i.has_child_of_school_age, gap=Text("有学龄儿童未上学", "a child out of school"),
    ),
    _criterion(
        "family_planning", "计划生育服务", "family planning", household.family_planning,
        applies_when=household.couple_of_age, gap=Text("没有计划生育服务", "no family planning"),
    ),
)  # fmt: skip

STANDARD = Standard(
    code="graduated",
    label=Text("达到毕业标准", "meets the graduation criteria"),
    level=Level.HOUSEHOLD,
    source=SOURCE,
    criteria=CRITERIA,
    in_force_from=BEGINNING,
    note=Text(
        "十项条件须全部成立。是否毕业还要项目期满（见汇总“期满毕业”）；项目可以自定其他条件。",
        "All ten must hold. To graduate the programme must also be over (see the overview); a programme may set other "
        "criteria.",
    ),
)
