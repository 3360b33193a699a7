"""The packs: each a package of reviewed texts. `load` gives one by its code."""

import importlib
import pkgutil

from tuopin.kernel.errors import NotFound
from tuopin.standards.pack import Pack

DEFAULT = "cn"
"""The pack that is meant where nobody names one; the only place outside it that knows its name."""


def codes() -> tuple[str, ...]:
    """The codes of all packs, in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg))


def load(code: str) -> Pack:
    """One pack, checked while it is built. Raises NotFound (`no_such_pack`)."""
    if code not in codes():
        known = "、".join(codes())
        raise NotFound(
            "no_such_pack",
            zh=f"没有名为 {code} 的标准包。现有：{known}。",
            en=f"There is no pack named {code!r}. There are: {', '.join(codes())}.",
        )
    pack = importlib.import_module(f"{__name__}.{code}").PACK
    assert isinstance(pack, Pack)
    return pack
