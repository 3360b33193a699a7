"""What failed the data checks of a run: how many by check, and who, errors before doubts, by place and household."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tuopin.engine.kinds import Level
from tuopin.engine.plan import KEYS
from tuopin.engine.reading import gap_of
from tuopin.engine.standard import Criterion, Reads, Severity, Standard
from tuopin.kernel.verdict import Verdict
from tuopin.standards.pack import Pack
from tuopin.warehouse import findings
from tuopin.warehouse.judged import Judged
from tuopin.warehouse.scope import Scope

Whole = npt.NDArray[np.int64]
NOBODY_PASSES = 100
"""A check that so many fail and nobody passes is about a column that was never filled in, not about them."""
_MASKS = {Verdict.MET: "met", Verdict.NOT_MET: "not_met", Verdict.UNKNOWN: "unknown"}


def families(scope: Scope) -> tuple[Standard, ...]:
    """The standards of a run that are made of data checks only."""
    return tuple(each for each in scope.standards if is_family(each))


def is_family(standard: Standard) -> bool:
    return all(criterion.reads is Reads.CHECK for criterion in standard.criteria)


def only_checks(scope: Scope) -> bool:
    """Whether nothing but data checks was asked for; the overview then rests on standards nobody named."""
    named = [list(_named(scope.pack, one)) for one in scope.asked]
    return bool(named) and all(each and all(map(is_family, each)) for each in named)


def asks_for_checks(pack: Pack, asked: Sequence[str] | None) -> bool:
    """Whether some of the standards asked for, written PACK/STANDARD, are data checks: their findings are shown."""
    return any(is_family(each) for one in asked or () for each in _named(pack, one))


def _named(pack: Pack, asked: str) -> Sequence[Standard]:
    """Nothing for a whole pack; what cannot be found is refused when it is judged."""
    code, _, inside = asked.partition("/")
    known = {*pack.by_code, *(family.code for family in pack.families)}
    return pack.named(inside) if code == pack.code and inside in known else ()


@dataclass(frozen=True, eq=False)
class CheckCount:
    """Of one check: subjects that fail, pass, or of whom it is unknown."""

    standard: Standard
    criterion: Criterion
    failed: int
    passed: int
    unknown: int

    @property
    def severity(self) -> Severity:
        return self.criterion.severity or Severity.DOUBT

    @property
    def of_all(self) -> bool:
        """Nobody passes: look at the column once, and not at everybody."""
        return self.passed == 0 and self.failed >= NOBODY_PASSES


@dataclass(frozen=True)
class Failures:
    """One row a failed check of a subject, by place, household and person; 0 where there is no such key.

    `check` is the position in `counts`.
    """

    counts: tuple[CheckCount, ...]
    check: Whole
    village: Whole
    household: Whole
    person: Whole

    def __len__(self) -> int:
        return len(self.check)

    def of(self, severity: Severity) -> "Failures":
        """Those of a severity, in order, without what nobody passes."""
        wanted = [each.severity is severity and not each.of_all for each in self.counts]
        return self._taken(np.flatnonzero(np.array(wanted, dtype=np.bool_)[self.check]))

    def first(self, rows: int) -> "Failures":
        return self._taken(np.arange(min(rows, len(self))))

    def _taken(self, at: Whole) -> "Failures":
        columns = (self.check, self.village, self.household, self.person)
        return Failures(self.counts, *(column[at] for column in columns))


@dataclass
class _Tally:
    failed: int = 0
    passed: int = 0
    unknown: int = 0
    rows: list[dict[str, Whole]] = field(default_factory=list)


def failures(judged: Judged) -> Failures:
    """Everybody who fails a check. Raises RefusedByRule (`findings_not_kept`) as findings do."""
    checks = [(standard, criterion) for standard in families(judged.scope) for criterion in standard.criteria]
    tallies = [_Tally() for _ in checks]
    for level in Level:
        at_level = [(at, *each) for at, each in enumerate(checks) if each[0].level is level]
        if at_level:
            for batch in findings.batches(judged, level):
                _count(batch, level, at_level, tallies)
    counts = tuple(
        CheckCount(standard, criterion, tally.failed, tally.passed, tally.unknown)
        for (standard, criterion), tally in zip(checks, tallies, strict=True)
    )
    return _in_order(counts, tallies)


def _count(
    batch: pa.RecordBatch,
    level: Level,
    checks: Sequence[tuple[int, Standard, Criterion]],
    tallies: Sequence[_Tally],
) -> None:
    keys = {key: _whole(batch, key) for key in ("village", "household", "person") if key in KEYS[level]}
    masks: dict[str, Whole] = {}
    for at, standard, criterion in checks:
        held: dict[Verdict, npt.NDArray[np.bool_]] = {}
        for verdict, name in _MASKS.items():
            column = f"{standard.code}__{name}"
            if column not in masks:
                masks[column] = _whole(batch, column)
            held[verdict] = (masks[column] & standard.bits[criterion.code]) != 0
        bad = gap_of(criterion.reads)
        good = Verdict.MET if bad is Verdict.NOT_MET else Verdict.NOT_MET
        tally, rows = tallies[at], np.flatnonzero(held[bad])
        tally.failed += len(rows)
        tally.passed += int(held[good].sum())
        tally.unknown += int(held[Verdict.UNKNOWN].sum())
        tally.rows.append({key: values[rows] for key, values in keys.items()})


def _in_order(counts: tuple[CheckCount, ...], tallies: Sequence[_Tally]) -> Failures:
    check = np.repeat(np.arange(len(tallies)), [tally.failed for tally in tallies])
    columns = {
        key: np.concatenate([np.zeros(0, np.int64), *_columns(tallies, key)])
        for key in ("village", "household", "person")
    }
    order = np.lexsort((check, columns["person"], columns["household"], columns["village"]))
    return Failures(counts, check[order], *(columns[key][order] for key in columns))


def _columns(tallies: Sequence[_Tally], key: str) -> Iterator[Whole]:
    for tally in tallies:
        for rows in tally.rows:
            yield rows[key] if key in rows else np.zeros(len(next(iter(rows.values()))), np.int64)


def by_severity(counts: Sequence[CheckCount]) -> Mapping[Standard, Mapping[Severity, int]]:
    """How many failures each family has, by severity."""
    found: dict[Standard, dict[Severity, int]] = {}
    for each in counts:
        family = found.setdefault(each.standard, dict.fromkeys(Severity, 0))
        family[each.severity] += each.failed
    return found


def _whole(batch: pa.RecordBatch, name: str) -> Whole:
    return np.asarray(batch.column(name)).astype(np.int64)
