"""What a loop works out for one subject: facts read once, shared expressions once, then criteria and masks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from keyword import iskeyword

from tuopin.engine import expressions as x
from tuopin.engine.groups import Group, ShareBelow
from tuopin.engine.kinds import YesNo
from tuopin.engine.native_expressions import Line, all_of, parts_of, write_expression
from tuopin.engine.native_scores import write_score
from tuopin.engine.native_terms import LoopTerms
from tuopin.engine.plan import GroupNeeds, LevelNeeds
from tuopin.engine.sql_terms import unnamed
from tuopin.engine.standard import Criterion, Method, Standard

TAKEN = {
    "NO", "UNKNOWN", "YES", "known", "yes_no", "ask", "bounded", "pick", "row_of", "rows", "keys", "place", "columns",
    "bits", "members", "member_keys", "member_columns", "member_bits", "places", "terms", "terms_known", "answers",
    "numbers", "here", "at", "i", "j", "int", "min", "max", "len", "range",
}  # fmt: skip
"""Names a fact may not take from the loop; every other variable of the loop has two underscores inside."""


@dataclass
class Block:
    """Lines of the loop, and the columns read on the way."""

    depth: int
    lines: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)

    def add(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)


class Subject:
    """Writes what is worked out for one subject: every expression that is used twice, and every indicator, once."""

    def __init__(
        self,
        needs: LevelNeeds,
        terms: LoopTerms,
        block: Block,
        *,
        prefix: str = "",
        row: str = "i",
        handed_up: Mapping[str, str] | None = None,
    ) -> None:
        self.needs = needs
        self.terms = terms
        self.block = block
        self.prefix = prefix
        self.row = row
        self.handed_up = handed_up or {}
        self.written: dict[str, Line] = {}
        self.used = Counter(_used(needs))
        self.variables: set[str] = set()

    # ---- names, for the expressions ----

    def write(self, node: x.Expression) -> Line:
        name = node.code if isinstance(node, x.Named) else None
        node = unnamed(node)
        if isinstance(node, x.Literal):
            return Line(str(node.value) if node.value >= 0 else f"({node.value})")
        line = self.written.get(node.key)
        if line is None and node.key in self.handed_up:
            line = self.column(self.handed_up[node.key], isinstance(node.kind, YesNo))
            self.written[node.key] = line
        if line is None and node.level is None:
            return self._term(self.terms.constant(node), isinstance(node.kind, YesNo))
        if line is None:
            line = write_expression(node, self)
            if not isinstance(node, x.Fact) and (name is not None or self.used[node.key] > 1):
                line = self._once(node, line, name)
            self.written[node.key] = line
        return line

    def _once(self, node: x.Expression, line: Line, name: str | None) -> Line:
        variable = (
            f"{self.prefix}indicator__{name}" if name else f"{self.prefix}value__{len(self.variables) + 1}"
        )
        if variable in self.variables:
            variable += f"__{len(self.variables) + 1}"
        self.variables.add(variable)
        self.block.add(f"{variable} = {line.text}")
        if not line.known:
            return Line(variable)
        self.block.add(f"{variable}__known = {line.known}")
        return Line(variable, f"{variable}__known")

    def too_late(self, span: x.CompareElapsed, more: int) -> Line:
        return self._term(self.terms.too_late(span, more), yes_no=False)

    def keep(self, text: str) -> str:
        """A name for something longer than a name."""
        if text.isidentifier() or text.isdecimal():
            return text
        variable = f"{self.prefix}value__{len(self.variables) + 1}"
        self.variables.add(variable)
        self.block.add(f"{variable} = {text}")
        return variable

    def _term(self, name: str, yes_no: bool) -> Line:
        return Line(f"pick({name}__known, {name}, UNKNOWN)") if yes_no else Line(name, f"{name}__known")

    def fact(self, node: x.Fact) -> Line:
        return self.column(node.code, isinstance(node.kind, YesNo))

    def column(self, code: str, yes_no: bool) -> Line:
        """A variable that holds what a column says of this subject."""
        variable = f"{self.prefix}{code}"
        if variable in TAKEN or iskeyword(variable):
            variable += "_"
        self.block.columns[code] = variable
        if yes_no:
            self.block.add(f"{variable} = yes_no({variable}__column, {variable}__bits, {self.row})")
            return Line(variable)
        self.block.add(f"{variable} = int({variable}__column[{self.row}])")
        self.block.add(f"{variable}__known = known({variable}__bits, {self.row})")
        return Line(variable, f"{variable}__known")

    def _group(self, group: Group) -> GroupNeeds:
        return self.needs.groups[group.key]

    def listed(self, group: Group) -> str:
        return f"{self._group(group).name}__listed"

    def complete(self, group: Group) -> str:
        """As many are listed as declared, and it is clear who is inside."""
        name = f"{self._group(group).name}__complete"
        if name not in self.written:
            declared = self.write(group.declared)
            sure = f"({self._group(group).name}__unsure == 0)" if group.among is not None else ""
            whole = all_of(declared.known, f"({declared.text} == {self.listed(group)})", sure)
            self.block.add(f"{name} = {whole}")
            self.written[name] = Line(name)
        return name

    def total(self, group: Group, item: x.Expression, what: str) -> str:
        needs = self._group(group)
        return f"{needs.name}__{needs.items[item.key][0]}__{what}"

    def share_total(self, share: ShareBelow, what: str) -> str:
        needs = self._group(share.group)
        return f"{needs.name}__{needs.shares[share.key][0]}__{what}"

    # ---- criteria, masks, verdicts ----

    def judge(self, standards: Iterable[Standard]) -> None:
        """Each standard after those whose verdicts it uses, as a plan lists them."""
        for standard in standards:
            self._standard(standard)

    def _standard(self, standard: Standard) -> None:
        for criterion in standard.criteria:
            name = f"{standard.code}__{criterion.code}"
            answer = self._answer(standard, criterion)
            if criterion.applies_when is not None:
                applies = self.write(criterion.applies_when).text
                self.block.add(f"{name}__applies = {applies}")
                answer = f"pick({name}__applies == YES, {answer}, UNKNOWN)"
            self.block.add(f"{name} = {answer}")
        code = standard.code
        self.block.add(f"{code}__met = {_mask(standard, 'YES')}")
        self.block.add(f"{code}__not_met = {_mask(standard, 'NO')}")
        self.block.add(f"{code}__not_applicable = {_mask(standard, 'outside')}")
        settled = f"{code}__met - {code}__not_met - {code}__not_applicable"
        self.block.add(f"{code}__unknown = {standard.all_bits} - {settled}")
        for what, score in _scores(standard):
            self.block.add(f"{code}__{what} = {score}")
        self.block.add(f"{code}__overall = {_overall(standard)}")

    def _answer(self, standard: Standard, criterion: Criterion) -> str:
        if standard.score is None:
            return self.write(criterion.met_when).text
        low, high, answer = write_score(standard.score, self)
        self.block.add(f"{standard.code}__score_low = {low}")
        self.block.add(f"{standard.code}__score_high = {high}")
        return answer


def _used(needs: LevelNeeds) -> Iterable[str]:
    """The key of every expression written for one subject, as often as it is asked for."""
    asked = list(needs.outputs.values())
    for standard in needs.standards.values():
        for criterion in standard.criteria:
            asked += [rule for rule in (criterion.met_when, criterion.applies_when) if rule is not None]
    seen: set[str] = set()
    while asked:
        node = asked.pop()
        yield node.key
        if node.key not in seen and node.level is not None:
            seen.add(node.key)
            asked += parts_of(unnamed(node))


def _mask(standard: Standard, state: str) -> str:
    bits = []
    for criterion in standard.criteria:
        name, sought = f"{standard.code}__{criterion.code}", state
        if state == "outside":
            if criterion.applies_when is None:
                continue
            name, sought = f"{name}__applies", "NO"
        bits.append(f"pick({name} == {sought}, {standard.bits[criterion.code]}, 0)")
    return " + ".join(bits) or "0"


def _scores(standard: Standard) -> Iterable[tuple[str, str]]:
    """The weighted count with every unknown as no, and with every unknown as yes."""
    cutoff = standard.cutoff
    if cutoff is None:
        return
    low, high = [], []
    for criterion in standard.criteria:
        name, weight = f"{standard.code}__{criterion.code}", cutoff.steps(cutoff.weights[criterion.code])
        low.append(f"pick({name} == YES, {weight}, 0)")
        no = f"({name} == NO)"
        if criterion.applies_when is not None:
            no = f"{no} | ({name}__applies == NO)"
        high.append(f"pick({no}, 0, {weight})")
    yield "score_low", " + ".join(low)
    yield "score_high", " + ".join(high)


def _overall(standard: Standard) -> str:
    """The number of the verdict: 1 met, 2 not met, 3 unknown, 4 not applicable, 0 none is given."""
    code = standard.code
    some = {state: f"{code}__{state} != 0" for state in ("met", "not_met", "unknown")}
    if standard.method is Method.EACH:
        return "0"
    if standard.cutoff is not None:
        k = standard.cutoff.steps(standard.cutoff.k)
        # While nothing is settled, everything may still turn out not to apply.
        short = f"({code}__score_high < {k}) & ({code}__met + {code}__not_met != 0)"
        nobody = f"{code}__not_applicable == {standard.all_bits}"
        return f"pick({nobody}, 4, pick({code}__score_low >= {k}, 1, pick({short}, 2, 3)))"
    if standard.method is Method.ANY_MET:
        return f"pick({some['met']}, 1, pick({some['unknown']}, 3, pick({some['not_met']}, 2, 4)))"
    return f"pick({some['not_met']}, 2, pick({some['unknown']}, 3, pick({some['met']}, 1, 4)))"
