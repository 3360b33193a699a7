"""One number for a table of answers, whatever the order of its rows: rivals must arrive at the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from benchmarks.digests import of_counts

__all__ = ["of_counts", "of_results", "of_rows", "row_number"]

STANDARDS = ("household_status", "household_exit")
MASKS = ("met", "not_met", "unknown", "not_applicable", "overall")
COUNTERS = (
    "registered_households",
    "registered_poor",
    "poor_by_income",
    "lacks_guarantee",
    "exit_ready",
    "meets_all",
)
ANSWERS = [f"{standard}__{mask}" for standard in STANDARDS for mask in MASKS]
PRIMES = (2_147_483_647, 2_147_483_629, 9_007_199_254_740_881)


def row_number(household: int, answers: Sequence[int], counters: Sequence[bool | None]) -> int:
    """Masks, verdicts and counters of one household in one number; unknown counters count as 2."""
    total = household
    for answer in answers:
        total = (total * 131 + answer) % PRIMES[2]
    for counter in counters:
        total = (total * 131 + (2 if counter is None else int(counter))) % PRIMES[2]
    return (total % PRIMES[0]) * (total % PRIMES[1]) % PRIMES[2]


def of_rows(rows: Iterable[tuple[int, Sequence[int], Sequence[bool | None]]]) -> str:
    return str(sum(row_number(*row) for row in rows))


def of_results(connection: duckdb.DuckDBPyConnection) -> str:
    """The same over the table household_results of a connection."""
    columns = ["household", *ANSWERS, *(f"counter_{counter}" for counter in COUNTERS)]
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM household_results").fetchall()  # noqa: S608
    split = 1 + len(ANSWERS)
    return of_rows((row[0], row[1:split], row[split:]) for row in rows)
