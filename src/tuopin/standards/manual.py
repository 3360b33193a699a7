"""The generated page of a pack: the law, readable. Criteria, indicators, parameters with sources, examples.

Pure: the same pack and examples give the same text. A test compares it with docs/generated.
"""

from collections.abc import Iterable, Iterator, Mapping

from tuopin.engine.expressions import Expression, Fact
from tuopin.engine.kinds import Code, CodeSet, Date, Number
from tuopin.engine.parameters import ROUNDED, DatedValue, Parameter
from tuopin.engine.reading import met_when
from tuopin.engine.standard import Criterion, Method, Reads, Standard, deep_walk
from tuopin.kernel.text import Language, Text
from tuopin.standards.markdown_tables import as_table
from tuopin.standards.pack import Pack
from tuopin.standards.wording import clock_words, definition, indicators, with_earlier, words

_METHODS = {
    Method.ALL_MET: Text("各项均须达标；不适用的不计", "all criteria met; those not applicable do not count"),
    Method.ANY_MET: Text("一项达标即可", "any one criterion met"),
    Method.EACH: Text("逐项判定，无总体结论", "each on its own, no overall verdict"),
    Method.WEIGHTED_CUTOFF: Text("加权计分与临界值比较", "weighted score against a cut-off"),
    Method.LINE: Text("一个数与一条线比较", "one number against one line"),
    Method.LINEAR_SCORE: Text("线性打分", "linear score"),
}
_READS = {
    Reads.REQUIREMENT: Text("要求：达标为好", "a requirement: met is good"),
    Reads.DEPRIVATION: Text("短板：有短板为差", "a deprivation: to be deprived is bad"),
    Reads.SIGNAL: Text("预警信号", "a signal"),
    Reads.FLAG: Text("需说明事项", "a flag"),
    Reads.CHECK: Text("数据检查", "a data check"),
}
_EVERYONE = Text("全体", "everyone")
Cells = tuple[list[str], list[list[str]]]
"""The header and the rows of a table, with the few marks of Markdown inside cells: `code`, **and**, <br>."""
_NO_END = Text("至今", "no end")


def manual(pack: Pack, language: Language, examples: Mapping[str, str]) -> str:
    """The page of a pack; `examples` are its examples files by standard, printed as they stand."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    lines = [
        f"# {pack.label.in_(language)} `{pack.code}`",
        "",
        say(
            "本页由标准包自动生成，请勿手改；改动请改标准包，再重新生成。",
            "This page is generated from the pack. Do not edit it; change the pack and generate it again.",
        ),
        "",
        pack.note.in_(language),
        "",
        say(
            "规则中，方括号内是政策参数（见“政策参数”），其余名称是登记信息或指标。"
            "答案有四种：达标、不达标、待核实、不适用（短板、预警等另有说法，见各标准）；未知从不算达标。",
            "In rules, square brackets hold parameters (see Parameters); other names are facts or indicators. "
            "There are four answers: met, not met, unknown, not applicable (deprived, raised and so on, as each "
            "standard reads); unknown is never a pass.",
        ),
        "",
        f"## {say('标准', 'Standards')}",
        "",
    ]
    for standard in pack.standards:
        lines += _standard(standard, language)
    lines += [f"## {say('指标', 'Indicators')}", "", *as_table(*indicator_table(_everything(pack), language))]
    lines += [f"## {say('政策参数', 'Parameters')}", ""]
    for parameter in pack.parameters:
        lines += _parameter(parameter, language)
    lines += [f"## {say('汇总', 'Overview')}", "", *_overview(pack, language)]
    lines += [f"## {say('登记信息', 'Facts')}", "", *_facts(pack, language)]
    lines += [f"## {say('例子', 'Examples')}", ""]
    for standard in pack.standards:
        lines += _examples(examples.get(standard.code, ""))
    return "\n".join(lines).rstrip() + "\n"


def _standard(standard: Standard, language: Language) -> Iterator[str]:
    yield from (f"### {title(standard.label, language)} `{standard.code}`", "")
    colon = "：" if language == "zh" else ": "
    yield from (f"- {name}{colon}{value}" for name, value in about(standard, language))
    yield ""
    if standard.note is not None:
        yield from (standard.note.in_(language), "")
    yield from as_table(*criteria_table(standard, language))


def about(standard: Standard, language: Language) -> list[tuple[str, str]]:
    """The level, method, period and source of a standard: what each is called, and what it is."""
    until = standard.in_force_until.isoformat() if standard.in_force_until else _NO_END.in_(language)
    facts = [
        (Text("层级", "Level"), standard.level.label.in_(language)),
        (Text("结论", "Verdict"), _METHODS[standard.method].in_(language)),
        (Text("有效期", "In force"), f"{standard.in_force_from} … {until}"),
        (Text("出处", "Source"), standard.source),
    ]
    return [(name.in_(language), value) for name, value in facts]


def criteria_table(standard: Standard, language: Language) -> Cells:
    """A row a criterion; the first two cells are its code and its names."""
    header = [
        Text("条件", "Criterion"), Text("名称", "Name"), met_when(standard.reads), Text("适用于", "Applies to"),
        Text("问题称作", "Gap"), Text("性质", "Reads as"), Text("责任部门", "Owner"), Text("出处", "Source"),
    ]  # fmt: skip
    return (
        [title(each, language) for each in header],
        [_criterion(standard, criterion, language) for criterion in standard.criteria],
    )


def title(label: Text, language: Language) -> str:
    """A label as it begins a line."""
    text = label.in_(language)
    return text[:1].upper() + text[1:]


def _criterion(standard: Standard, criterion: Criterion, language: Language) -> list[str]:
    applies = criterion.applies_when
    return [
        f"`{criterion.code}`",
        f"{criterion.label.zh}<br>{criterion.label.en}",
        definition(criterion.met_when, language),
        words(applies, language) if applies is not None else _EVERYONE.in_(language),
        criterion.gap.in_(language) if criterion.gap else "–",
        _reads(criterion, language),
        with_earlier(criterion.owner, language, standard),
        f"{criterion.source} ({_checked(criterion.verified, language)})",
    ]


def _reads(criterion: Criterion, language: Language) -> str:
    """What met says, how grave it is, and the clocks that start then."""
    told = [_READS[criterion.reads].in_(language)]
    told += [criterion.severity.label.in_(language)] if criterion.severity is not None else []
    return "<br>".join(told + [clock_words(clock, language) for clock in criterion.clocks])


def _checked(verified: bool, language: Language) -> str:
    if verified:
        return "✔ 已核对" if language == "zh" else "✔ verified"
    return "未核对" if language == "zh" else "not verified"


def indicator_table(expressions: Iterable[Expression], language: Language) -> Cells:
    """The named expressions among these, each defined once."""
    header = [
        Text("指标", "Indicator"),
        Text("名称", "Name"),
        Text("层级", "Level"),
        Text("定义", "Definition"),
    ]
    return (
        [each.in_(language) for each in header],
        [
            [
                f"`{each.code}`",
                f"{each.label.zh}<br>{each.label.en}",
                each.level.label.in_(language) if each.level else "–",
                definition(each, language),
            ]
            for each in indicators(expressions)
        ],
    )


def _everything(pack: Pack) -> Iterable[Expression]:
    for standard in pack.standards:
        yield from standard.expressions()
    for counter in pack.overview.counters:
        yield from deep_walk(counter.when)


def _parameter(parameter: Parameter, language: Language) -> Iterator[str]:
    yield from (f"### {parameter.label.zh} · {parameter.label.en} `{parameter.code}`", "")
    if parameter.formula is not None:
        yield from (formula_of(parameter, language), "")
        return
    yield from as_table(*history_table(parameter, language))


def formula_of(parameter: Parameter, language: Language) -> str:
    """How it is worked out from others; nothing where it has values of its own."""
    if parameter.formula is None:
        return ""
    return f"{parameter.formula.text}{ROUNDED.in_(language)} ({parameter.unit})"


def history_table(parameter: Parameter, language: Language) -> Cells:
    """Every value it had, where and from which day, with its source."""
    header = [
        Text("起始日", "From"), Text("地区", "Where"), Text("数值", "Value"), Text("出处", "Source"),
        Text("核对", "Verified"),
    ]  # fmt: skip
    ordered = sorted(parameter.values, key=lambda entry: (entry.from_, entry.group or "", entry.place or ""))
    return (
        [each.in_(language) for each in header],
        [
            [
                entry.from_.isoformat(),
                _where(entry, language),
                _value(entry, parameter, language),
                entry.source,
                _checked(entry.verified, language),
            ]
            for entry in ordered
        ],
    )


def _where(entry: DatedValue, language: Language) -> str:
    if entry.place is not None:
        return f"{'地区' if language == 'zh' else 'place'} {entry.place}"
    if entry.group is not None:
        return f"{'分组' if language == 'zh' else 'group'} {entry.group}"
    return "各地" if language == "zh" else "everywhere"


def _value(entry: DatedValue, parameter: Parameter, language: Language) -> str:
    if entry.value is None:
        return "停用" if language == "zh" else "repealed"
    return f"{entry.value} {parameter.unit}" if parameter.unit.powers else f"{entry.value}"


def _overview(pack: Pack, language: Language) -> list[str]:
    counters = [
        [f"`{each.code}`", with_earlier(each.label, language), definition(each.when, language)]
        for each in pack.overview.counters
    ]
    rates = [
        [
            f"`{each.code}`",
            each.label.in_(language),
            f"`{each.counter}` ÷ {each.denominator.label.in_(language)}",
        ]
        for each in pack.overview.rates
    ]
    header = [Text("项目", "Item"), Text("名称", "Name"), Text("含义", "Meaning")]
    return as_table([each.in_(language) for each in header], [*counters, *rates])


def _facts(pack: Pack, language: Language) -> list[str]:
    header = [
        Text("代码", "Code"), Text("名称", "Name"), Text("层级", "Level"), Text("单位或取值", "Unit or values"),
    ]  # fmt: skip
    return as_table(
        [each.in_(language) for each in header],
        [
            [
                f"`{fact.code}`",
                f"{fact.label.zh}<br>{fact.label.en}",
                fact.level.label.in_(language) if fact.level else "–",
                _values(fact, language),
            ]
            for fact in pack.facts
        ],
    )


def _values(fact: Fact, language: Language) -> str:
    kind = fact.kind
    if isinstance(kind, Number):
        return str(kind.unit)
    if isinstance(kind, Code | CodeSet):
        return ", ".join(f"`{entry.code}` {entry.label.in_(language)}" for entry in kind.codes.entries)
    return (Text("日期", "date") if isinstance(kind, Date) else Text("是／否", "yes / no")).in_(language)


def _examples(text: str) -> list[str]:
    """The file as it stands, its headings two levels lower."""
    return [f"##{line}" if line.startswith("#") else line for line in text.splitlines()] + [""]
