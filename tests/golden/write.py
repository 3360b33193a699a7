"""Writes the golden texts anew: `python -m tests.golden.write`. Then read the difference before keeping it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.golden import explained, pack_sql

FOLDER = Path(__file__).parent


def texts() -> Mapping[str, str]:
    """File name -> text of every golden file."""
    pages = {"explained.zh.txt": explained.page("zh"), "explained.en.txt": explained.page("en")}
    return {**pack_sql.texts(), **pages}


def kept() -> set[str]:
    """The golden files that are there."""
    return {path.name for path in FOLDER.iterdir() if path.suffix in (".sql", ".txt")}


def main() -> None:
    written = texts()
    for name in kept() - set(written):
        (FOLDER / name).unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
