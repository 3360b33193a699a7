"""tuopin (脱贫): who is poor and why, what is still lacking, who may leave poverty; by rules anyone can read.

The names below load on first use (PEP 562), so that `import tuopin.engine` loads neither pyarrow nor DuckDB.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tuopin.intake import read_workbook
    from tuopin.intake.survey import read_microdata, translate
    from tuopin.snapshot.files import open_snapshot, write_snapshot
    from tuopin.synthetic.city import make_city
    from tuopin.warehouse.explaining import explain
    from tuopin.warehouse.judging import judge
    from tuopin.warehouse.reported import report
    from tuopin.warehouse.rerunning import rerun
    from tuopin.warehouse.whatif import whatif

__version__ = "0.1.0"

_HOMES = {
    "explain": "tuopin.warehouse.explaining",
    "judge": "tuopin.warehouse.judging",
    "make_city": "tuopin.synthetic.city",
    "open_snapshot": "tuopin.snapshot.files",
    "read_microdata": "tuopin.intake.survey",
    "read_workbook": "tuopin.intake",
    "report": "tuopin.warehouse.reported",
    "rerun": "tuopin.warehouse.rerunning",
    "translate": "tuopin.intake.survey",
    "whatif": "tuopin.warehouse.whatif",
    "write_snapshot": "tuopin.snapshot.files",
}

__all__ = [
    "__version__",
    "explain",
    "judge",
    "make_city",
    "open_snapshot",
    "read_microdata",
    "read_workbook",
    "report",
    "rerun",
    "translate",
    "whatif",
    "write_snapshot",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tuopin' has no attribute {name!r}. It has: {', '.join(__all__)}.")
    found = getattr(importlib.import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
