"""docs/errors.md holds every error code of the source with its class and exit code, and none that is gone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tuopin.kernel.errors import TuopinError
from tuopin.kernel.outcomes import OUTCOMES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tuopin"
KINDS = {each.refusal.__name__: each for each in OUTCOMES if each.refusal is not None}
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def codes_in_source() -> Iterator[tuple[str, int, str]]:
    """(code, exit, place). A code that is handed on as an argument `code` is looked for where that function is
    called."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for inside in ast.walk(tree):
            if isinstance(inside, ast.FunctionDef | ast.ClassDef):
                yield from _codes_of(inside, path)


def _codes_of(inside: ast.FunctionDef | ast.ClassDef, path: Path) -> Iterator[tuple[str, int, str]]:
    kinds = dict(KINDS)
    if isinstance(inside, ast.ClassDef):
        kinds = {"cls": KINDS[inside.name]} if inside.name in KINDS else {}
    for node in ast.walk(inside):
        if isinstance(node, ast.Call) and called(node) in kinds and node.args:
            first, kind = node.args[0], kinds[called(node)]
            where = f"{path.relative_to(SOURCE)}:{node.lineno}"
            if isinstance(first, ast.Constant):
                yield str(first.value), kind.code, where
            else:
                assert isinstance(first, ast.Name), f"{where}: write the code of an error as it is"
                assert isinstance(inside, ast.FunctionDef), where
                yield from _handed_to(inside.name, kind.code)


def _handed_to(function: str, exit_code: int) -> Iterator[tuple[str, int, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) == function and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value), exit_code, f"{path.relative_to(SOURCE)}:{node.lineno}"


def documented() -> dict[str, int]:
    rows = ROW.findall(PAGE)
    assert len({code for code, *_ in rows}) == len(rows), "a code stands twice on the page"
    return {code: int(number) for code, number, _, _ in rows}


def test_every_code_is_documented_with_its_exit_code() -> None:
    page = documented()

    missing = {
        f"{code} ({number}) {where}" for code, number, where in codes_in_source() if page.get(code) != number
    }

    assert missing == set()


def test_no_code_is_documented_that_is_gone() -> None:
    from_the_command_line = {"usage", "unexpected"}

    gone = documented().keys() - {code for code, _, _ in codes_in_source()} - from_the_command_line

    assert gone == set()


def test_the_scan_sees_codes_of_every_kind() -> None:
    found = {code for code, _, _ in codes_in_source()}

    assert found >= {"date", "standard_not_in_force", "no_such_pack", "snapshot_damaged", "disk_full"}
    assert len(found) > 40


def test_every_exit_code_is_on_the_page() -> None:
    assert [each.code for each in OUTCOMES if f"| {each.code} | {each.meaning.en} |" not in PAGE] == []


def test_every_refusal_has_a_class_with_an_exit() -> None:
    assert {kind.__name__ for kind in TuopinError.__subclasses__()} <= set(KINDS)
