"""The process that reads files nobody vouches for: its memory and time are limited, and it may die without harm.

Started by isolation.py with one argument, the folder through which both talk. What it prints is progress only.
"""

import json
import sys
import traceback
from pathlib import Path

from tuopin.intake.checking import read_batch
from tuopin.intake.exchange import read_request, write_error, write_outcome
from tuopin.intake.limits import Limits
from tuopin.intake.survey.batch import read_survey
from tuopin.kernel.errors import BadInput, TuopinError

try:
    import resource
except ImportError:  # Windows: only the time limit of the parent holds there
    resource = None  # type: ignore[assignment]

OUT_OF_MEMORY = 4
REFUSED = 5


def limit_resources(limits: Limits) -> None:
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main(folder: Path) -> int:
    """The exit code; the outcome or the refusal lies in the folder."""
    request = read_request(folder)
    limit_resources(request.limits)
    try:
        read = read_batch if request.mapping is None else read_survey
        write_outcome(folder, read(request, _tell))
    except TuopinError as error:
        write_error(folder, error)
        return REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:
        write_error(folder, _defect(error))
        return REFUSED
    return 0


def _tell(stage: str, done: int, total: int) -> None:
    print(json.dumps([stage, done, total]), flush=True)  # noqa: T201 - the parent reads it


def _defect(error: Exception) -> BadInput:
    """A mistake of ours. Its own message may hold a person's cells, so only the kind and the line are told."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}, {Path(frame.filename).name}:{frame.lineno}"
    return BadInput(
        "reading_failed",
        zh=f"读取时遇到程序错误（{where}），没有导入任何内容。请报告括号中的文字；不要附上原文件。",
        en=f"Reading met a defect of the program ({where}); nothing was imported. Report the words in brackets, "
        "without the file.",
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
