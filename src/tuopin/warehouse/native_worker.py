"""A worker that judges its parts in compiled loops; see worker.py."""

import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb

from tuopin.warehouse import native_judging, worker
from tuopin.warehouse.native_exchange import saved_loops
from tuopin.warehouse.part import PartQueries


def main(folder: Path) -> int:
    loops = saved_loops(folder)

    def judge(
        connection: duckdb.DuckDBPyConnection, queries: PartQueries, tables: Mapping[str, tuple[Path, ...]]
    ) -> None:
        native_judging.judge_tables(connection, queries, tables, loops)

    return worker.main(folder, judge)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
