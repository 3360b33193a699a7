"""A data set as a folder of Parquet files and a manifest. Written whole or not at all, verified when opened."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.content import batches, schema_of
from tuopin.snapshot.dataset import Dataset, Source, places_of_table, places_table
from tuopin.snapshot.identity import refuse_identity
from tuopin.snapshot.manifest import MANIFEST, File, Manifest, damaged, read_manifest
from tuopin.snapshot.schema import level_schema

ROW_GROUP = 122_880
"""What DuckDB scans at a time, so that each group goes to one thread."""
PLACES_TABLE = "places"


def write_snapshot(dataset: Dataset, folder: str | Path, *, replace: bool = False) -> Manifest:
    """Writes beside the folder and renames, so that nobody ever sees half a snapshot.

    Raises BadInput for a folder that exists and is not empty, unless `replace` is given and it is a snapshot,
    and RefusedByRule when a table holds identity (ADR 0007).
    """
    folder = Path(folder).absolute()
    _refuse_occupied(folder, replace=replace)
    refuse_identity(dataset)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _beside(folder) as partial:
        tables = {**dataset.tables, PLACES_TABLE: places_table(dataset.places)}
        files = tuple(_write(partial, name, tables[name]) for name in sorted(tables))
        manifest = Manifest(dataset.pack_code, dataset.as_of, dataset.content, files)
        (partial / MANIFEST).write_bytes(manifest.text().encode())
        _put_in_place(partial, folder)
    return manifest


def open_snapshot(folder: str | Path, *, verify: bool = True) -> Dataset:
    """The data set of a snapshot; its tables stay in their files until asked for.

    Raises BadInput for what is no snapshot, or one of another version; Damaged when a file is not as written.
    Without `verify` only the manifest, the sizes and the row counts are checked, not every byte.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    tables: dict[str, tuple[Path, ...]] = {}
    for file in manifest.files:
        _check_file(folder, file, verify=verify)
        tables[file.table] = (*tables.get(file.table, ()), folder / file.name)
    if PLACES_TABLE not in tables:
        raise damaged(folder, MANIFEST)
    places = places_of_table(pa.concat_tables([pq.read_table(path) for path in tables.pop(PLACES_TABLE)]))
    dataset = Dataset(manifest.pack, manifest.as_of, tables, places, manifest.content)
    _check_columns(folder, dataset)
    return dataset


def _write(folder: Path, table: str, source: Source) -> File:
    path = folder / f"{table}.parquet"
    rows = 0
    writer: pq.ParquetWriter | None = None
    try:
        for group in _groups(source):
            writer = writer or _writer(path, group.schema)
            writer.write_table(group, row_group_size=ROW_GROUP)
            rows += group.num_rows
        if writer is None:
            writer = _writer(path, schema_of(source))
    finally:
        if writer is not None:
            writer.close()
    return File(table, path.name, rows, path.stat().st_size, _sha256(path))


def _groups(source: Source) -> Iterator[pa.Table]:
    """Full groups in one chunk each: the bytes then depend on the rows alone, not on how they came."""
    waiting: list[pa.Table] = []
    rows = 0
    for batch in batches(source, ROW_GROUP):
        waiting.append(batch)
        rows += batch.num_rows
        while rows >= ROW_GROUP:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, ROW_GROUP).combine_chunks()
            waiting = [joined.slice(ROW_GROUP)]
            rows -= ROW_GROUP
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Dictionaries for codes, days and places, differences for household numbers, plain for the rest (measured)."""
    dictionary = [field.name for field in schema if _repeats(field)]
    return pq.ParquetWriter(
        path,
        schema.remove_metadata(),
        compression="zstd",
        compression_level=1,
        use_dictionary=dictionary,
        column_encoding={"household": "DELTA_BINARY_PACKED"} if "household" in schema.names else None,
    )


def _repeats(field: pa.Field) -> bool:
    types = pa.types
    if field.name in ("village", "county"):
        return True
    return bool(types.is_string(field.type) or types.is_int16(field.type) or types.is_date32(field.type))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ---- placing it -----------------------------------------------------------------------------------


def _refuse_occupied(folder: Path, *, replace: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir() or (replace and not (folder / MANIFEST).is_file()):
        raise BadInput(
            "snapshot_place_taken",
            zh=f"{folder} 已存在，且不是数据快照，不会覆盖。请换一个文件夹。",
            en=f"{folder} exists and is not a snapshot, so it is not replaced. Choose another folder.",
        )
    if not replace:
        raise BadInput(
            "snapshot_folder_not_empty",
            zh=f"文件夹 {folder} 不是空的，快照不会写入其中。请换一个文件夹，或明确要求替换原快照。",
            en=f"Folder {folder} is not empty; a snapshot is not written into it. "
            "Choose another folder, or say that the snapshot there is to be replaced.",
        )


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk, gone again whatever happens."""
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    try:
        partial.chmod(0o755)
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put_in_place(partial: Path, folder: Path) -> None:
    if not folder.exists():
        partial.rename(folder)
        return
    with _beside(folder) as aside:
        old = aside / "old"
        folder.rename(old)
        try:
            partial.rename(folder)
        except OSError:
            old.rename(folder)
            raise


# ---- checking it ----------------------------------------------------------------------------------


def _check_file(folder: Path, file: File, *, verify: bool) -> None:
    path = folder / file.name
    if not path.is_file() or path.stat().st_size != file.bytes:
        raise damaged(folder, file.name)
    if verify and _sha256(path) != file.sha256:
        raise damaged(folder, file.name)
    try:
        rows = pq.read_metadata(path).num_rows
    except (pa.ArrowException, OSError) as problem:
        raise damaged(folder, file.name) from problem
    if rows != file.rows:
        raise damaged(folder, file.name)


def _check_columns(folder: Path, dataset: Dataset) -> None:
    """A pack that has since gained a fact cannot judge the files as they are: say so, rather than fail inside."""
    for level in Level:
        for path in dataset.tables.get(level.plural, ()):
            found = pq.read_schema(path)
            wanted = level_schema(dataset.pack, level)
            missing = [field.name for field in wanted if found.get_field_index(field.name) < 0]
            changed = [
                field.name
                for field in wanted
                if field.name in found.names and found.field(field.name).type != field.type
            ]
            if missing or changed:
                names = "、".join(missing + changed)
                raise BadInput(
                    "snapshot_columns",
                    zh=f"快照 {folder} 的{level.label.zh}表与标准包 {dataset.pack_code} 现在的登记信息不符：{names}。"
                    "请从原始数据重新生成快照。",
                    en=f"The table of {level.plural} in snapshot {folder} does not fit the facts that pack "
                    f"{dataset.pack_code!r} has now: {', '.join(missing + changed)}. Make the snapshot again.",
                )
