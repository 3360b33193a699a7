"""What docs/engine.md quotes from the compiler is what the compiler writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.golden.write import FOLDER

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"^```(?:sql|text)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("quoted", [text for text in QUOTED if "engine/" not in text])
def test_every_quotation_stands_in_a_golden_file(quoted: str) -> None:
    written = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.*"))]

    assert any(quoted in text for text in written)


def test_the_page_quotes_something() -> None:
    assert len(QUOTED) == 5


def test_every_file_the_page_names_is_there_and_none_is_forgotten() -> None:
    modules = {path.name for path in (ROOT / "src" / "tuopin" / "engine").glob("*.py")} - {"__init__.py"}
    named = set(re.findall(r"\b(\w+\.py)\b", PAGE))

    assert modules - named == {"calendar.py", "records.py"}
    assert named - modules == {
        "native_code.py",
        "native_judging.py",
        "planted_bugs.py",
        "test_every_operator.py",
        "test_every_pack.py",
    }
