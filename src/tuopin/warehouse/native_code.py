"""Turns the text of loops into machine code with numba, where it is installed, and keeps it for the next time.

Compiling takes seconds, so numba's own cache is used, in a folder that belongs to this user alone: what lies
there is run. The name of a file is the digest of its text and of what compiled it.
"""

import hashlib
import importlib
import importlib.util
import os
import stat
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tuopin.engine.kinds import Level
from tuopin.engine.native import HELPERS, Loop, Loops
from tuopin.kernel.errors import BadInput

COMPILER = "numba"
SIGNATURES = {
    "ask": "int64(boolean, boolean)",
    "bounded": "int64(boolean, boolean, boolean)",
    "pick": "int64(boolean, int64, int64)",
}
"""Said beforehand, or numba compiles the same few lines anew for every constant they are called with."""


def is_installed() -> bool:
    return importlib.util.find_spec(COMPILER) is not None


def require_installed() -> None:
    """Raises BadInput (`native_not_installed`)."""
    if not is_installed():
        raise BadInput(
            "native_not_installed",
            zh="本机没有安装编译引擎所需的 numba。请运行 ./tuopin native 安装，或改用 --engine sql，结果相同。",
            en="The native engine needs numba, which is not installed here. Run ./tuopin native to install it, or "
            "use --engine sql; the results are the same.",
        )


def functions_of(loops: Loops) -> Mapping[Level, Loop]:
    """One compiled function a level. The first call of each compiles, unless the machine code was kept."""
    module = _compiled(loops.text)
    return {level: getattr(module, f"judge_{level.plural}") for level in loops.of}


@cache
def _compiled(text: str) -> ModuleType:
    require_installed()
    numba: Any = importlib.import_module(COMPILER)
    made_by = f"{text}\n{COMPILER} {numba.__version__} {sys.version}"
    name = f"tuopin_loops_{hashlib.sha256(made_by.encode()).hexdigest()[:24]}"
    module = _loaded(name, _written(folder() / f"{name}.py", text))
    for function in (*HELPERS, *(each for each in vars(module) if each.startswith("judge_"))):
        compiled = numba.njit(SIGNATURES.get(function), cache=True, nogil=True)(getattr(module, function))
        setattr(module, function, compiled)
    return module


def _loaded(name: str, path: Path) -> ModuleType:
    """Under its own name among Python's modules, where numba looks for it when it loads what it kept."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _written(path: Path, text: str) -> Path:
    """The file with exactly this text; rewritten only when it differs, because numba looks at its time."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return path


@cache
def folder() -> Path:
    """A folder only this user may write to; a temporary one when there is no such place."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    wanted = Path(home) / "tuopin" / "loops"
    try:
        wanted.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="tuopin-loops-"))
    return wanted if _is_private(wanted) else Path(tempfile.mkdtemp(prefix="tuopin-loops-"))


def _is_private(place: Path) -> bool:
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or not os.access(place, os.W_OK):
        return False
    if not hasattr(os, "getuid"):  # Windows: the folder lies in the user's own profile
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
