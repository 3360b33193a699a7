"""The one place that opens DuckDB, with everything shut that judging does not need."""

import contextlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from tuopin.kernel.errors import CannotWrite, Damaged

MOST_THREADS = 16
SHARE_OF_MEMORY = 0.6


def connect(
    files: Iterable[Path] = (),
    *,
    threads: int | None = None,
    memory_mb: int | None = None,
    spill: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """An empty database in memory that can read `files` and nothing else, and whose settings are locked.

    DuckDB by itself reads any file, fetches extensions and even finds Python variables by name. Here it may
    not; what does not fit in memory goes to a private temporary folder that is removed with the connection, or
    to `spill`, which is the caller's to remove.
    """
    folder = spill or Path(tempfile.mkdtemp(prefix="tuopin-"))
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": f"{memory_mb or _memory_mb()}MB",
            "preserve_insertion_order": "false",  # rows are ordered by key when they are written
            "python_enable_replacements": "false",
            "temp_directory": str(folder),
            "threads": str(threads or min(os.cpu_count() or 1, MOST_THREADS)),
        },
    )
    connection.execute("SET enable_progress_bar = false")
    connection.execute(
        "SET disabled_optimizers = 'partial_aggregate_pushdown'"
    )  # two thirds of planning, for nothing
    connection.execute("SET allowed_paths = $1", [[str(Path(file).resolve()) for file in files]])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    if spill is None:
        weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    return connection


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """DuckDB's own errors as sentences: no memory, no room on the disk, a file that cannot be read."""
    try:
        yield
    except RuntimeError as why:
        if "interrupted" in str(why).lower():  # what DuckDB makes of Ctrl-C
            raise KeyboardInterrupt from why
        raise
    except duckdb.OutOfMemoryException as why:
        raise CannotWrite(
            "out_of_memory",
            zh="内存不够，判定没有完成，也没有留下半份结果。请关闭其他程序，或先按县拆分数据再判定。",
            en="Not enough memory: judging stopped and left nothing half-done. Close other programs, or judge "
            "county by county.",
        ) from why
    except (duckdb.IOException, duckdb.InvalidInputException, pa.ArrowInvalid) as why:
        if "No space left" in str(why):
            raise CannotWrite.disk_full(tempfile.gettempdir()) from why
        if not isinstance(why, duckdb.IOException) and "parquet" not in str(why).lower():
            raise  # a query of ours that is wrong, not a file
        raise Damaged(
            "data_file_unreadable",
            zh=f"数据文件读不出来：{_first_line(why)}。请重新生成或重新拷贝这份数据快照。",
            en=f"A data file cannot be read: {_first_line(why)}. Make or copy the snapshot again.",
        ) from why


def _first_line(why: Exception) -> str:
    return str(why).strip().splitlines()[0].rstrip("。.")


def _memory_mb() -> int:
    """Part of the machine's memory, so that a large run spills to disk before the machine swaps."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        total = 4 * 2**30
    return max(512, int(total * SHARE_OF_MEMORY / 2**20))
