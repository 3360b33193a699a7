"""`tuopin import`, on the office of these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.imports.office import make_office
from tests.support.workbooks import replaced, small_county, write_xlsx

from tuopin.cli.main import main
from tuopin.intake.checking import read_batch
from tuopin.registry.models import Household

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _office(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    make_office()
    monkeypatch.setattr(
        "tuopin.intake.batch.read_apart", lambda request, _, progress: read_batch(request, progress)
    )


def test_it_compares_and_with_a_second_person_merges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", replaced(small_county(), "户", "家庭年纯收入", 3, "八千左右"))

    code = main(
        [
            "import",
            str(file),
            "--as",
            "clerk",
            "--merge-as",
            "reviewer",
            "--refused",
            str(tmp_path / "r.xlsx"),
            "--json",
        ]
    )

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert told["state"] == "merged"
    assert told["counts"]["户"]["new"] == 2
    assert Household.objects.count() == 2
    assert (tmp_path / "r.xlsx").stat().st_mode & 0o077 == 0


def test_one_person_for_both_is_a_rule_that_forbids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_xlsx(tmp_path / "a.xlsx", small_county())

    assert main(["import", str(file), "--as", "county", "--merge-as", "county"]) == 3
    assert main(["import", str(file), "--as", "nobody"]) == 4
    assert not Household.objects.exists()
