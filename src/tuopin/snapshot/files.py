"""A data set as a folder of Parquet files and a manifest. Written whole or not at all, verified when opened."""

from collections.abc import Iterable
from dataclasses import replace as changed
from pathlib import Path
from typing import Literal

import pyarrow as pa

from tuopin.kernel.places import Place, PlaceTree
from tuopin.snapshot.checking import check_columns, check_file, check_rows, check_there
from tuopin.snapshot.content import Content
from tuopin.snapshot.dataset import PLACES_TABLE, Dataset, Part, paths_of, places_in, places_table
from tuopin.snapshot.identity import refuse_identity
from tuopin.snapshot.manifest import MANIFEST, File, Manifest, PartKeys, damaged, read_manifest
from tuopin.snapshot.parquet import write_table
from tuopin.snapshot.parts import check_next, keys_of, no_parts
from tuopin.snapshot.placing import whole_snapshot


def write_snapshot(dataset: Dataset, folder: str | Path, *, replace: bool = False) -> Manifest:
    """Writes beside the folder and renames, so that nobody ever sees half a snapshot.

    A data set in parts is written in the same parts. Raises BadInput for a folder that exists and is not empty,
    unless `replace` is given and it is a snapshot, and RefusedByRule when a table holds identity (ADR 0007).
    """
    if dataset.parts:
        return write_parts((dataset.only(part) for part in dataset.parts), folder, replace=replace)
    folder = Path(folder).absolute()
    with whole_snapshot(folder, replace=replace) as partial:
        files = _write_tables(partial, dataset, None)
        manifest = Manifest(
            dataset.pack_code,
            dataset.as_of,
            dataset.content,
            files,
            mapped=dataset.mapped,
            absent=tuple(sorted(dataset.absent)),
        )
        (partial / MANIFEST).write_bytes(manifest.text().encode())
    return manifest


def write_parts(parts: Iterable[Dataset], folder: str | Path, *, replace: bool = False) -> Manifest:
    """Writes a data set that comes part by part, and lets go of each before it asks for the next.

    Each part is a Dataset of whole counties with its places and those above them; parts come in order of
    counties. What the whole says is worked out on the way: `content` of the parts is not looked at. A single part
    is written as a data set in one piece. Raises BadInput (`parts_out_of_order`, `part_without_county`,
    `parts_differ`, `no_parts`) and what write_snapshot raises.
    """
    folder = Path(folder).absolute()
    with whole_snapshot(folder, replace=replace) as partial:
        writing = _PartsWriter(partial)
        for part in parts:
            writing.add(part)
            del part  # or it would stay until the next one is there
        manifest = writing.manifest()
        (partial / MANIFEST).write_bytes(manifest.text().encode())
    return manifest


def open_snapshot(folder: str | Path, *, verify: bool | Literal["by part"] = True) -> Dataset:
    """The data set of a snapshot; its tables stay in their files until asked for.

    Raises BadInput for what is no snapshot, or one of another version; Damaged when a file is not as written.
    `verify` compares every byte with the manifest: of all files now, or, "by part", of a snapshot in parts when a
    run reads a part, on all cores. Without it the manifest, sizes and row counts are checked, and of a snapshot in
    parts only the manifest and the sizes.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    now = verify is True or (verify == "by part" and not manifest.parts)
    check = check_file if now else check_there if manifest.parts else check_rows
    for file in manifest.files:
        check(folder, file)
    tables = paths_of(folder, manifest.files)
    if PLACES_TABLE not in tables:
        raise damaged(folder, MANIFEST)
    places = places_in(tables.pop(PLACES_TABLE))
    parts = tuple(
        Part(
            keys,
            folder,
            tuple(file for file in manifest.files if file.part == keys.number),
            bool(verify) and not now,
        )
        for keys in manifest.parts
    )
    dataset = Dataset(
        manifest.pack,
        manifest.as_of,
        tables,
        places,
        manifest.content,
        parts,
        manifest.mapped,
        frozenset(manifest.absent),
    )
    if now or not parts:
        check_columns(folder, dataset)
    return dataset


def _write_tables(folder: Path, dataset: Dataset, part: int | None) -> tuple[File, ...]:
    refuse_identity(dataset)
    tables = {**dataset.tables, PLACES_TABLE: places_table(dataset.places)}
    return tuple(write_table(folder, name, tables[name], part) for name in sorted(tables))


class _PartsWriter:
    """What has to be known of the parts before, and no row of theirs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = Content()
        self.files: list[File] = []
        self.keys: list[PartKeys] = []
        self.places: dict[int, Place] = {}
        self.first: Dataset | None = None

    def add(self, part: Dataset) -> None:
        keys = keys_of(len(self.keys) + 1, part)
        check_next(self.keys, keys, self.first, part)
        self.first = self.first or changed(part, tables={}, places=PlaceTree({}), content="")
        self.files += _write_tables(self.folder, part, keys.number)
        for name, source in part.tables.items():
            self.content.add(name, source)
        self.places.update(part.places.places)
        self.keys.append(keys)

    def manifest(self) -> Manifest:
        if self.first is None:
            raise no_parts()
        places = places_table(PlaceTree.of(self.places.values()))
        self.content.add(PLACES_TABLE, places)
        content = self.content.told(self.first.pack_code, self.first.as_of, self.first.absent)
        if len(self.keys) == 1:
            self.files = [self._in_one_piece(file, places) for file in self.files]
            self.keys = []
        files = sorted(self.files, key=lambda file: (file.part or 0, file.table))
        return Manifest(
            self.first.pack_code,
            self.first.as_of,
            content,
            tuple(files),
            parts=tuple(self.keys),
            mapped=self.first.mapped,
            absent=tuple(sorted(self.first.absent)),
        )

    def _in_one_piece(self, file: File, places: pa.Table) -> File:
        """Written anew: rows of a snapshot in one piece are grouped otherwise."""
        part = self.folder / file.name
        rows = places if file.table == PLACES_TABLE else (part,)
        whole = write_table(self.folder, file.table, rows, None)
        part.unlink()
        return whole
