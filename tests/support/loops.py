"""Runs the loops of the native engine, as plain Python or compiled, over the subjects the reference engine judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from tests.support.compiled import Facts, Row, Rows
from tuopin.engine.expressions import Expression, Fact
from tuopin.engine.kinds import Code, CodeSet, Date, Level, Number, YesNo
from tuopin.engine.native import Column, Loops, Table, bits_of, unpacked
from tuopin.engine.native_source import write_loops
from tuopin.engine.native_terms import whole
from tuopin.engine.plan import KEYS
from tuopin.engine.standard import Standard
from tuopin.engine.terms import Terms

Functions = Callable[[Loops], ModuleType]


def plain(loops: Loops) -> ModuleType:
    """The module as Python reads it, without a compiler."""
    module = ModuleType("loops")
    code = compile(loops.text, "loops", "exec")
    exec(code, module.__dict__)  # noqa: S102 - our own text, in a test
    return module


def judge_in_loops(
    rows: Rows,
    facts: Facts,
    standards: Sequence[Standard],
    terms: Terms,
    *,
    values: Mapping[Level, Mapping[str, Expression]] | None = None,
    functions: Functions = plain,
) -> dict[Level, dict[tuple[int, ...], Row]]:
    """Rows of every level's loop by key, as `judge_compiled` gives those of a query."""
    loops = write_loops(standards, terms, values=values)
    return run_loops(loops, functions(loops), rows, facts)


def run_loops(
    loops: Loops, module: ModuleType, rows: Rows, facts: Facts
) -> dict[Level, dict[tuple[int, ...], Row]]:
    """With the functions of `module`: plain Python, or compiled."""
    results: dict[Level, Table] = {Level.PERSON: table_of(rows, facts, Level.PERSON)}
    found = {}
    for level in loops.of:
        below = None if level is Level.PERSON else results.get(Level(level.child))
        result = loops.run(
            level, getattr(module, f"judge_{level.plural}"), table_of(rows, facts, level), below
        )
        found[level] = dict(rows_of(level, result))
        if level is not Level.PERSON:
            results[level] = result
    return found


def table_of(rows: Rows, facts: Facts, level: Level) -> Table:
    keyed = list(rows.keyed(level))
    keys = {
        key: np.array([each[0][number] for each in keyed], np.int64) for number, key in enumerate(KEYS[level])
    }
    columns = {
        fact.code: column(fact, [record.facts.get(fact.code) for _, record in keyed])
        for fact in facts.get(level, ())
    }
    return Table(len(keyed), keys, columns)


def column(fact: Fact, values: Sequence[Any]) -> Column:
    """In the narrow types of a snapshot."""
    known = bits_of(np.array([value is not None for value in values], np.bool_))
    if isinstance(fact.kind, YesNo):
        return Column(bits_of(np.array([value is True for value in values], np.bool_)), known, yes_no=True)
    stored = [0 if value is None else whole(value) for value in values]
    return Column(np.array(stored, dtype_of(fact)), known)


def dtype_of(fact: Fact) -> type[np.signedinteger[Any]]:
    kind = fact.kind
    if isinstance(kind, Code):
        return np.int16
    if isinstance(kind, CodeSet | Date):
        return np.int32
    assert isinstance(kind, Number)
    widest = max(-kind.low, kind.high)
    return np.int16 if widest < 2**15 else np.int32 if widest < 2**31 else np.int64


def rows_of(level: Level, table: Table) -> Iterator[tuple[tuple[int, ...], Row]]:
    keys = zip(*(table.keys[key].tolist() for key in KEYS[level]), strict=True)
    columns = {name: listed(column, table.rows) for name, column in table.columns.items()}
    for number, key in enumerate(keys):
        yield key, {name: values[number] for name, values in columns.items()}


def listed(column: Column, rows: int) -> list[Any]:
    values = unpacked(column.values, rows) if column.yes_no else column.values
    known = unpacked(column.known, rows).tolist()
    return [value if sure else None for value, sure in zip(values.tolist(), known, strict=True)]
