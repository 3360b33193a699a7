"""The generated pages: up to date, whole, and complete in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.standards.write_manual import pages
from tuopin import standards
from tuopin.engine.language import (
    Clock,
    Criterion,
    Days,
    Level,
    Method,
    Reads,
    Severity,
    Standard,
    code_set,
    day,
    indicator,
    on,
    yes_no,
)
from tuopin.engine.language import number as number_fact
from tuopin.kernel.text import Language, Renamed, Text
from tuopin.standards import examples
from tuopin.standards.cn import codes, facts
from tuopin.standards.manual import manual
from tuopin.standards.plain import standard_as_dict
from tuopin.standards.wording import definition, with_earlier, words

PACK = standards.load("cn")
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize(("path", "text"), list(pages()), ids=lambda value: getattr(value, "name", ""))
def test_the_page_in_docs_is_up_to_date(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, (
        f"{path.name} is old: run python -m tests.standards.write_manual and read the difference"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_every_criterion_parameter_value_and_example(language: Language) -> None:
    page = manual(PACK, language, examples.texts(PACK))

    for standard in PACK.standards:
        for criterion in standard.criteria:
            assert f"`{criterion.code}`" in page
            assert criterion.owner.in_(language) in page
            assert criterion.source in page
    for parameter in PACK.parameters:
        for entry in parameter.values:
            assert f"| {entry.from_} |" in page
            assert entry.source in page
    for example in examples.of_pack(PACK):
        assert f"| {example.case} " in page


def test_a_value_that_nobody_compared_with_its_text_says_so() -> None:
    line = PACK.parameter_by_code["income_line"]
    doubted = replace(line, values=tuple(replace(entry, verified=False) for entry in line.values))

    page = manual(replace(PACK, parameters=(doubted,), standards=()), "en", {})

    assert "not verified" in page
    assert "✔ verified" not in page


person, household, village = facts.person, facts.household, facts.village
_set = code_set(Level.PERSON, "health", "健康状况", "health", codes=codes.HEALTH)


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            ~(person.soldier | person.prisoner),
            "非(现役军人 **或** 服刑人员)",
            "not (soldier on duty **or** in prison)",
        ),
        (
            person.birth.age(on) >= 16,
            "出生日期至判定日的周岁数 ≥ 16",
            "full years from date of birth to the day of judging ≥ 16",
        ),
        (person.birth <= on, "出生日期 ≤ 判定日", "date of birth ≤ the day of judging"),
        (
            (household.wage + household.transfer) / household.size > 100,
            "(工资性收入 + 转移性收入) ÷ 家庭人口数 > 100",
            "(wages + transfers) ÷ people in the household > 100",
        ),
        (
            _set.has_any_of("serious", "disabled"),
            "健康状况包括“患有大病”或“残疾”",
            "health includes “serious illness” or “disabled”",
        ),
        (household.registered.is_known(), "建档立卡户已知", "registered is known"),
        (
            facts.members.count(person.soldier) > 1,
            "人数（现役军人） > 1",
            "how many, by person: soldier on duty > 1",
        ),
        (
            facts.members.max(person.work_months) >= 3,
            "各人的务工时间最大值 ≥ 3",
            "the largest months of work of every person ≥ 3",
        ),
        (PACK.standard("household_exit").met, "“贫困户退出”达标", "“household exit” is met"),
        (
            ~PACK.standard("household_exit").criterion_met("food"),
            "“不愁吃”不达标",
            "“food assured” is not met",
        ),
    ],
)
def test_rules_read_as_sentences(rule: object, zh: str, en: str) -> None:
    assert words(rule, "zh") == zh  # type: ignore[arg-type]
    assert words(rule, "en") == en  # type: ignore[arg-type]


def test_a_name_stands_for_its_rule_and_is_spelled_out_once() -> None:
    fact = yes_no(Level.PERSON, "a", "甲", "a")
    other = number_fact(Level.PERSON, "b", "乙", "b", unit="1", low=0, high=9)
    named = indicator("c", "丙", "c", fact & (other > 3))

    assert words(named, "en") == "c"
    assert definition(named, "en") == "a **and** (b > 3)"


def test_a_day_of_the_year_is_written_out() -> None:
    born = day(Level.PERSON, "d", "日", "day")

    assert words(born.age(on.latest(8, 31)) < 16, "zh") == "日至最近的 8 月 31 日的周岁数 < 16"
    assert words(born.age(on.latest(8, 31)) < 16, "en") == "full years from day to the latest 31 August < 16"


PARAMETER = PACK.parameters[0]
VISIT = Clock(PARAMETER, Days.WORKING, Text("发现", "found"), Text("入户", "visited"))
OFFICE = Renamed("新局", "new bureau", ((date(2021, 2, 25), Text("旧办", "old office")),))
WATCHED = Standard(
    "watched",
    Text("观察", "watched"),
    Level.HOUSEHOLD,
    "Act",
    (
        Criterion(
            "alarm",
            Text("警", "alarm"),
            household.registered,
            "Act",
            OFFICE,
            Reads.SIGNAL,
            severity=Severity.DOUBT,
            clocks=(VISIT,),
        ),
    ),
    Method.EACH,
)


def test_the_page_tells_how_grave_how_soon_and_by_whom_under_which_names() -> None:
    zh, en = (manual(replace(PACK, standards=(WATCHED,)), language, {}) for language in LANGUAGES)

    assert f"疑点<br>发现→入户：不超过[{PARAMETER.label.zh}]（工作日） | 新局（2021-02-25 前：旧办）" in zh
    assert f"doubt<br>found → visited: within [{PARAMETER.label.en}] (working days)" in en
    assert "new bureau (before 2021-02-25: old office)" in en


@pytest.mark.parametrize(
    ("first", "until", "names"),
    [
        ("2014-01-01", None, "new bureau (before 2021-02-25: old office)"),
        ("2014-01-01", "2021-02-25", "new bureau (before 2021-02-25: old office)"),
        ("2014-01-01", "2021-02-24", "old office"),
        ("2021-02-24", None, "new bureau (before 2021-02-25: old office)"),
        ("2021-02-25", None, "new bureau"),
    ],
)
def test_a_standard_shows_the_names_of_its_own_days(first: str, until: str | None, names: str) -> None:
    days = date.fromisoformat(first), None if until is None else date.fromisoformat(until)
    standard = replace(WATCHED, in_force_from=days[0], in_force_until=days[1])

    assert with_earlier(OFFICE, "en", standard) == names


def test_machines_get_clocks_severity_and_earlier_names_too() -> None:
    (criterion,) = standard_as_dict(WATCHED)["criteria"]

    assert criterion["severity"] == "doubt"
    assert criterion["clocks"] == [
        {
            "limit": PARAMETER.code,
            "counts": "working",
            "starts": {"zh": "发现", "en": "found"},
            "ends": {"zh": "入户", "en": "visited"},
        }
    ]
    assert criterion["owner"]["earlier"] == [{"before": "2021-02-25", "zh": "旧办", "en": "old office"}]


def test_a_clock_is_a_parameter_of_its_standard() -> None:
    assert WATCHED.parameters() == {PARAMETER.code: PARAMETER}
