"""A process that judges parts, one after another, until nobody gives it more.

Started by crew.py with one argument, the folder of the task. A line of standard input is a part, a line of
standard output its answer.
"""

import hashlib
import os
import signal
import sys
from pathlib import Path

import duckdb

from tuopin.snapshot.manifest import damaged
from tuopin.warehouse.connection import connect, refusals
from tuopin.warehouse.exchange import Job, Task, read_task, write_error, write_found
from tuopin.warehouse.part import Native, PartFound, judge_part


def main(folder: Path, native: Native | None = None) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the run, which ends its workers
    task = read_task(folder)
    connection = connect(
        task.files, threads=1, memory_mb=task.memory_mb, spill=folder / f"spill-{os.getpid()}"
    )
    for name, table in task.queries.terms.items():
        connection.register(name, table)
    for line in sys.stdin:
        job = Job.read(line)
        try:
            answer = write_found(folder, job.number, work(connection, task, job, native))
        except Exception as error:
            answer = write_error(error)
        print(answer, flush=True)  # noqa: T201 - the run reads it
    return 0


def work(
    connection: duckdb.DuckDBPyConnection, task: Task, job: Job, native: Native | None = None
) -> PartFound:
    """Checks the bytes where that is still to be done, then judges."""
    for path, digest in job.to_check.items():
        with open(path, "rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise damaged(Path(path).parent, Path(path).name)
    with refusals():
        return judge_part(connection, task.queries, job.tables, task.keep_in, job.number, native)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
