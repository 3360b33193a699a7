"""A rule in words, in Chinese and in English: what the generated page prints beside each criterion.

An indicator stands under its name; the page defines each once. The words are Markdown and say what the
expression says: they are for reading, the expression stays the rule.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tuopin.engine import expressions as x
from tuopin.engine.groups import Aggregate, Group, Included, ShareBelow
from tuopin.engine.kinds import Code, CodeSet
from tuopin.engine.reading import told
from tuopin.engine.standard import Clock, Reads, Standard, VerdictOf
from tuopin.kernel.text import Language, Renamed, Text
from tuopin.kernel.verdict import Verdict

_SIGNS = {"<": "<", "<=": "≤", "=": "=", ">=": "≥", ">": ">"}


def words(expression: x.Expression, language: Language) -> str:
    """The expression in words; a named one is its name."""
    return _WORDS[type(expression)](expression, language)


def definition(expression: x.Expression, language: Language) -> str:
    """Like words, but a named expression is spelled out one step."""
    return words(expression.of if isinstance(expression, x.Named) else expression, language)


def indicators(expressions: Iterable[x.Expression]) -> tuple[x.Named, ...]:
    """The named expressions among these, each once, in the order of their codes."""
    found = {node.code: node for node in expressions if isinstance(node, x.Named)}
    return tuple(found[code] for code in sorted(found))


def with_earlier(text: Text, language: Language, standard: Standard | None = None) -> str:
    """A text with the wordings it had before, and until when, for pages that tell of no one day.

    Of a standard: the wordings of the days on which it was in force.
    """
    if not isinstance(text, Renamed):
        return text.in_(language)
    first = date.min if standard is None else standard.in_force_from
    last = date.max if standard is None else standard.in_force_until or date.max
    latest = text.on(last).in_(language)
    before = [(day, earlier.in_(language)) for day, earlier in text.earlier if first < day <= last]
    if not before:
        return latest
    if language == "zh":
        return f"{latest}（{'；'.join(f'{day} 前：{earlier}' for day, earlier in before)}）"
    return f"{latest} ({'; '.join(f'before {day}: {earlier}' for day, earlier in before)})"


def clock_words(clock: Clock, language: Language) -> str:
    """From which event to which, and within how many days; the number is a parameter, named in brackets."""
    starts, ends = clock.starts.in_(language), clock.ends.in_(language)
    limit, days = clock.limit.label.in_(language), clock.counts.label.in_(language)
    if language == "zh":
        return f"{starts}→{ends}：不超过[{limit}]（{days}）"
    return f"{starts} → {ends}: within [{limit}] ({days})"


def _inner(expression: x.Expression, language: Language) -> str:
    """In brackets when it is more than one word of the sentence around it."""
    text = words(expression, language)
    return f"({text})" if isinstance(expression, x.And | x.Or | Aggregate | ShareBelow | x._Two) else text


def _label(node: Any, language: Language) -> str:
    label: Text = node.label
    return label.in_(language)


def _parameter(node: x.ParameterRef, language: Language) -> str:
    return f"[{node.parameter.label.in_(language)}]"


def _literal(node: x.Literal, language: Language) -> str:
    return node.key


def _day(node: x.Day, language: Language) -> str:
    if node.month is None:
        return "判定日" if language == "zh" else "the day of judging"
    zh, en = (
        f"最近的 {node.month} 月 {node.day} 日",
        f"the latest {node.day} {_MONTHS[node.month - 1]}",
    )
    return zh if language == "zh" else en


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _not(node: x.Not, language: Language) -> str:
    if isinstance(node.of, VerdictOf):
        return _verdict_of(node.of, language, met=False)
    return f"{'非' if language == 'zh' else 'not '}{_inner(node.of, language)}"


def _several(zh: str, en: str) -> Callable[[x._Several, Language], str]:
    def joined(node: x._Several, language: Language) -> str:
        return (zh if language == "zh" else en).join(_inner(term, language) for term in node.terms)

    return joined


def _between(sign: str) -> Callable[[x._Two, Language], str]:
    def joined(node: x._Two, language: Language) -> str:
        return f"{_inner(node.left, language)} {sign} {_inner(node.right, language)}"

    return joined


def _compare(node: x.Compare | x.CompareDates | x.CompareElapsed, language: Language) -> str:
    return f"{words(node.left, language)} {_SIGNS[node.op]} {words(node.right, language)}"


def _time_since(node: x.TimeSince, language: Language) -> str:
    since, until = words(node.since, language), words(node.until, language)
    if node.kind == x.YEARS:
        return f"{since}至{until}的周岁数" if language == "zh" else f"full years from {since} to {until}"
    return f"{since}至{until}的天数" if language == "zh" else f"days from {since} to {until}"


def _scaled(node: x.Scaled, language: Language) -> str:
    return words(node.of, language)


def _one_of(node: x.OneOf, language: Language) -> str:
    assert isinstance(node.of.kind, Code)
    names = [node.of.kind.codes.by_number[number].label.in_(language) for number in sorted(node.numbers)]
    return f"{words(node.of, language)}{_is(language)}{_either(names, language)}"


def _has_any_of(node: x.HasAnyOf, language: Language) -> str:
    assert isinstance(node.of.kind, CodeSet)
    entries = [entry for entry in node.of.kind.codes.entries if node.mask >> (entry.number - 1) & 1]
    names = [entry.label.in_(language) for entry in entries]
    return (
        f"{words(node.of, language)}{'包括' if language == 'zh' else ' includes '}{_either(names, language)}"
    )


def _is(language: Language) -> str:
    return "为" if language == "zh" else " is "


def _either(names: list[str], language: Language) -> str:
    """Each in quotation marks, because labels of codes hold commas and words like "or" themselves."""
    quoted = [f"“{name}”" for name in names]
    if language == "zh":
        return "、".join(quoted[:-1]) + ("或" if len(quoted) > 1 else "") + quoted[-1]
    return ", ".join(quoted[:-1]) + (" or " if len(quoted) > 1 else "") + quoted[-1]


def _is_known(node: x.IsKnown, language: Language) -> str:
    return f"{words(node.of, language)}{'已知' if language == 'zh' else ' is known'}"


def _included(node: Included, language: Language) -> str:
    where, of = words(node.where, language), words(node.of, language)
    if isinstance(node.of, x.Literal):
        return where
    return f"{of}（限{where}）" if language == "zh" else f"{of} where {where}"


def _who(group: Group, language: Language) -> str:
    label = group.child.label.in_(language)
    if group.among is None:
        return label
    among = words(group.among, language)
    return f"{label}（{among}）" if language == "zh" else f"{label} ({among})"


def _aggregate(node: Aggregate, language: Language) -> str:
    who, item = _who(node.group, language), words(node.item, language)
    counted = isinstance(node.item, Included) and isinstance(node.item.of, x.Literal)
    zh, en = {
        "any": (f"至少一{who}：{item}", f"at least one {who}: {item}"),
        "all": (f"每{who}：{item}", f"every {who}: {item}"),
        "sum": (f"各{who}的{item}之和", f"the sum over every {who} of {item}"),
        "max": (f"各{who}的{item}最大值", f"the largest {item} of every {who}"),
    }["sum" if node.how == "sum" else node.how]
    if counted:
        zh, en = f"{who}数（{item}）", f"how many, by {who}: {item}"
    return zh if language == "zh" else en


def _share_below(node: ShareBelow, language: Language) -> str:
    rule, weight, limit = (words(part, language) for part in (node.rule, node.weight, node.limit))
    who, sign = _who(node.group, language), "<" if node.strictly else "≤"
    if language == "zh":
        total = f"{words(node.of, language)}" if node.of is not None else f"各{who}合计"
        among = f"（限{words(node.among, language)}）" if node.among is not None else ""
        return f"“{rule}”的{who}{among}，其{weight}合计 ÷ {total} {sign} {limit}"
    total = words(node.of, language) if node.of is not None else f"that of every {who}"
    among = f" (of those with {words(node.among, language)})" if node.among is not None else ""
    return f"{weight}, summed over every {who} with “{rule}”{among} ÷ {total} {sign} {limit}"


def _verdict_of(node: VerdictOf, language: Language, *, met: bool = True) -> str:
    of = node.standard if node.criterion is None else node.standard.by_code[node.criterion]
    label = of.label
    if of.reads is not Reads.REQUIREMENT:
        word = told(Verdict.MET if met else Verdict.NOT_MET, of.reads, overall=node.criterion is None).label
        return f"“{label.zh}”{word.zh}" if language == "zh" else f"“{label.en}”: {word.en}"
    if language == "zh":
        return f"“{label.zh}”{'' if met else '不'}达标"
    return f"“{label.en}” is {'' if met else 'not '}met"


_WORDS: Mapping[type, Callable[[Any, Language], str]] = {
    x.Fact: _label, x.Named: _label, x.Literal: _literal, x.ParameterRef: _parameter, x.Day: _day,
    x.Not: _not, x.And: _several(" **且** ", " **and** "), x.Or: _several(" **或** ", " **or** "),
    x.Add: _between("+"), x.Subtract: _between("−"), x.Multiply: _between("×"), x.Quotient: _between("÷"),
    x.Scaled: _scaled, x.Compare: _compare, x.CompareDates: _compare, x.CompareElapsed: _compare,
    x.TimeSince: _time_since, x.OneOf: _one_of, x.HasAnyOf: _has_any_of, x.IsKnown: _is_known,
    Included: _included, Aggregate: _aggregate, ShareBelow: _share_below, VerdictOf: _verdict_of,
}  # fmt: skip
