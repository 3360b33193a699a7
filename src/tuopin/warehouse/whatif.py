"""What if a number were another, or a standard: the same data judged both ways at once, and who that moves.

Both worlds are judged in one query a level. What the change cannot touch is not judged again, and standards that do
not use it are not judged at all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuopin.engine.expressions import Expression
from tuopin.engine.kinds import Level
from tuopin.engine.parameters import Parameter
from tuopin.engine.standard import Standard
from tuopin.engine.substitute import SUFFIX, Substitution, always, what_if
from tuopin.engine.terms import Terms
from tuopin.kernel.errors import BadInput, RefusedByRule
from tuopin.snapshot.dataset import Dataset
from tuopin.standards.pack import Counter, Overview, Pack, Rate, Shortfall
from tuopin.standards.partial import answerable
from tuopin.warehouse import findings
from tuopin.warehouse.changes import Changes, Question, Rows, Tallying, questions_of
from tuopin.warehouse.figures import PlaceFigures
from tuopin.warehouse.judged import Judged, Progress
from tuopin.warehouse.judging import judged as judge_scope
from tuopin.warehouse.manifest import manifest_of
from tuopin.warehouse.run import Run
from tuopin.warehouse.scope import COUNTER, Scope, day_of, needs, overrides_of, scope_of, with_those_used


@dataclass(frozen=True, eq=False)
class WhatIf:
    """`run` holds both worlds: a standard, a counter, a rate and a cost of the other world have codes that end in
    SUFFIX. `pairs` are the standards that are judged otherwise, as they are and as they would be."""

    run: Run
    pairs: tuple[tuple[Standard, Standard], ...]
    values: Mapping[str, Decimal]
    variant: Standard | None

    @property
    def judged(self) -> Judged:
        return self.run.judged

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels at which something may be answered otherwise, the lowest first."""
        touched = {standard.level for standard, _ in self.pairs}
        touched |= {Level.HOUSEHOLD} if self.counters else set()
        return tuple(level for level in Level if level in touched and level is not Level.PERSON)

    @property
    def counters(self) -> tuple[Counter, ...]:
        """Those of the overview that count otherwise, as they are."""
        return tuple(each for each in self.judged.scope.overview.counters if not each.code.endswith(SUFFIX))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(self.judged.scope.pack.parameter_by_code[code] for code in self.values)

    @cached_property
    def changes(self) -> Mapping[Level, Changes]:
        """Who is answered otherwise, by level."""
        return {level: self._tallied(level) for level in self.levels}

    def overview(self, level: str | None = None) -> tuple[PlaceFigures, ...]:
        """Counters, rates and costs of every place in both worlds. Raises NotFound (`no_such_place_level`)."""
        return self.run.overview(level)

    def questions(self, level: Level) -> tuple[Question, ...]:
        asked = questions_of(self.pairs, level=level, every=False)
        counted = self.counters if level is Level.HOUSEHOLD else ()
        return (*(Question(each.code, each.label, level) for each in counted), *asked)

    def rows(self, level: Level) -> Iterator[tuple[pa.Table, Rows]]:
        """The subjects that are answered otherwise, batch by batch in order of place: their keys, and both answers.

        A variant may ask what was not asked before, of everybody: only a change of the whole verdict counts there.
        """
        twins = [(before.code, after.code) for before, after in self.pairs if before.level is level]
        for batch in findings.batches(self.judged, level):
            table = pa.Table.from_batches([batch])
            changed = table.filter(self._differs(table, twins, level))
            if changed.num_rows:
                yield changed, self._side_by_side(changed, twins, level)

    def manifest(self) -> dict[str, Any]:
        """What was read, which rules, and what was supposed instead of what is in force."""
        told = manifest_of(self.judged)
        values = {code: str(value) for code, value in self.values.items()}
        return {
            **told,
            "kind": "what_if",
            "overrides": values,
            "variant": None if self.variant is None else self.variant.code,
            "compared": {before.code: after.code for before, after in self.pairs},
        }

    def __enter__(self) -> "WhatIf":
        return self

    def __exit__(self, *_: object) -> None:
        self.run.close()

    # ---- both answers out of one row ----

    def _differs(self, table: pa.Table, twins: list[tuple[str, str]], level: Level) -> pa.Array:
        states = ("overall",) if self.variant is not None else ("met", "not_met", "unknown", "overall")
        columns = [(f"{before}__{state}", f"{after}__{state}") for before, after in twins for state in states]
        if level is Level.HOUSEHOLD:
            columns += [(f"{COUNTER}{each.code}", f"{COUNTER}{each.code}{SUFFIX}") for each in self.counters]
        found = np.zeros(table.num_rows, dtype=bool)
        for before, after in columns:
            left, right = table[before], table[after]
            same = pc.equal(left, right).fill_null(False)
            both_unknown = pc.and_(left.is_null(), right.is_null())
            found |= ~np.asarray(pc.or_(same, both_unknown))
        return pa.array(found)

    def _side_by_side(self, changed: pa.Table, twins: list[tuple[str, str]], level: Level) -> Rows:
        """The columns of the other world under the names of this one."""
        names = {f"{after}__": f"{before}__" for before, after in twins}
        after = {
            f"{there}{column.removeprefix(here)}": changed[column]
            for here, there in names.items()
            for column in changed.column_names
            if column.startswith(here)
        }
        if level is Level.HOUSEHOLD:
            after |= {
                f"{COUNTER}{each.code}": changed[f"{COUNTER}{each.code}{SUFFIX}"] for each in self.counters
            }
        here = np.ones(changed.num_rows, dtype=bool)
        place = changed["county" if level is Level.COUNTY else "village"].combine_chunks()
        nobody = pa.repeat(pa.scalar(0, pa.int64()), changed.num_rows)
        people = changed["people"].combine_chunks() if level is Level.HOUSEHOLD else nobody
        return Rows(changed, pa.table(after), here, here, place, people)

    def _tallied(self, level: Level) -> Changes:
        tallying = Tallying(level, self.questions(level))
        for _, rows in self.rows(level):
            tallying.add(rows)
        return tallying.changes()


def whatif(
    dataset: Dataset,
    *,
    on: date | str,
    values: Mapping[str, Decimal | str] | None = None,
    standard: str | None = None,
    variant: str | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Judges the data as the rules stand and as they would, and keeps both.

    `values` replace parameters everywhere, by code, in the unit each declares; `variant` is a standard of the pack to
    be asked in the place of `standard` (`pack/code`). `standard` alone looks at that one only. Raises BadInput when
    nothing is supposed, RefusedByRule when what is supposed changes no standard in force, and what `judge` raises.
    """
    day = day_of(on)
    pack = answerable(dataset.pack, dataset.absent)
    scope = scope_of(dataset.pack, on=day, standard=standard, absent=dataset.absent)
    supposed = overrides_of(pack, values)
    other = None if variant is None else _variant(pack, standard, variant, day)
    if not supposed and other is None:
        raise BadInput(
            "what_if_nothing",
            zh="没有说假设什么。请用 --set 参数=数值，或 --variant 标准。",
            en="Nothing is supposed. Give --set PARAMETER=VALUE, or --variant STANDARD.",
        )
    substitution = Substitution(
        {code: always(pack.parameter_by_code[code], value) for code, value in supposed.items()},
        {} if other is None else {(standard or "").partition("/")[2]: other},
    )
    asked = _asked(scope)
    pairs = tuple((each, after) for each in asked if (after := substitution.standard(each)) is not each)
    overview = _both(scope.overview, pack.overview.shortfalls, substitution, asked)
    if not pairs and not overview.counters:
        raise _touches_nothing(scope, supposed)
    judging = [each for pair in pairs for each in pair] + [each.standard for each in overview.shortfalls]
    used = with_those_used(judging, overview.counters, None)
    both = replace(scope, standards=used, overview=overview, has_gaps=False)
    found = judge_scope(dataset, both, Terms(day, dataset.places), progress)
    return WhatIf(Run(found), pairs, supposed, other)


def _asked(scope: Scope) -> tuple[Standard, ...]:
    """The standards that were asked for by name, else all that are in force."""
    named = {each.partition("/")[2] for each in scope.asked}
    return tuple(each for each in scope.standards if not named or "" in named or each.code in named)


def _both(
    overview: Overview,
    shortfalls: tuple[Shortfall, ...],
    substitution: Substitution,
    asked: tuple[Standard, ...],
) -> Overview:
    """What the overview counts otherwise, as it is and as it would be; what it counts alike is left out, and so is
    what rests on standards that were not asked for."""
    of_asked = {each.code for each in asked}
    counters = _twins(
        (each for each in overview.counters if needs(each) <= of_asked),
        lambda each: replace(each, when=substitution.expression(each.when)),
        lambda each: each.when,
    )
    touched = {each.code for each in counters}
    rates = [each for each in overview.rates if each.counter in touched]
    lacking = _twins(
        (each for each in shortfalls if each.standard.code in of_asked),
        lambda each: replace(
            each,
            standard=substitution.standard(each.standard),
            amount=substitution.expression(each.amount),
        ),
        lambda each: each.amount,
    )
    return replace(
        overview,
        counters=counters,
        rates=(*rates, *(replace(_named(each), counter=f"{each.counter}{SUFFIX}") for each in rates)),
        shortfalls=lacking,
        register=None,
    )


Twin = TypeVar("Twin", Counter, Rate, Shortfall)


def _twins(
    given: Iterable[Twin], made: Callable[[Twin], Twin], rule: Callable[[Twin], Expression]
) -> tuple[Twin, ...]:
    """Each whose rule changes, followed by what it would be."""
    pairs = [(each, made(each)) for each in given]
    return tuple(one for each, twin in pairs if rule(each) is not rule(twin) for one in (each, _named(twin)))


def _named(twin: Twin) -> Twin:
    return replace(twin, code=f"{twin.code}{SUFFIX}", label=what_if(twin.label))


def _variant(pack: Pack, standard: str | None, variant: str, day: date) -> Standard:
    """Raises BadInput when nothing says what it stands in for, or when it is about another level."""
    code = (standard or "").partition("/")[2]
    if not code:
        raise BadInput(
            "variant_of_what",
            zh=f"--variant {variant} 替换哪一个标准？请同时用 --standard {pack.code}/标准代码 指定。",
            en=f"Which standard does --variant {variant} replace? Name it with --standard {pack.code}/STANDARD.",
        )
    other = pack.standard(variant.partition("/")[2] or variant)
    level = pack.standard(code).level
    if other.level is not level:
        raise BadInput(
            "variant_level",
            zh=f"标准 {other.code} 判定的是{other.level.label.zh}，{code} 判定的是{level.label.zh}，不能互相替换。"
            "请选同一层级的标准。",
            en=f"Standard {other.code!r} is about a {other.level.value} and {code!r} about a {level.value}: one cannot "
            "stand for the other. Choose one of the same level.",
        )
    scope_of(pack, on=day, standard=f"{pack.code}/{other.code}")  # refused where it is not in force that day
    return other


def _touches_nothing(scope: Scope, supposed: Mapping[str, Decimal]) -> RefusedByRule:
    changed = ", ".join(supposed) or "-"
    asked = ", ".join(each.code for each in _asked(scope))
    return RefusedByRule(
        "what_if_touches_nothing",
        zh=f"{scope.on} 这一天，所判定的标准（{asked}）没有一个用到 {changed}，改了也不会有任何变化。"
        "请换参数、标准或日期。",
        en=f"On {scope.on} none of the standards judged ({asked}) depends on {changed}, so nothing would change. "
        "Choose another parameter, standard or day.",
    )
