"""A bar on the screen for whatever takes longer than a moment; nothing at all in a log or for a machine."""

import contextlib
import threading
from collections.abc import Callable, Iterator

from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from tuopin.cli.session import Session
from tuopin.kernel.text import Text

SHOW_AFTER_S = 0.8

Tell = Callable[[Text, int, int], None]


@contextlib.contextmanager
def progress(session: Session) -> Iterator[Tell]:
    """Gives a function that is told (what, how many done, of how many); total 0 means nobody knows."""
    if session.for_machines or not session.err.is_terminal:
        yield lambda what, done, total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TaskProgressColumn(),
               TimeElapsedColumn())  # fmt: skip
    bar = Progress(*columns, console=session.err, transient=True)
    task = bar.add_task(session.words("准备", "getting ready"), total=None)
    told: list[str] = []

    def tell(what: Text, done: int, total: int) -> None:
        if told[-1:] != [what.en]:
            told.append(what.en)
            bar.reset(task, description=what.in_(session.language), total=total or None, completed=done)
        else:
            bar.update(task, total=total or None, completed=done)

    later = threading.Timer(SHOW_AFTER_S, bar.start)
    later.daemon = True
    later.start()
    try:
        yield tell
    finally:
        later.cancel()
        bar.stop()
