"""The manifest of a snapshot: what the folder holds, of which day, and the sha256 of every file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tuopin.kernel.errors import BadInput, Damaged
from tuopin.snapshot.schema import SCHEMA_VERSION

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    """One file of the snapshot. Several files may hold one table, in order.

    `part` is the number of the part it belongs to; None where the snapshot is in one piece.
    """

    table: str
    name: str
    rows: int
    bytes: int
    sha256: str
    part: int | None = None

    def told(self) -> dict[str, object]:
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Mapped:
    """That a mapping file made the facts what they are: which one, and what it read.

    `pack` is the pack the facts were recorded for, `content` the digest of those data; of files from outside the pack
    is None and the digest is that of all their own.
    """

    mapping: str
    sha256: str
    pack: str | None
    content: str


@dataclass(frozen=True, slots=True)
class PartKeys:
    """The lowest and highest of what a part holds, to find a household or a village without opening the others."""

    number: int
    counties: tuple[int, int]
    villages: tuple[int, int]
    codes: tuple[str, str]
    """Of households, as people write them."""

    def may_hold_place(self, place: int) -> bool:
        """A county or a village by its number."""
        return any(lowest <= place <= highest for lowest, highest in (self.counties, self.villages))

    def may_hold_household(self, code: str) -> bool:
        return self.codes[0] <= code <= self.codes[1]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`content` is the digest of what is judged; the same for the workbook a snapshot was made from."""

    pack: str
    as_of: date
    content: str
    files: tuple[File, ...]
    schema_version: int = SCHEMA_VERSION
    parts: tuple[PartKeys, ...] = ()
    """None in a snapshot that is in one piece."""
    mapped: Mapped | None = None
    absent: tuple[str, ...] = ()
    """Facts the source never asked, in order; a snapshot whose source asked everything does not mention them."""

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows by table."""
        counts: dict[str, int] = {}
        for file in self.files:
            counts[file.table] = counts.get(file.table, 0) + file.rows
        return counts

    def text(self) -> str:
        """The one way to write it. `seal` covers all the rest, so that no byte can change unseen."""
        body: dict[str, object] = {
            "schema_version": self.schema_version,
            "pack": self.pack,
            "as_of": self.as_of.isoformat(),
            "content": self.content,
            "counts": dict(self.counts),
            "files": [file.told() for file in self.files],
        }
        if self.absent:
            body["absent"] = list(self.absent)
        if self.parts:
            body["parts"] = [asdict(part) for part in self.parts]
        if self.mapped is not None:
            body["mapped"] = asdict(self.mapped)
        return _written({**body, "seal": hashlib.sha256(_written(body).encode()).hexdigest()})


def read_manifest(folder: Path) -> Manifest:
    """Raises BadInput for a folder that is no snapshot or of another schema version, Damaged for a changed one."""
    path = folder / MANIFEST
    if not path.is_file():
        raise _not_a_snapshot(folder)
    try:
        text = path.read_bytes().decode()
        told = json.loads(text)
        if "kind" in told and "schema_version" not in told:  # the manifest of a run or of an invented city
            raise _not_a_snapshot(folder)
        version = told["schema_version"]
    except (ValueError, KeyError, TypeError) as problem:
        raise damaged(folder, MANIFEST) from problem
    if version != SCHEMA_VERSION:
        raise BadInput(
            "snapshot_version",
            zh=f"快照 {folder} 的格式是第 {version} 版，本程序只读第 {SCHEMA_VERSION} 版。"
            "请用写出它的那一版程序打开，或从原始数据重新生成快照。",
            en=f"Snapshot {folder} is of schema version {version}; this program reads version {SCHEMA_VERSION}. "
            "Open it with the version of the program that wrote it, or make the snapshot again from its source.",
        )
    try:
        manifest = _manifest(told)
    except (ValueError, KeyError, TypeError) as problem:
        raise damaged(folder, MANIFEST) from problem
    if manifest.text() != text:
        raise damaged(folder, MANIFEST)
    return manifest


def _not_a_snapshot(folder: Path) -> BadInput:
    return BadInput(
        "not_a_snapshot",
        zh=f"{folder} 不是数据快照：其中没有快照的 {MANIFEST}。请给出快照所在的文件夹。",
        en=f"{folder} is not a snapshot: it has no {MANIFEST} of one. Name the folder of a snapshot.",
    )


def damaged(folder: Path, name: str) -> Damaged:
    """The one sentence for any file that is not as it was written."""
    return Damaged(
        "snapshot_damaged",
        zh=f"快照 {folder} 的文件 {name} 与写出时不一致（缺失或被改动）。请从备份恢复，或从原始数据重新生成快照。",
        en=f"File {name} of snapshot {folder} is missing or is not as it was written. "
        "Restore it from a copy, or make the snapshot again from its source.",
    )


def _manifest(told: Mapping[str, Any]) -> Manifest:
    files = tuple(File(**file) for file in told["files"])
    as_of = date.fromisoformat(told["as_of"])
    if any(Path(file.name).name != file.name for file in files):
        raise ValueError("a file outside the folder")
    parts = tuple(_part(part) for part in told.get("parts", ()))
    numbers: set[int | None] = {part.number for part in parts}
    if {file.part for file in files} != (numbers or {None}):
        raise ValueError("files of a part that is not listed, or a part without files")
    mapped = Mapped(**told["mapped"]) if "mapped" in told else None
    absent = tuple(str(key) for key in told.get("absent", ()))
    return Manifest(
        told["pack"], as_of, told["content"], files, told["schema_version"], parts, mapped, absent
    )


def _part(told: Mapping[str, Any]) -> PartKeys:
    counties, villages, codes = told["counties"], told["villages"], told["codes"]
    return PartKeys(
        int(told["number"]),
        (int(counties[0]), int(counties[1])),
        (int(villages[0]), int(villages[1])),
        (str(codes[0]), str(codes[1])),
    )


def _written(body: Mapping[str, object]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
