"""Errors of targeting: of the poor those missed, of the chosen those who are not poor."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

from tuopin.measure.targeting import Chosen, Counts, count

F = Fraction
FOUND = count(
    [
        Chosen(poor=True, chosen=True, people=5),
        Chosen(poor=True, chosen=False, people=3),
        Chosen(poor=False, chosen=True, people=4),
        Chosen(poor=False, chosen=False, people=8),
        Chosen(poor=None, chosen=True, people=2),
        Chosen(poor=False, chosen=None, people=1),
    ]
)


def test_both_errors_stand_beside_how_many_were_chosen() -> None:
    assert FOUND.exclusion_error == F(3, 8)
    assert FOUND.inclusion_error == F(4, 9)
    assert FOUND.chosen == F(9, 20)
    assert FOUND.poor == F(8, 20)
    assert FOUND.left_out == 2


def test_nobody_chosen_and_nobody_poor_have_no_error() -> None:
    assert (Counts().exclusion_error, Counts().inclusion_error, Counts().chosen) == (None, None, None)


def test_importing_the_measures_brings_in_nothing_but_python() -> None:
    asked = (
        "import sys, tuopin.measure, tuopin.measure.alkire_foster, tuopin.measure.gaps, tuopin.measure.targeting\n"
        "heavy = {'duckdb', 'pyarrow', 'numpy', 'sqlglot', 'django', 'yaml', 'tuopin.engine'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
