"""Plants bugs in a copy of the engine, one at a time, and says which tests caught each.

    .venv/bin/python -m tests.support.planted_bugs            all, as the table in docs/planted-bugs.md
    .venv/bin/python -m tests.support.planted_bugs 3 7        some, by number

A bug is a change of text; one that no longer fits the source is reported, so that the list stays true.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITES = {
    "properties": ["tests/properties/test_engines_agree.py", "-k", "duckdb"],
    "learning": ["tests/properties/test_learning.py"],
    "examples": ["tests/standards"],
    "unit": ["tests/unit/engine"],
    "packs": ["tests/properties/test_every_pack.py", "-k", "duckdb_and"],
}


@dataclass(frozen=True)
class Bug:
    name: str
    file: str
    old: str
    new: str


BUGS = (
    Bug("a sum skips unknowns", "sql_expressions.py", "return case((both(whole, sure), cast(total", "return case((whole, cast(total"),
    Bug(
        "`any` over an incomplete group says no",
        "sql_expressions.py",
        "return case((yes, exp.true()), (both(whole, sure), exp.false()))",
        "return case((yes, exp.true()), (sure, exp.false()))",
    ),
    Bug("`NOT x IS NULL` for unknown", "sql_totals.py", "return exp.Is(this=column.copy(), expression=exp.null())", "return exp.Is(this=exp.Not(this=column.copy()), expression=exp.null())"),
    Bug("an aggregate ignores its predicate (among)", "sql_totals.py", "asked if inside is None else both(inside.copy(), exp.Paren(this=asked))", "asked"),
    Bug("a sum ignores `where`", "sql_expressions.py", "    where = compile_expression(node.where, names)\n", "    return compile_expression(node.of, names)\n    where = compile_expression(node.where, names)\n"),
    Bug("a parameter from the wrong place (compiled)", "sql_terms.py", "reference.value(expression, _somewhere(place)) for place in self.places()", "reference.value(expression, _somewhere(self.places()[0])) for place in self.places()"),
    Bug("a parameter from the wrong place (both engines)", "parameters.py", "for place in chain:", "for place in reversed(chain):"),
    Bug("a repealed value still counts (both engines)", "parameters.py", "                if latest.value is not None:\n                    return latest", "                return latest if latest.value is not None else dated[0]"),
    Bug("a share takes unknown for no", "sql_totals.py", 'yield "most_yes", sum_where(where(may_count=True, rule_is=yes(exp.true())), most)', 'yield "most_yes", sum_where(where(may_count=True, rule_is=yes(exp.false())), most)'),
    Bug("a share takes an unknown weight for its lowest", "sql_totals.py", "most = coalesce(weight.copy(), exp.Literal.number(str(share.weights.high)))", "most = coalesce(weight.copy(), exp.Literal.number(str(share.weights.low)))"),
    Bug("29 February becomes 1 March in a date limit", "calendar.py", "return date(year, 2, 28)", "return date(year, 3, 1)"),
    Bug("no guard against a denominator of 0", "sql_expressions.py", "return case((both(*guards), compared)) if guards else compared", "return compared"),
    Bug("strictly below becomes at most", "sql_expressions.py", '"<": exp.LT, ', '"<": exp.LTE, '),
    Bug("all not applicable is met", "sql_verdicts.py", '(some(mask("met")), one), otherwise=four)', '(some(mask("met")), one), otherwise=one)'),
    Bug("numbers are not cast before arithmetic", "sql_expressions.py", 'else cast(sql, "BIGINT")', "else sql"),
    Bug("an empty group is not complete", "sql_expressions.py", 'coalesce(names.listed(group), exp.Literal.number("0"))', "names.listed(group)"),
    Bug("`and` takes unknown for yes (the law itself)", "reference.py", "return False if False in answers else None if None in answers else True", "return False not in answers"),
    Bug("unknown applicability is not applicable (the law itself)", "reference.py", "            if applies is None:\n                return Verdict.UNKNOWN\n            if not applies:", "            if not applies:"),
    Bug("a negated and/or loses its parentheses", "sql_expressions.py", "exp.Column | exp.Literal | exp.Paren", "exp.Column | exp.And | exp.Or | exp.Literal | exp.Paren"),
    Bug("the score counts not applicable as unknown", "sql_verdicts.py", "settled_no = exp.Or(this=coalesce(settled_no, exp.false()), expression=coalesce(outside, exp.false()))", "pass"),
    Bug("the loop knows a sum when it knows its first part", "native_expressions.py", "known = all_of(left.known, right.known)", "known = all_of(left.known)"),
    Bug("the loop divides by 0", "native_expressions.py", "if isinstance(part.kind, Number) and part.kind.low <= 0", "if isinstance(part.kind, Number) and part.kind.low < -1"),
    Bug("points nobody knows count as none", "sql_scores.py", "points(high, _greatest([zero.copy(), high.copy()]))", "points(high, zero.copy())"),
    Bug("a line worked out from others is rounded down (both engines)", "parameters.py", "return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)", "return exact.numerator // exact.denominator"),
    Bug("what a source lacks keeps its weight (both engines)", "lacking.py", "weights |= {code: weights[code] * whole / still for code in left if still}", "weights |= {code: weights[code] for code in left if still}"),
    Bug("the combined incidence forgets the omitted (both engines)", "../standards/cn/county_exit.py", "+ county.omitted * county.unregistered_people * county.exited_sampled\n", ""),
)  # fmt: skip


def plant(bug: Bug, folder: Path) -> None:
    """A copy of the sources with the bug in it. Raises ValueError when its text is not there exactly once."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "src" / "tuopin" / "engine" / bug.file
    text = path.read_text(encoding="utf-8")
    # The formatter may have broken the line: compare with white space folded.
    pattern = r"\s*".join(re.escape(token) for token in re.findall(r"\w+|[^\w\s]", bug.old))
    found = re.findall(pattern, text)
    if len(found) != 1:
        raise ValueError(f"{bug.name!r} fits {len(found)} places of {bug.file}; mend the list")
    start = re.match(r"\s*", bug.old)
    assert start is not None
    path.write_text(text.replace(found[0], bug.new[start.end() :]), encoding="utf-8")


def caught_by(bug: Bug) -> dict[str, str]:
    """Suite -> the first test that failed, or '-' when the suite passed."""
    with tempfile.TemporaryDirectory(prefix="tuopin-planted-") as name:
        folder = Path(name)
        plant(bug, folder)
        environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "HYPOTHESIS_PROFILE": "planted"}
        return {suite: first_failure(arguments, environment) for suite, arguments in SUITES.items()}


def first_failure(arguments: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--tb=no", *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return "-"
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", run.stdout, re.MULTILINE)
    return failed.group(1).split("::")[-1].split("[")[0] if failed else f"exit {run.returncode}"


def main(numbers: list[str]) -> int:
    chosen = [BUGS[int(number) - 1] for number in numbers] or list(BUGS)
    escaped = 0
    print("| # | planted bug | " + " | ".join(SUITES) + " |\n|---:|---|" + "---|" * len(SUITES))
    for bug in chosen:
        caught = caught_by(bug)
        escaped += set(caught.values()) == {"-"}
        print(f"| {BUGS.index(bug) + 1} | {bug.name} | " + " | ".join(caught.values()) + " |", flush=True)
    print(f"\n{len(chosen) - escaped} of {len(chosen)} caught")
    return 1 if escaped else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
