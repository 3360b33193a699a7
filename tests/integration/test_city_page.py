"""The example of docs/synthetic.md runs, on a smaller city."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tuopin.snapshot.files import open_snapshot
from tuopin.synthetic.city import City

PAGE = Path(__file__).resolve().parents[2] / "docs" / "synthetic.md"


def test_the_example_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    names: dict[str, City] = {}

    exec(found[1].replace("20_000", "600"), names)  # noqa: S102 - our own page

    assert open_snapshot(tmp_path / "city").content == names["city"].dataset.content
    assert (tmp_path / "city.xlsx").is_file()
    assert names["city"].planted_errors
