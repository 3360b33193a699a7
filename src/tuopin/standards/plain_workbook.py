"""A plain workbook for packs that are not one country's: four sheets, a column a fact, headers in English or Chinese.

A header is the name of the fact in either language or its short code, as the generated page of the pack lists them.
No column is for a name, an identity paper or a telephone: such a workbook holds codes only.
"""

from collections.abc import Iterable

from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Level
from tuopin.standards import pcodes
from tuopin.standards.pack import Column, Layout, Sheet

_HOUSEHOLD = ("household", "household_code", "hhid", "户编号", "家庭编号", "住户编号")
_COMMUNITY = ("community", "community_code", "village", "cluster", "社区代码", "村代码", "社区")
_DISTRICT = ("district", "district_code", "county", "区县代码", "县代码")
_PERSON = ("person", "line_number", "成员序号", "序号")
_COLLECTED = ("collected_on", "date_of_interview", "interview_date", "采集日期", "调查日期")
_SHEETS = {
    Level.HOUSEHOLD: ("households", ("household", "户", "家庭", "住户")),
    Level.PERSON: ("persons", ("person", "people", "members", "人", "成员", "个人")),
    Level.VILLAGE: ("villages", ("communities", "community", "clusters", "社区", "村")),
    Level.COUNTY: ("counties", ("districts", "district", "区县", "县")),
}


def layout_of(facts: Iterable[Fact]) -> Layout:
    """The workbook of a pack with P-codes."""
    by_level: dict[Level, list[Fact]] = {level: [] for level in Level}
    for fact in facts:
        assert fact.level is not None
        by_level[fact.level].append(fact)
    return Layout(
        sheets=tuple(_sheet(level, by_level[level]) for level in _SHEETS),
        yes=("yes", "是", "y", "true", "1", "有"),
        no=("no", "否", "n", "false", "0", "没有", "无"),
        totals=("total", "subtotal", "sum", "合计", "总计", "小计"),
        unknown=("unknown", "not known", "don't know", "dk", "?", "待核实", "不详", "不知道"),
        marks=("(required)", "(必填)"),
    )


def _sheet(level: Level, facts: Iterable[Fact]) -> Sheet:
    name, synonyms = _SHEETS[level]
    columns = (*_keys(level), *(_fact(fact) for fact in facts))
    return Sheet(name, name, level, columns, synonyms, required=level is Level.HOUSEHOLD)


def _keys(level: Level) -> tuple[Column, ...]:
    household = Column("household code", role="household", synonyms=_HOUSEHOLD, required=True)
    collected = Column("collected on", role="collected_on", synonyms=_COLLECTED)
    if level is Level.PERSON:
        return household, Column("person number", role="person", synonyms=_PERSON), collected
    if level is Level.COUNTY:
        district = Column("district code", role="village", synonyms=_DISTRICT, required=True)
        return district, *_names(pcodes.LEVELS[:-1]), collected
    community = Column("community code", role="village", synonyms=_COMMUNITY, required=True)
    first = (household,) if level is Level.HOUSEHOLD else ()
    return *first, community, *_names(pcodes.LEVELS), collected


def _names(levels: Iterable[str]) -> Iterable[Column]:
    for level in levels:
        label = pcodes.LABELS[level]
        yield Column(f"{label.en} name", role=f"place_name:{level}", synonyms=(f"{label.zh}名称",))


def _fact(fact: Fact) -> Column:
    both = f"{fact.label.zh} {fact.label.en}"
    return Column(fact.label.en, fact=fact, synonyms=(fact.label.zh, fact.code, both))
