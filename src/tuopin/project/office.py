"""An office is a folder: the database (unless PostgreSQL is named), the keys, snapshots, runs, imports, backups.

What an office may set comes from the environment, each name documented in docs/install.md (a test compares).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tuopin import standards

HOME = "TUOPIN_HOME"
DATABASE = "TUOPIN_DATABASE"
HOSTS = "TUOPIN_HOSTS"
DEBUG = "TUOPIN_DEBUG"
PACK = "TUOPIN_PACK"
BUSINESS_DAY = "TUOPIN_BUSINESS_DAY"
TLS = "TUOPIN_TLS"
SECOND_FACTOR = "TUOPIN_SECOND_FACTOR"
DEFAULT_HOME = Path("tuopin-office")


@dataclass(frozen=True)
class Office:
    """`database` None is the SQLite file of the folder; `business_day` fixes today, for demonstrations; `tls`
    says that people reach it by https, so that cookies travel no other way; `second_factor` that those who hold the
    keys or see a whole county set one up at their next sign-in (accounts.rules)."""

    home: Path
    database: str | None
    hosts: tuple[str, ...]
    debug: bool
    pack: str
    business_day: str | None
    tls: bool
    second_factor: bool

    @property
    def keys(self) -> Path:
        return self.home / "keys.json"

    @property
    def sqlite(self) -> Path:
        return self.home / "tuopin.sqlite3"

    @property
    def map(self) -> Path:
        """The shapes of villages (GeoJSON, by place code), where the office has put them."""
        return self.home / "places.geojson"

    def folder(self, name: str) -> Path:
        """A folder of the office (snapshots, runs, imports, backups), made when first asked for."""
        path = self.home / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def office_of(environ: Mapping[str, str] = os.environ) -> Office:
    return Office(
        home=Path(environ.get(HOME) or DEFAULT_HOME).absolute(),
        database=environ.get(DATABASE) or None,
        hosts=tuple(host for host in environ.get(HOSTS, "localhost,127.0.0.1,[::1]").split(",") if host),
        debug=environ.get(DEBUG) == "1",
        pack=environ.get(PACK) or standards.DEFAULT,
        business_day=environ.get(BUSINESS_DAY) or None,
        tls=environ.get(TLS) == "1",
        second_factor=environ.get(SECOND_FACTOR) == "1",
    )
