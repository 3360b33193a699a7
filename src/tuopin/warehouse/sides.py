"""One side of a difference: the findings of a day, from a run that was just made or from the folder one wrote."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.engine.standard import Method
from tuopin.kernel.errors import BadInput, Damaged
from tuopin.kernel.places import PlaceTree
from tuopin.kernel.text import Text
from tuopin.snapshot.dataset import places_of_table
from tuopin.standards.pack import Pack
from tuopin.warehouse import findings
from tuopin.warehouse.manifest import version_of
from tuopin.warehouse.register import STANDING
from tuopin.warehouse.run import PLACES_FILE, Run
from tuopin.warehouse.scope import COUNTER
from tuopin.warehouse.writing import MARK


@dataclass(frozen=True)
class Asked:
    """A standard as it was judged on this side: the bit of each criterion is this side's own."""

    code: str
    label: Text
    level: Level
    method: Method
    bits: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Part:
    """Findings of households of some counties, in order of place and key; in a file, or in memory."""

    source: Path | pa.Table

    @property
    def schema(self) -> pa.Schema:
        return self.source.schema if isinstance(self.source, pa.Table) else pq.read_schema(self.source)

    def counties(self) -> tuple[int, int] | None:
        """The first and the last county, or None where there is no household."""
        if isinstance(self.source, pa.Table):
            column = self.source["county"]
            return (column[0].as_py(), column[-1].as_py()) if len(column) else None
        told = pq.read_metadata(self.source)
        at = told.schema.to_arrow_schema().get_field_index("county")
        groups = [told.row_group(number).column(at).statistics for number in range(told.num_row_groups)]
        if not groups or not told.num_rows:
            return None
        if any(group is None or not group.has_min_max for group in groups):
            return _ends(self.read(["county"])["county"])
        return min(group.min for group in groups), max(group.max for group in groups)

    def read(self, columns: Sequence[str]) -> pa.Table:
        if isinstance(self.source, pa.Table):
            return self.source.select(columns)
        # Several files are read at once, one a thread; what is read is used at once, so that nothing is buffered.
        with pq.ParquetFile(self.source, memory_map=True) as file:
            return file.read(columns=list(columns), use_threads=False).select(columns)


@dataclass(frozen=True, eq=False)
class Side:
    """`content` and `version` say which data and which rules. Villages and counties are small: whole tables."""

    pack: Pack
    on: date
    content: str
    version: str
    tree: PlaceTree
    standards: Mapping[str, Asked]
    households: tuple[Part, ...]
    above: Mapping[Level, pa.Table]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(self.households[0].schema.names) if self.households else frozenset()

    @property
    def counters(self) -> tuple[str, ...]:
        """Codes of what the overview counted."""
        return tuple(sorted(name.removeprefix(COUNTER) for name in self.columns if name.startswith(COUNTER)))

    @property
    def has_standing(self) -> bool:
        return STANDING in self.columns


def side_of_run(run: Run) -> Side:
    """A run as it is in memory; one that went part by part is read from its files."""
    judged = run.judged
    scope = judged.scope
    files = judged.files.get(Level.HOUSEHOLD)
    sources = [kept.path for kept in files] if files else [findings.table(judged, Level.HOUSEHOLD)]
    asked = (Asked(each.code, each.label, each.level, each.method, each.bits) for each in scope.standards)
    return Side(
        pack=scope.pack,
        on=scope.on,
        content=judged.dataset.content,
        version=version_of(scope.pack),
        tree=judged.dataset.places,
        standards={each.code: each for each in asked},
        households=tuple(Part(source) for source in sources),
        above={level: findings.table(judged, level) for level in run.levels if level in ABOVE},
    )


ABOVE = (Level.VILLAGE, Level.COUNTY)


def is_run_folder(folder: Path) -> bool:
    """Whether a run wrote this folder; a snapshot has a manifest of another kind."""
    return (_told(folder) or {}).get("kind") == "run"


def side_of_folder(folder: Path, *, on: date | None = None) -> Side:
    """The findings a run wrote; `on` is the day they must be of, if given.

    Raises BadInput (`run_folder`) for a folder that is none or lacks a file, or (`run_of_another_day`); Damaged for
    one whose files are not as long as its manifest says.
    """
    told = _told(folder)
    if told is None or told.get("kind") != "run" or not (folder / PLACES_FILE).is_file():
        raise BadInput(
            "run_folder",
            zh=f"{folder} 不是判定结果目录，或是旧版写出的、缺少 {PLACES_FILE}。请用 judge --out 重新写出。",
            en=f"{folder} is no folder of results, or an older one without {PLACES_FILE}. Write it again with "
            "judge --out.",
        )
    if on not in (None, date.fromisoformat(told["on"])):
        raise BadInput(
            "run_of_another_day",
            zh=f"{folder} 是 {told['on']} 的判定结果，不能当作 {on} 的。请给出数据快照，或换一个目录。",
            en=f"{folder} holds results of {told['on']}, not of {on}. Give the snapshot instead, or another folder.",
        )
    pack = standards.load(told["pack"]["code"])
    households = tuple(Part(path) for path in _files(folder, told, Level.HOUSEHOLD))
    return Side(
        pack=pack,
        on=date.fromisoformat(told["on"]),
        content=told["input"]["content"],
        version=told["pack"]["version"],
        tree=places_of_table(pq.read_table(folder / PLACES_FILE)),
        standards={code: _asked(code, each) for code, each in told["standards"].items()},
        households=households,
        above={
            level: pa.concat_tables([pq.read_table(path) for path in files])
            for level in ABOVE
            if (files := _files(folder, told, level))
        },
    )


def _told(folder: Path) -> dict[str, Any] | None:
    try:
        told = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _asked(code: str, told: Mapping[str, Any]) -> Asked:
    label = Text(told["label"]["zh"], told["label"]["en"])
    return Asked(code, label, Level(told["level"]), Method(told["method"]), told["bits"])


def _files(folder: Path, told: Mapping[str, Any], level: Level) -> list[Path]:
    """The files of a level, in order; each as long as the manifest says."""
    return list(_checked(folder, told["findings"], f"findings_{level.plural}"))


def _checked(folder: Path, written: Mapping[str, Any], start: str) -> Iterator[Path]:
    for name in sorted(written):
        if not name.startswith((f"{start}.", f"{start}-")):
            continue
        path = folder / name
        if not path.is_file() or pq.read_metadata(path).num_rows != written[name]["rows"]:
            raise Damaged(
                "findings_damaged",
                zh=f"结果目录 {folder} 的 {name} 缺失或与写出时不一致。请重新判定。",
                en=f"File {name} of the results in {folder} is missing or not as it was written. Judge again.",
            )
        yield path


def _ends(column: pa.ChunkedArray) -> tuple[int, int]:
    return column[0].as_py(), column[-1].as_py()
