"""A line or a linear score in sentences: the number against its line, and what each term adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from tuopin.engine import expressions as x
from tuopin.engine.groups import Included
from tuopin.engine.kinds import Number
from tuopin.engine.labels import label_of, unnamed
from tuopin.engine.records import Record
from tuopin.engine.reference import Reference
from tuopin.engine.scores import Score, terms_of
from tuopin.engine.standard import Method, Standard
from tuopin.engine.units import ONE
from tuopin.engine.wording import Words, relation
from tuopin.kernel.text import Text


class Explaining(Protocol):
    """What is needed of the explainer."""

    reference: Reference
    words: Words

    def reasons(self, rule: x.Expression, subject: Record) -> Iterator[Text]: ...
    def show(self, expression: x.Expression, subject: Record) -> Text: ...


def score_reasons(
    explaining: Explaining, standard: Standard, found: tuple[int, int], subject: Record
) -> Iterator[Text]:
    """The comparison; then for a line what is lacking to it, for a linear score every term with its points."""
    score, rule = standard.score, standard.criteria[0].met_when
    assert score is not None
    if standard.method is Method.LINE:
        if explaining.reference.yes(rule, subject) is not None:
            yield from explaining.reasons(rule, subject)
            yield _lacking(explaining.words, score, found)
        return
    yield _compared(explaining, standard, score, found, subject)
    for sign, term in terms_of(score.amount):
        yield _term(explaining, sign, term, subject)


def _lacking(words: Words, score: Score, found: tuple[int, int]) -> Text:
    shown = words.value(score.kind, abs(found[0]))
    if found[0] > 0:
        return Text(f"距标准线还差 {shown.zh}", f"{shown.en} short of the line")
    if found[0] < 0:
        return Text(f"超出标准线 {shown.zh}", f"{shown.en} above the line")
    return Text("恰好等于标准线", "exactly on the line")


def _compared(
    explaining: Explaining, standard: Standard, score: Score, found: tuple[int, int], subject: Record
) -> Text:
    limit = explaining.reference.whole(score.limit, subject)
    assert limit is not None
    name = label_of(score.amount) or Text("得分", "score")
    amount, line = _range(explaining.words, score.kind, found), explaining.words.value(score.kind, limit)
    answer = score.holds(*found, limit)
    if answer is None:
        return Text(f"{name.zh} {amount.zh}，分数线 {line.zh}", f"{name.en} {amount.en}, cut-off {line.en}")
    holds = relation(score.op, answer)
    return Text(
        f"{name.zh} {amount.zh} {holds.zh} 分数线 {line.zh}",
        f"{name.en} {amount.en} {holds.en} the cut-off {line.en}",
    )


def _range(words: Words, kind: Number, found: tuple[int, int]) -> Text:
    low, high = (words.value(kind, value) for value in found)
    return low if found[0] == found[1] else Text(f"{low.zh} 至 {high.zh}", f"{low.en} to {high.en}")


def _term(explaining: Explaining, sign: int, term: x.Expression, subject: Record) -> Text:
    """`+12 roof of straw: yes`; a term nobody can settle shows all it could add."""
    assert isinstance(term.kind, Number)
    low, high = explaining.reference.bounds(term, subject)
    added = (low, high) if sign > 0 else (-high, -low)
    amount = _range(explaining.words, term.kind, added)
    inner = unnamed(term)
    plus = "+" if added[0] >= 0 else ""
    if isinstance(inner, Included):
        rule = inner.where.of if isinstance(inner.where, x.Not) else inner.where  # told under its own name
        told = explaining.words.value(rule.kind, explaining.reference.yes(rule, subject))
        label = label_of(rule) or Text(rule.key, rule.key)
        return Text(f"{plus}{amount.zh}　{label.zh}：{told.zh}", f"{plus}{amount.en}  {label.en}: {told.en}")
    if isinstance(inner, x.Multiply):
        parts = [_factor(explaining, part, subject) for part in inner.parts]
        shown = Text(" × ".join(part.zh for part in parts), " × ".join(part.en for part in parts))
    else:
        shown = label_of(term) or Text("常数", "constant")
    return Text(f"{plus}{amount.zh}　{shown.zh}", f"{plus}{amount.en}  {shown.en}")


def _factor(explaining: Explaining, part: x.Expression, subject: Record) -> Text:
    """A coefficient without its unit, which only says that the product is one of points."""
    if part.level is not None or not isinstance(part.kind, Number):
        return explaining.show(part, subject)
    label, value = label_of(part) or Text("", ""), explaining.reference.whole(part, subject)
    number = explaining.words.value(replace(part.kind, unit=ONE), value)
    return Text(f"{label.zh} {number.zh}".strip(), f"{label.en} {number.en}".strip())
