"""The loop over the subjects of one level, written as plain Python: one function that does everything for a
subject while its facts are at hand, members included, and puts masks, verdicts and values into arrays."""

from collections.abc import Iterable, Mapping

from tuopin.engine import expressions as x
from tuopin.engine.groups import ShareBelow
from tuopin.engine.kinds import INT64_MAX, Level, YesNo
from tuopin.engine.native import LevelLoop, Loops, Result
from tuopin.engine.native_expressions import Line, all_of
from tuopin.engine.native_subject import Block, Subject
from tuopin.engine.native_terms import LoopTerms
from tuopin.engine.plan import KEYS, LevelNeeds, Plan
from tuopin.engine.sql_terms import TermsOfPlaces, unnamed
from tuopin.engine.sql_verdicts import columns_of
from tuopin.engine.standard import Standard, VerdictOf, deep_walk
from tuopin.engine.terms import Terms

LEAST = -INT64_MAX
ARGUMENTS = (
    "rows", "keys", "place", "columns", "bits",
    "members", "member_keys", "member_columns", "member_bits",
    "places", "terms", "terms_known", "answers", "numbers",
)  # fmt: skip
HEAD = '''"""Written by tuopin from standards; do not edit. 0 is no, 1 unknown, 2 yes."""

NO, UNKNOWN, YES = 0, 1, 2


def known(bits, i):
    return (bits[i >> 3] >> (i & 7)) & 1 != 0


def yes_no(values, bits, i):
    return ((values[i >> 3] >> (i & 7)) & 1) * 2 if known(bits, i) else UNKNOWN


def ask(known, answer):
    return (YES if answer else NO) if known else UNKNOWN


def bounded(known, yes, no):
    return (YES if yes else NO if no else UNKNOWN) if known else UNKNOWN


def pick(yes, this, that):
    return this if yes else that


def row_of(places, place):
    """The row of a place; the one after the last when it is not listed."""
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if places[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low if low < len(places) and places[low] == place else len(places)
'''


def write_loops(
    standards: Iterable[Standard],
    terms: Terms,
    *,
    values: Mapping[Level, Mapping[str, x.Expression]] | None = None,
) -> Loops:
    """Like compile_standards, with every level's answers kept for the level above.

    The text depends on the standards and the values wanted; the day, the places and the parameters only on
    what is handed to the functions. Raises RefusedByRule for a parameter not in force.
    """
    plan = Plan(standards, values)
    fine, of_counties = TermsOfPlaces(terms), TermsOfPlaces(terms, may_be_fine=False)
    for expression in plan.expressions():
        fine.use(expression)
    asked = {*(values or {}), *(level for level, needs in plan.levels.items() if needs.standards)}
    wanted = [
        level for level in Level if level in plan.levels and (level is not Level.PERSON or level in asked)
    ]
    loops = {
        level: LoopWriter(level, plan, LoopTerms(of_counties if level is Level.COUNTY else fine)).written()
        for level in wanted
    }
    return Loops("\n\n".join([HEAD, *(loop.text for loop in loops.values())]), loops)


class LoopWriter:
    """Writes the loop of one level. Persons are worked out inside the loop of their household; higher levels
    read what the loop of the level below has put into arrays."""

    def __init__(self, level: Level, plan: Plan, terms: LoopTerms) -> None:
        self.level = level
        self.plan = plan
        self.terms = terms
        self.needs = plan.levels[level]
        self.start = Block(2)
        self.own = Block(2)
        self.below = Block(3)
        self.answers: list[str] = []
        self.numbers: list[str] = []

    def written(self) -> LevelLoop:
        subject = Subject(self.needs, self.terms, self.own)
        if self.needs.groups:
            self._groups()
        subject.judge(self.needs.standards.values())
        results = tuple(self._results(subject))
        return LevelLoop(
            self.level, self._text(), tuple(self.own.columns), tuple(self.below.columns),
            len(self.answers), len(self.numbers), results, self.terms.arrays(),
        )  # fmt: skip

    # ---- groups ----

    def _groups(self) -> None:
        """Goes through the members once for all groups of the level."""
        child = self.level.child
        assert child is not None
        needs = self.plan.levels[child]
        handed_up = {} if child is Level.PERSON else needs.names
        member = Subject(
            needs, self.terms, self.below, prefix=f"{child.value}__", row="j", handed_up=handed_up
        )
        if child is Level.PERSON:
            member.judge(_asked_for(needs))
        for group in self.needs.groups.values():
            inside = "" if group.group.among is None else member.write(group.group.among).text
            self._total(f"{group.name}__listed", "0", "{} + 1", inside)
            if inside:
                self._total(f"{group.name}__unsure", "0", f"{{}} + ({inside} == UNKNOWN)", "")
            for name, wanted in group.items.values():
                self._item(f"{group.name}__{name}", member.write(needs.outputs[name]), wanted, inside)
            for name, share in group.shares.values():
                self._share(f"{group.name}__{name}", share, member, inside)

    def _total(self, name: str, start: str, step: str, inside: str) -> None:
        """A running total; `step` says how the next member changes it (`{}` stands for what it is so far)."""
        self.start.add(f"{name} = {start}")
        changed = step.format(name)
        self.below.add(
            f"{name} = pick({inside} == YES, {changed}, {name})" if inside else f"{name} = {changed}"
        )

    def _item(self, name: str, item: Line, wanted: set[str], inside: str) -> None:
        if "yes" in wanted:
            self._total(f"{name}__any", "NO", f"max({{}}, {item.text})", inside)
        if "no" in wanted:
            self._total(f"{name}__all", "YES", f"min({{}}, {item.text})", inside)
        if "sum" in wanted:
            self._total(f"{name}__sum", "0", f"{{}} + {item.text}", inside)
        if "max" in wanted:
            self._total(f"{name}__max", str(LEAST), f"max({{}}, {item.text})", inside)
        if wanted & {"sum", "max"}:
            self._total(f"{name}__unknown", "0", f"{{}} + pick({item.known or 'True'}, 0, 1)", inside)

    def _share(self, name: str, share: ShareBelow, member: Subject, inside: str) -> None:
        rule, weight = member.write(share.rule).text, member.write(share.weight)
        counted = "" if share.among is None else member.write(share.among).text
        if weight.known:
            self.below.add(f"{name}__least = pick({weight.known}, {weight.text}, {share.weights.low})")
            self.below.add(f"{name}__most = pick({weight.known}, {weight.text}, {share.weights.high})")
        least, most = (f"{name}__least", f"{name}__most") if weight.known else (weight.text, weight.text)
        surely, perhaps = (f"({counted} == YES)", f"({counted} != NO)") if counted else ("", "")

        def total(what: str, amount: str, *conditions: str) -> None:
            self._total(f"{name}__{what}", "0", f"{{}} + pick({all_of(*conditions)}, {amount}, 0)", inside)

        total("most_yes", most, perhaps, f"({rule} != NO)")
        total("least_yes", least, surely, f"({rule} == YES)")
        if share.of is None:
            total("most_no", most, perhaps, f"({rule} != YES)")
            total("least_no", least, surely, f"({rule} == NO)")
            total("least_total", least, surely)

    # ---- results ----

    def _results(self, subject: Subject) -> Iterable[Result]:
        for standard in self.needs.standards.values():
            for what in columns_of(standard):
                name = f"{standard.code}__{what}"
                yield (
                    self._answer(name, name, "verdict") if what == "overall" else self._number(name, name, "")
                )
        for name, expression in self.needs.outputs.items():
            if name in KEYS[self.level]:
                continue
            line = subject.write(expression)
            fact = unnamed(expression)
            if isinstance(fact, x.Fact):
                yield Result(name, "fact", of=fact.code)
            elif isinstance(expression.kind, YesNo):
                yield self._answer(name, line.text, "yes_no")
            else:
                yield self._number(name, line.text, line.known)

    def _answer(self, name: str, text: str, kind: str) -> Result:
        self.own.add(f"answers[{len(self.answers)}, i] = {text}")
        self.answers.append(name)
        return Result(name, kind, len(self.answers) - 1)

    def _number(self, name: str, text: str, known: str) -> Result:
        """A number that may be unknown has its own row of answers: 2 where it is known."""
        self.own.add(f"numbers[{len(self.numbers)}, i] = {f'pick({known}, {text}, 0)' if known else text}")
        self.numbers.append(name)
        known_in = None
        if known:
            known_in = self._answer(f"{name}__known", f"ask({known}, True)", "").row
        return Result(name, "number", len(self.numbers) - 1, known_in)

    # ---- the function ----

    def _text(self) -> str:
        lines = [f"def judge_{self.level.plural}({', '.join(ARGUMENTS)}):"]
        lines += _unpacked(self.own, "columns", "bits")
        lines += _unpacked(self.below, "member_columns", "member_bits")
        names = list(self.terms.names.values())
        lines += [f"    {name}, {name}__known = 0, False" for name in names]
        lines += ["    here = at = -1", *(["    j = 0"] if self.below.lines else [])]
        lines += ["    for i in range(rows):"]
        if names:
            lines += ["        if at < 0 or place[i] != here:", "            here = place[i]"]
            lines += ["            at = row_of(places, here)"]
            lines += [
                f"            {name}, {name}__known = int(terms[at, {number}]), terms_known[at, {number}]"
                for number, name in enumerate(names)
            ]
        lines += self._loop()
        return "\n".join(lines) + "\n"

    def _loop(self) -> list[str]:
        """Members lie in order of their parents; those of a parent that is not listed are passed over."""
        if not self.below.lines:
            return self.own.lines
        return [
            "        while j < members and member_keys[j] < keys[i]:",
            "            j += 1",
            *self.start.lines,
            "        while j < members and member_keys[j] == keys[i]:",
            *self.below.lines,
            "            j += 1",
            *self.own.lines,
        ]


def _asked_for(needs: LevelNeeds) -> list[Standard]:
    """The standards whose verdicts are used in what is handed up, each after those it uses itself."""
    used = {
        node.standard.code
        for expression in needs.outputs.values()
        for node in deep_walk(expression)
        if isinstance(node, VerdictOf)
    }
    return [standard for standard in needs.standards.values() if standard.code in used]


def _unpacked(block: Block, columns: str, bits: str) -> list[str]:
    return [
        f"    {variable}__column, {variable}__bits = {columns}[{number}], {bits}[{number}]"
        for number, variable in enumerate(block.columns.values())
    ]
