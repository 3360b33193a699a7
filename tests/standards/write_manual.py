"""Writes docs/generated again: `.venv/bin/python -m tests.standards.write_manual`, after a pack has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tuopin import standards
from tuopin.standards import examples
from tuopin.standards.manual import manual

GENERATED = Path(__file__).resolve().parents[2] / "docs" / "generated"


def pages() -> Iterator[tuple[Path, str]]:
    """Every page with its text: English, and Chinese beside it."""
    for code in standards.codes():
        pack = standards.load(code)
        texts = examples.texts(pack)
        yield GENERATED / f"{code}.md", manual(pack, "en", texts)
        yield GENERATED / f"{code}.zh.md", manual(pack, "zh", texts)


if __name__ == "__main__":
    GENERATED.mkdir(parents=True, exist_ok=True)
    for path, text in pages():
        path.write_text(text, encoding="utf-8", newline="\n")
