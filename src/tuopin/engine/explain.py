"""Why a finding is what it is: the values it rested on, the parameter in force, and, for unknown,
exactly which facts somebody has to go and find. Everything is recomputed by the reference engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from tuopin.engine import expressions as x
from tuopin.engine.explain_scores import score_reasons
from tuopin.engine.groups import Aggregate, Group, Included, ShareBelow
from tuopin.engine.kinds import Level, Ratio
from tuopin.engine.labels import joined, label_of, unnamed
from tuopin.engine.parameters import DatedValue, Parameter
from tuopin.engine.reading import told
from tuopin.engine.records import Record
from tuopin.engine.reference import Finding, Reference, counts_in_share, exact_value, share_bounds
from tuopin.engine.standard import Criterion, Standard, VerdictOf
from tuopin.engine.units import ONE
from tuopin.engine.wording import Words, dated, decimals_apart, is_quantity, percent, relation
from tuopin.kernel.text import Text
from tuopin.kernel.verdict import Verdict

MOST_SUBJECTS = 30  # in a list of members or households; the rest is counted


@dataclass(frozen=True)
class ToFind:
    """A fact nobody has recorded, about whom, who can find out, and whether that takes a visit or a report."""

    label: Text
    subject: Text
    owner: Text
    level: Level | None = None

    @property
    def sentence(self) -> Text:
        about = f"{self.subject.zh}：" if self.subject.zh else ""
        of = f"{self.subject.en}: " if self.subject.en else ""
        reported = self.level in (Level.VILLAGE, Level.COUNTY)
        how = (
            Text("请核实补报", "find out and report it")
            if reported
            else Text("请入户核查", "visit and find out")
        )
        return Text(
            f"{about}{self.label.zh}待核实：{how.zh}（责任：{self.owner.zh}）",
            f"{of}{self.label.en} is unknown: {how.en} ({self.owner.en})",
        )


@dataclass(frozen=True)
class ParameterUsed:
    parameter: Parameter
    value: DatedValue
    shown: Text


@dataclass(frozen=True)
class CriterionExplained:
    """One criterion of a finding. `reasons` are sentences; `to_find` is empty unless it is unknown."""

    criterion: Criterion
    verdict: Verdict
    reasons: tuple[Text, ...]
    parameters: tuple[ParameterUsed, ...]
    to_find: tuple[ToFind, ...]


@dataclass(frozen=True)
class FindingExplained:
    standard: Standard
    overall: Verdict | None
    criteria: tuple[CriterionExplained, ...]
    score: tuple[int, int] | None = None


@dataclass
class Explainer:
    """`name` says who a subject inside the one explained is: 成员2（配偶）, household 9901…"""

    reference: Reference
    words: Words = field(default_factory=Words)
    name: Callable[[Record], Text] = lambda record: Text(record.code, record.code)

    def finding(self, standard: Standard, subject: Record) -> FindingExplained:
        found = self.reference.judge(standard, subject)
        criteria = tuple(self._criterion(found, each, subject) for each in standard.criteria)
        return FindingExplained(standard, found.overall, criteria, found.score)

    def _criterion(self, found: Finding, criterion: Criterion, subject: Record) -> CriterionExplained:
        rule, verdict = criterion.met_when, found.verdicts[criterion.code]
        if (
            criterion.applies_when is not None
            and self.reference.yes(criterion.applies_when, subject) is not True
        ):
            rule = criterion.applies_when
        to_find: tuple[ToFind, ...] = ()
        if verdict is Verdict.UNKNOWN:
            to_find = _unique(self.missing(rule, subject, criterion.owner.on(self.reference.terms.on)))
        if found.score is not None and found.standard.score is not None and rule is criterion.met_when:
            reasons = list(score_reasons(self, found.standard, found.score, subject))
        elif verdict is Verdict.UNKNOWN:
            reasons = list(self._bounds(rule, subject))
        else:
            reasons = list(self.reasons(rule, subject))
        return CriterionExplained(
            criterion, verdict, _few(reasons), tuple(self._parameters(rule, subject)), to_find
        )

    def _parameters(self, rule: x.Expression, subject: Record) -> Iterator[ParameterUsed]:
        """Each once, and after one worked out from others its parts."""
        refs = [node.parameter for node in x.walk(rule) if isinstance(node, x.ParameterRef)]
        used = {each.code: each for parameter in refs for each in (parameter, *parameter.parts)}
        for parameter in used.values():
            value = self.reference.terms.value(parameter, subject.place)
            shown = self.words.value(parameter.kind, self.reference.terms.steps(parameter, subject.place))
            yield ParameterUsed(parameter, value, shown)

    # ---- settled: what it rests on ----

    def reasons(self, rule: x.Expression, subject: Record, about: Text | None = None) -> Iterator[Text]:
        """Sentences for a settled answer, from the parts that settle it."""
        answer = self.reference.yes(rule, subject)
        assert answer is not None
        if isinstance(rule, x.Named | x.Not):
            yield from self.reasons(rule.of, subject, about)
        elif isinstance(rule, x.And | x.Or):
            settling = isinstance(rule, x.Or) == answer
            for term in rule.terms:
                if self.reference.yes(term, subject) is answer:
                    yield from self.reasons(term, subject, about)
                    if settling:
                        break
        elif isinstance(rule, Aggregate):
            yield from self._group_reasons(rule, subject, answer)
        elif isinstance(rule, ShareBelow):
            yield from self._bounds(rule, subject)
        elif isinstance(rule, VerdictOf):
            yield self._verdict_reason(rule, subject)
        else:
            yield _about(about, self._leaf(rule, subject, answer))

    def _leaf(self, rule: x.Expression, subject: Record, answer: bool) -> Text:
        if isinstance(rule, x.Compare | x.CompareDates | x.CompareElapsed):
            left, right = self._sides(rule, subject)
            holds = relation(rule.op, answer, of_days=isinstance(rule, x.CompareDates))
            return Text(f"{left.zh} {holds.zh} {right.zh}", f"{left.en} {holds.en} {right.en}")
        fact = rule.of if isinstance(rule, x.OneOf | x.HasAnyOf | x.IsKnown) else rule
        return self.show(fact, subject)

    def _sides(
        self, rule: x.Compare | x.CompareDates | x.CompareElapsed, subject: Record
    ) -> tuple[Text, Text]:
        """Both sides as people read them. Quotients have two decimals, or more: 3,999.997 below a line of 4,000 must
        not read as 4,000.00. A share of a whole and its limit are per cent."""
        sides = (rule.left, rule.right)
        if not isinstance(rule, x.Compare):
            left, right = (self.show(side, subject) for side in sides)
            return left, right
        one, other = (exact_value(self.reference, side, subject) for side in sides)
        assert one is not None and other is not None
        if any(isinstance(side.kind, Ratio) and side.kind.unit == ONE for side in sides):
            shares = (percent(one, other), percent(other, one))
            left, right = (
                self.show(side, subject, Text(share, share))
                for side, share in zip(sides, shares, strict=True)
            )
        else:
            decimals = decimals_apart(one, other, 2)
            left, right = (
                self.show(
                    side, subject, self.words.value(side.kind, self.reference.value(side, subject), decimals)
                )
                for side in sides
            )
        return left, right

    def _group_reasons(self, rule: Aggregate, subject: Record, answer: bool) -> Iterator[Text]:
        children = list(self._inside(rule.group, subject))
        settling = rule.how == "any"
        if answer is settling:
            for child in children:
                if self.reference.yes(rule.item, child) is answer:
                    yield from self.reasons(rule.item, child, self.name(child))
            return
        label, who, count = label_of(rule.item), rule.group.child.label, len(children)
        # "All are not out of school" is said of the thing itself: nobody is out of school.
        everyone = (rule.how == "all") != isinstance(rule.item, x.Not)
        label = label or Text(rule.item.key, rule.item.key)
        yield Text(
            f"{count} {who.zh}{'全部' if everyone else '中没有'}：{label.zh}",
            f"{'all' if everyone else 'none'} of {count} {rule.group.child.plural}: {label.en}",
        )

    def _verdict_reason(self, rule: VerdictOf, subject: Record) -> Text:
        finding = self.reference.judge(rule.standard, subject)
        verdict = finding.overall if rule.criterion is None else finding.verdicts[rule.criterion]
        assert verdict is not None
        of = rule.standard if rule.criterion is None else rule.standard.by_code[rule.criterion]
        word = told(verdict, of.reads, overall=rule.criterion is None).label
        return Text(f"{of.label.zh}：{word.zh}", f"{of.label.en}: {word.en}")

    # ---- values ----

    def show(self, expression: x.Expression, subject: Record, shown: Text | None = None) -> Text:
        """A value with its label, unit and, for facts, the day it was collected; `shown` is how the value reads."""
        inner = unnamed(expression)
        shown = shown or self.words.value(expression.kind, self.reference.value(expression, subject))
        if isinstance(inner, x.TimeSince):
            return self._span(inner, subject, shown)
        label = label_of(expression)
        text = shown if label is None else Text(f"{label.zh} {shown.zh}", f"{label.en} {shown.en}")
        if isinstance(inner, x.Fact):
            return dated(text, subject.collected_on)
        if isinstance(inner, x.Quotient):
            top, bottom = self.show(inner.left, subject), self.show(inner.right, subject)
            return Text(f"{text.zh}（{top.zh} ÷ {bottom.zh}）", f"{text.en} ({top.en} ÷ {bottom.en})")
        if isinstance(inner, Aggregate) and label is None:
            return self._total(inner, text)
        if isinstance(inner, x.Add | x.Subtract | x.Multiply | Included) and label is None:
            formula = self._formula(inner, subject)
            # A product such as person·person·person is no quantity of anything: its parts say more than it does.
            if is_quantity(inner.kind):
                return Text(f"{shown.zh}（{formula.zh}）", f"{shown.en} ({formula.en})")
            return Text(f"（{formula.zh}）", f"({formula.en})")
        return text

    def _span(self, span: x.TimeSince, subject: Record, shown: Text) -> Text:
        since, until = self.show(span.since, subject), self.show(span.until, subject)
        return Text(f"{since.zh}，至{until.zh}满 {shown.zh}", f"{since.en}, {shown.en} by {until.en}")

    def _total(self, node: Aggregate, text: Text) -> Text:
        label = label_of(node.item) or Text("", "")
        how = {"sum": Text("合计", "total"), "max": Text("最高", "highest")}[node.how]
        return Text(f"{label.zh}{how.zh} {text.zh}", f"{how.en} {label.en} {text.en}")

    def _formula(self, node: x.Expression, subject: Record) -> Text:
        """The parts with signs between them, spelled out as far as they are sums and products without a name."""
        sign = {"add": "+", "subtract": "−", "multiply": "×"}.get(node.symbol, "·")
        parts = []
        for part in node.parts:
            inner = unnamed(part)
            spelled = isinstance(inner, x.Add | x.Subtract | x.Multiply) and label_of(part) is None
            text = self._formula(inner, subject) if spelled else self.show(part, subject)
            brackets = spelled and not isinstance(inner, x.Multiply) and not isinstance(node, x.Add)
            parts.append(Text(f"（{text.zh}）", f"({text.en})") if brackets else text)
        return Text(f" {sign} ".join(part.zh for part in parts), f" {sign} ".join(part.en for part in parts))

    # ---- unknown: what to go and find ----

    def missing(
        self, rule: x.Expression, subject: Record, owner: Text, about: Text | None = None
    ) -> Iterator[ToFind]:
        """The facts that keep a rule unknown; not those that no longer matter."""
        about = about or Text("", "")
        if isinstance(rule, x.Fact):
            if self.reference.value(rule, subject) is None:
                yield ToFind(rule.label, about, owner, rule.level)
        elif isinstance(rule, x.Or):
            parts = list(self._unknown_parts(rule.terms, subject))
            yield from _any_one([list(self.missing(part, subject, owner, about)) for part in parts])
        elif isinstance(rule, Aggregate | ShareBelow):
            yield from self._missing_inside(rule, subject, owner, about)
        elif isinstance(rule, VerdictOf):
            yield from self._missing_verdict(rule, subject, about)
        else:
            for part in self._unknown_parts(rule.parts, subject):
                yield from self.missing(part, subject, owner, about)

    def _unknown_parts(self, parts: Iterable[x.Expression | None], subject: Record) -> Iterator[x.Expression]:
        for part in parts:
            if part is not None and part.level is not None and self.reference.value(part, subject) is None:
                yield part

    def _missing_verdict(self, rule: VerdictOf, subject: Record, about: Text) -> Iterator[ToFind]:
        verdicts = self.reference.judge(rule.standard, subject).verdicts
        for criterion in rule.standard.criteria:
            if verdicts[criterion.code] is Verdict.UNKNOWN and rule.criterion in (None, criterion.code):
                for part in self._unknown_parts((criterion.applies_when, criterion.met_when), subject):
                    yield from self.missing(part, subject, criterion.owner.on(self.reference.terms.on), about)

    def _missing_inside(
        self, rule: Aggregate | ShareBelow, subject: Record, owner: Text, about: Text
    ) -> Iterator[ToFind]:
        group = rule.group
        yield from self._incomplete(group, subject, owner, about)
        for child in self._inside(group, subject, or_unsure=True):
            for part in self._unknown_parts((group.among, *self._asked(rule, child)), child):
                yield from self.missing(part, child, owner, self.name(child))
        if isinstance(rule, ShareBelow) and rule.of is not None:
            yield from self.missing(rule.of, subject, owner, about)

    def _asked(self, rule: Aggregate | ShareBelow, child: Record) -> tuple[x.Expression, ...]:
        """What a group asks of one subject in it; nothing where the answer cannot move a share."""
        if isinstance(rule, Aggregate):
            return (rule.item,)
        if counts_in_share(self.reference, rule, child) is not None:
            return ()
        return (rule.rule, rule.weight, *((rule.among,) if rule.among is not None else ()))

    def _incomplete(self, group: Group, subject: Record, owner: Text, about: Text) -> Iterator[ToFind]:
        declared = self.reference.whole(group.declared, subject)
        listed = len(list(self._inside(group, subject)))
        if declared is None:
            yield ToFind(group.declared.label, about, owner)
        elif declared != listed:
            label, child = group.declared.label, group.child.label
            yield ToFind(
                Text(
                    f"{label.zh}申报 {declared}，实际登记 {listed} {child.zh}，名单",
                    f"{label.en} declares {declared} but {listed} {group.child.plural} are listed; who they are",
                ),
                about,
                owner,
            )

    def _inside(self, group: Group, subject: Record, *, or_unsure: bool = False) -> Iterator[Record]:
        for child in subject.children:
            if child.level is group.child:
                inside = True if group.among is None else self.reference.yes(group.among, child)
                if inside or (inside is None and or_unsure):
                    yield child

    # ---- shares ----

    def _bounds(self, rule: x.Expression, subject: Record) -> Iterator[Text]:
        """Numerator, denominator and limit of every share in the rule, whether settled or not."""
        for node in x.walk(rule):
            if isinstance(node, ShareBelow):
                yield self._share(node, subject)

    def _share(self, node: ShareBelow, subject: Record) -> Text:
        share = share_bounds(self.reference, node, subject)
        limit = Fraction(share.limit or 0, node.limit_steps)
        bound = f"{Decimal(share.limit or 0) / node.limit_steps * 100:.{max(2, len(str(node.limit_steps)) - 3)}f}%"
        low, high = share.numerator
        above = f"{low:,}" if low == high else f"{low:,}–{high:,}"
        if share.total is None or share.total[0] <= 0:
            return Text(
                f"分子 {above}，分母待核实，界限 {bound}",
                f"numerator {above}, denominator unknown, limit {bound}",
            )
        bottom, top = share.total
        below = f"{bottom:,}" if bottom == top else f"{bottom:,}–{top:,}"
        best, worst = percent(Fraction(low, top), limit), percent(Fraction(high, bottom), limit)
        between = best if best == worst else f"{best}–{worst}"
        unit = self.words.unit(node.weights.unit)
        sign = Text("须低于", "strictly below") if node.strictly else Text("不得高于", "at most")
        return Text(
            f"{f'{above} ÷ {below} {unit.zh}'.rstrip()} = {between}，界限 {bound}（{sign.zh}）",
            f"{f'{above} ÷ {below} {unit.en}'.rstrip()} = {between}, limit {bound} ({sign.en})",
        )

    def deciding(self, rule: x.Expression, subject: Record) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
        """Of the shares in a rule: the subjects that count, and those whose unknowns could still tip it."""
        counted: dict[str, Record] = {}
        open_: dict[str, Record] = {}
        for node in x.walk(rule):
            if isinstance(node, ShareBelow):
                for child in self._inside(node.group, subject, or_unsure=True):
                    among = node.group.among
                    inside = among is None or self.reference.yes(among, child)
                    counts = counts_in_share(self.reference, node, child) if inside else None
                    if counts is None:
                        open_[child.code] = child
                    elif counts:
                        counted[child.code] = child
        return tuple(counted.values()), tuple(open_.values())


def _any_one(ways: list[list[ToFind]]) -> Iterator[ToFind]:
    """Of alternatives, one that holds settles it: named together where each hangs on one fact of one subject."""
    found = list(dict.fromkeys(each for way in ways for each in way))
    if len(found) > 1 and all(len(way) == 1 for way in ways) and len({each.subject for each in found}) == 1:
        label = joined([each.label for each in found], Text("、", "or"))
        yield replace(
            found[0], label=Text(f"{label.zh}（一项符合即可）", f"{label.en} (one that holds is enough)")
        )
    else:
        yield from found


def _about(about: Text | None, text: Text) -> Text:
    return text if about is None else Text(f"{about.zh}：{text.zh}", f"{about.en}: {text.en}")


def _few(reasons: list[Text]) -> tuple[Text, ...]:
    unique = list(dict.fromkeys(reasons))
    if len(unique) <= MOST_SUBJECTS:
        return tuple(unique)
    more = len(unique) - MOST_SUBJECTS
    return (*unique[:MOST_SUBJECTS], Text(f"……另有 {more} 条", f"… and {more} more"))


def _unique(found: Iterator[ToFind]) -> tuple[ToFind, ...]:
    return tuple(dict.fromkeys(found))
