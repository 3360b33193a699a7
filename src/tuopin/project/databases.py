"""The database of an office: SQLite held to what it can promise, or PostgreSQL; start-up refuses anything less.

Why FULL and IMMEDIATE: without FULL a power cut loses acknowledged writes; without IMMEDIATE two writers meet in the
middle of their transactions and one of them fails (both measured, docs/adr/0020).
"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tuopin.kernel.errors import BadInput
from tuopin.project.office import DATABASE, Office

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
"""What SQLite must answer when asked, on every connection; 2 is FULL."""
INIT = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; "
    "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864"
)

WAITS_S = 60
"""A save waits for the one writer that SQLite has. The longest known one merges 100,000 rows of an import, all or
nothing (docs/benchmarks.md): whoever saves meanwhile waits, and is not refused."""


def database_of(office: Office) -> dict[str, Any]:
    """Raises BadInput (`database_address`) for an address that is not one of PostgreSQL."""
    if office.database is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": office.sqlite,
            "OPTIONS": {"timeout": WAITS_S, "transaction_mode": "IMMEDIATE", "init_command": INIT},
            "ATOMIC_REQUESTS": False,
        }
    return _postgresql(office.database)


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    name = parts.path.lstrip("/")
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise BadInput(
            "database_address",
            zh=f"{DATABASE} 应写成 postgresql://用户:口令@主机:端口/库名，或不设（用 SQLite）。",
            en=f"{DATABASE} is written postgresql://USER:PASSWORD@HOST:PORT/NAME, or left out for SQLite.",
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
