"""The five lines of Python in the README run as they stand, on a workbook of the invented city."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tuopin.synthetic.city import make_city
from tuopin.synthetic.workbook import write_workbook

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("readme", "word"), [("README.md", "household status"), ("README.zh.md", "农户现状")]
)
def test_the_python_example_of_the_readme_runs(
    readme: str,
    word: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    example = re.search(r"```python\n(.*?)```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    city = make_city(households=100, seed=1, on=date(2020, 6, 30))
    write_workbook(city, tmp_path / "county.xlsx", errors=0)
    household = city.dataset.table("households")["code"][0].as_py()
    monkeypatch.chdir(tmp_path)

    exec(re.sub(r'household="\d+"', f'household="{household}"', example.group(1)), {})  # noqa: S102

    assert word in capsys.readouterr().out
    assert (tmp_path / "results" / "households.xlsx").is_file()
