"""How a run and its worker processes talk: a folder with the task, one line a part, one line an answer."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tuopin.kernel import errors
from tuopin.kernel.errors import TuopinError
from tuopin.snapshot.dataset import Part
from tuopin.warehouse.kept import Kept
from tuopin.warehouse.part import PartFound, PartQueries

_TASK = "task.json"
_TABLES = ("persons", "households")


@dataclass(frozen=True)
class Job:
    """One part: its files by table, and those of them whose bytes are still to be checked, with their sha256."""

    number: int
    tables: Mapping[str, tuple[Path, ...]]
    to_check: Mapping[str, str]

    @staticmethod
    def of(part: Part) -> "Job":
        to_check = {str(part.folder / file.name): file.sha256 for file in part.files if part.unchecked}
        return Job(part.keys.number, {name: part.tables[name] for name in _TABLES}, to_check)

    def line(self) -> str:
        tables = {name: [str(path) for path in paths] for name, paths in self.tables.items()}
        return json.dumps({"number": self.number, "tables": tables, "to_check": dict(self.to_check)})

    @staticmethod
    def read(line: str) -> "Job":
        told = json.loads(line)
        tables = {name: tuple(Path(path) for path in paths) for name, paths in told["tables"].items()}
        return Job(told["number"], tables, told["to_check"])


@dataclass(frozen=True)
class Task:
    """What is asked of every part, which files may be read, and where findings go (None: they are not kept)."""

    queries: PartQueries
    files: tuple[Path, ...]
    memory_mb: int
    keep_in: Path | None


def write_task(folder: Path, task: Task) -> None:
    queries = task.queries
    for name, table in queries.terms.items():
        _write_table(folder / f"{name}.arrow", table)
    texts = {name: value for name, value in vars(queries).items() if name != "terms"}
    told = {
        "terms": list(queries.terms),
        "queries": texts,
        "files": [str(path) for path in task.files],
        "memory_mb": task.memory_mb,
        "keep_in": None if task.keep_in is None else str(task.keep_in),
    }
    (folder / _TASK).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def read_task(folder: Path) -> Task:
    told = json.loads((folder / _TASK).read_text(encoding="utf-8"))
    terms = {name: _read_table(folder / f"{name}.arrow") for name in told["terms"]}
    return Task(
        PartQueries(terms=terms, **told["queries"]),
        tuple(Path(path) for path in told["files"]),
        told["memory_mb"],
        None if told["keep_in"] is None else Path(told["keep_in"]),
    )


def write_found(folder: Path, number: int, found: PartFound) -> str:
    """The line that answers; the rows by village lie in the folder."""
    _write_table(folder / f"found-{number:04d}.arrow", found.by_village)
    kept = {name: {**asdict(file), "path": str(file.path)} for name, file in found.kept.items()}
    return json.dumps({"number": number, "kept": kept, "counts": found.counts})


def write_error(error: Exception) -> str:
    """A refusal in full; of anything else only its kind and words, which name no one."""
    if isinstance(error, TuopinError):
        told = {"kind": type(error).__name__, "code": error.code, "zh": error.text.zh, "en": error.text.en}
        return json.dumps({"error": told}, ensure_ascii=False)
    return json.dumps({"fault": f"{type(error).__name__}: {error}"}, ensure_ascii=False)


def read_answer(folder: Path, line: str) -> tuple[int, PartFound]:
    """The number of the part and what was found. Raises what the worker met."""
    told: dict[str, Any] = json.loads(line)
    if "error" in told:
        error = told["error"]
        kind: type[TuopinError] = getattr(errors, error["kind"])
        raise kind(error["code"], zh=error["zh"], en=error["en"])
    if "fault" in told:
        raise RuntimeError(f"a worker failed: {told['fault']}")
    path = folder / f"found-{told['number']:04d}.arrow"
    kept = {
        name: Kept(Path(file["path"]), file["rows"], file["sha256"]) for name, file in told["kept"].items()
    }
    found = PartFound(_read_table(path), kept, told["counts"])
    path.unlink()
    return told["number"], found


def _write_table(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)


def _read_table(path: Path) -> pa.Table:
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_file(file) as reader:
        return reader.read_all()
