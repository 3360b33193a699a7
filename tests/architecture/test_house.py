"""The rules of the house, executable: layers, locks, sizes, where China may be known, documents that link."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "tuopin"

# Only the national pack and the invented city know China (decision: places, ID types and currency belong to the
# pack). These words must not stand anywhere else in src.
CHINA_WORDS = [
    *("CNY", "RMB", "yuan", "人民币", "GB 11643", "GB/T 2260", "身份证", "户口", "hukou"),
    *(
        "建档立卡",
        "两不愁",
        "三保障",
        "脱贫不稳定户",
        "边缘易致贫户",
        "突发严重困难户",
        "扶贫办",
        "乡村振兴局",
    ),
    *("standards.cn", "standards/cn", "import cn"),
]
CHINA_MAY_BE_KNOWN_IN = ["standards/cn/", "synthetic/"]
# The code of the pack that is used when none is named may stand in one place.
DEFAULT_PACK = re.compile(r"""["']cn["']""")

FILE_LINES = 400
FUNCTION_LINES = 60
# path, or path::function -> why it may be longer
LONGER: dict[str, str] = {
    "engine/expressions.py": "one closed vocabulary: operators need every node, and nodes are what operators give",
}

HERE_ONLY = re.compile(r"(?<![\w.])/(?:work|root)/|(?<![\w.])/home/\w|[A-Z]:\\Users")


def python_files() -> list[Path]:
    """Ours; migrations are written by Django."""
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def repository_files() -> list[Path]:
    """Every text file git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git working tree")
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:4096]]


def test_dependencies_point_one_way() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    lint = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert lint.returncode == 0, lint.stdout


@pytest.mark.parametrize("lock", ["run", "test", "native", "rivals"])
def test_every_locked_package_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))

    without_hash = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
    not_pinned = [entry.split()[0] for entry in entries if not re.match(r"[a-z0-9._-]+==\S+", entry)]

    assert len(entries) > (10 if lock != "native" else 2)
    assert without_hash == []
    assert not_pinned == []
    assert "://" not in text
    assert "--index-url" not in text


def test_the_run_lock_is_the_same_for_every_machine() -> None:
    """No markers, so that `pack-offline --platform …` on one machine packs all that another needs."""
    text = (ROOT / "locks" / "run.txt").read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if ";" in line] == []


@pytest.mark.parametrize("lock", ["test", "native"])
def test_locks_agree_with_the_run_lock(lock: str) -> None:
    run, more = (
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "locks" / name).read_text(encoding="utf-8"), re.M))
        for name in ("run.txt", f"{lock}.txt")
    )

    assert {name: version for name, version in more.items() if run.get(name, version) != version} == {}


def test_the_project_and_its_lock_name_the_same_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert asked_for_in("run.in") == project["dependencies"]
    assert asked_for_in("native.in") == project["optional-dependencies"]["native"]


def asked_for_in(name: str) -> list[str]:
    lines = (ROOT / "locks" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip() and line[:2] != "-c"]


@pytest.mark.parametrize("name", ["run.in", "test.in", "native.in", "rivals.in"])
def test_every_dependency_has_its_reason(name: str) -> None:
    policy = (ROOT / "docs/adr/0006-dependency-policy.md").read_text(encoding="utf-8")
    lines = (ROOT / "locks" / name).read_text(encoding="utf-8").splitlines()
    asked_for = [line for line in lines if line and not line.startswith(("#", "-c"))]

    without_reason = [line for line in asked_for if "# " not in line]
    not_in_policy = [line for line in asked_for if re.match(r"[\w-]+", line)[0] not in policy]

    assert without_reason == []
    assert not_in_policy == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    me = Path(__file__)
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in repository_files()
        if file != me
        for match in [HERE_ONLY.search(file.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]

    assert found == []


def test_files_are_short() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    too_long = {name: lines for name, lines in lengths.items() if lines > FILE_LINES and name not in LONGER}

    assert too_long == {}


def test_functions_are_short() -> None:
    too_long = {
        f"{relative(path)}::{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }

    assert {name: lines for name, lines in too_long.items() if name not in LONGER} == {}


def test_the_list_of_longer_ones_is_not_longer_than_needed() -> None:
    gone = [name for name in LONGER if not (SOURCE / name.split("::")[0]).exists()]

    assert gone == []
    assert all(LONGER.values())


def test_only_the_national_pack_knows_china() -> None:
    words = re.compile(
        "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else word for word in CHINA_WORDS)
    )
    found = [
        f"{relative(path)}:{number}: {match[0]}"
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in {".py", ".yaml", ".md", ".sql", ".json"}
        and not relative(path).startswith(tuple(CHINA_MAY_BE_KNOWN_IN))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in [words.search(line)]
        if match
    ]

    assert found == []


def test_the_default_pack_is_named_in_one_place_at_most() -> None:
    named_in = [
        f"{relative(path)}:{number}"
        for path in python_files()
        if not relative(path).startswith(tuple(CHINA_MAY_BE_KNOWN_IN))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if DEFAULT_PACK.search(line)
    ]

    assert len(named_in) <= 1, named_in


def test_every_decision_is_linked_from_the_start_page() -> None:
    start = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))

    assert decisions
    assert [name for name in decisions if f"(adr/{name})" not in start] == []


def test_every_decision_says_what_why_and_what_follows() -> None:
    incomplete = [
        path.name
        for path in (ROOT / "docs" / "adr").glob("*.md")
        for text in [path.read_text(encoding="utf-8")]
        if not all(f"**{part}.**" in text for part in ("Situation", "Decision", "What follows"))
    ]

    assert incomplete == []


def test_links_between_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "README.zh.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{document.relative_to(ROOT)} -> {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert broken == []
