"""Files that are still as they were written, and hold the columns the pack has now."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tuopin.engine.kinds import Level
from tuopin.kernel.errors import BadInput
from tuopin.snapshot.dataset import Dataset, Part
from tuopin.snapshot.manifest import File, damaged
from tuopin.snapshot.parquet import sha256_of
from tuopin.snapshot.schema import level_schema


def check_there(folder: Path, file: File) -> None:
    """Only that the file is there in its size. Raises Damaged (`snapshot_damaged`)."""
    path = folder / file.name
    if not path.is_file() or path.stat().st_size != file.bytes:
        raise damaged(folder, file.name)


def check_rows(folder: Path, file: File) -> None:
    """That it can be read and has its rows. Raises Damaged (`snapshot_damaged`)."""
    check_there(folder, file)
    try:
        rows = pq.read_metadata(folder / file.name).num_rows
    except (pa.ArrowException, OSError) as problem:
        raise damaged(folder, file.name) from problem
    if rows != file.rows:
        raise damaged(folder, file.name)


def check_file(folder: Path, file: File) -> None:
    """Every byte. Raises Damaged (`snapshot_damaged`)."""
    check_there(folder, file)
    if sha256_of(folder / file.name) != file.sha256:
        raise damaged(folder, file.name)
    check_rows(folder, file)


def check_part(part: Part) -> None:
    """Every byte of one part. Raises Damaged (`snapshot_damaged`)."""
    for file in part.files:
        check_file(part.folder, file)


def check_columns(folder: Path, dataset: Dataset) -> None:
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
