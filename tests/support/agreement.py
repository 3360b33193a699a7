"""What an engine found against what the law says, subject by subject: masks, verdicts, scores and wanted values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.support.compiled import Row, Rows
from tuopin.engine.expressions import Expression
from tuopin.engine.kinds import Level
from tuopin.engine.reference import Finding, Reference
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms

Found = Mapping[Level, Mapping[tuple[int, ...], Row]]
Values = Mapping[Level, Mapping[str, Expression]]


@dataclass(frozen=True)
class Difference:
    """Of one subject: a standard's finding, or a wanted value, on which an engine and the law differ."""

    what: str
    keys: tuple[int, ...]
    law: Any
    found: Any


class Law:
    """What the reference engine says about every subject, worked out once for all engines."""

    def __init__(
        self, rows: Rows, standards: Sequence[Standard], terms: Terms, values: Values | None = None
    ) -> None:
        reference = Reference(terms)
        self.findings = [
            (standard, keys, law(reference.judge(standard, record)))
            for standard in standards
            for keys, record in rows.keyed(standard.level)
        ]
        self.values = {
            (name, level, keys): _plain(reference.value(expression, record))
            for level, named in (values or {}).items()
            for name, expression in named.items()
            for keys, record in rows.keyed(level)
        }

    def __len__(self) -> int:
        """How many subjects were judged by how many standards: cases."""
        return len(self.findings)

    def differences(self, found: Found) -> Iterator[Difference]:
        """Raises KeyError for a subject that was lost."""
        for standard, keys, wanted in self.findings:
            said = compiled_finding(standard, found[standard.level][keys])
            if said != wanted:
                yield Difference(standard.code, keys, wanted, said)
        for (name, level, keys), wanted in self.values.items():
            if found[level][keys][name] != wanted:
                yield Difference(name, keys, wanted, found[level][keys][name])


def _plain(value: Any) -> Any:
    assert not isinstance(value, Fraction)
    return value


def compiled_finding(standard: Standard, row: Row) -> tuple[Any, ...]:
    """Four masks, the number of the overall verdict, and the score of a standard that has one."""
    masks = tuple(
        row[f"{standard.code}__{state}"] for state in ("met", "not_met", "unknown", "not_applicable")
    )
    scored = (
        (row[f"{standard.code}__score_low"], row[f"{standard.code}__score_high"])
        if standard.is_scored
        else None
    )
    return (*masks, row[f"{standard.code}__overall"], scored)


def law(finding: Finding) -> tuple[Any, ...]:
    """The same of the reference engine's finding."""
    masks = finding.masks
    four = (masks.met, masks.not_met, masks.unknown, masks.not_applicable)
    assert sum(four) == finding.standard.all_bits
    return (*four, finding.overall.value if finding.overall else 0, finding.score)
