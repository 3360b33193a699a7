"""Importing a workbook: every row counted once, nothing changed before a second person merges, all undone whole."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.forms.models import model_to_dict
from tests.imports.office import AT, ON, acting, handed_in, make_office, merged, outcome, undone, workbook
from tests.support.workbooks import VILLAGES, citizen, replaced, small_county

from tuopin.audit.models import Entry
from tuopin.engine.kinds import Level
from tuopin.intake.checking import read_batch
from tuopin.intake.imports import files, merging, reading, staging
from tuopin.intake.imports.rules import adds_up, tally
from tuopin.intake.imports.selectors import import_visible_to
from tuopin.intake.models import Import, ImportRow
from tuopin.jobs.running import perform
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, NotFound, RefusedByRule
from tuopin.registry.models import Household, Identity, Membership, NameToken, Person, Residence
from tuopin.registry.models.facts import STATES, Source
from tuopin.registry.selectors import facts_as_of, record_of
from tuopin.registry.services.facts import record_facts
from tuopin.registry.services.identity import opened

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process: that a process of its own does the same is shown in test_killed_workers."""
    make_office()
    monkeypatch.setattr(
        "tuopin.intake.batch.read_apart", lambda request, _, progress: read_batch(request, progress)
    )


def state_of_registry() -> dict[str, Any]:
    """Everything the registry knows, but for versions, which only count how often something was touched."""
    found: dict[str, Any] = {
        model.__name__: sorted(map(str, model.objects.values_list()))
        for model in (Person, Membership, Residence, Identity, NameToken)
    }
    found["households"] = sorted(
        Household.objects.values_list("id", "key", "code", "village", "opened_on", "closed_on")
    )
    for level, model in STATES.items():
        found[level.value] = {str(each.pk): model_to_dict(each) for each in model.objects.all()}
    return found


def total(batch: Import) -> dict[str, int]:
    return tally(batch.counts)


def test_a_first_import_is_counted_row_by_row_and_changes_nothing_yet(tmp_path: Path) -> None:
    before = state_of_registry()

    batch = handed_in(workbook(tmp_path, small_county()))

    assert batch.state == "read"
    assert adds_up(batch.counts)
    assert batch.counts["户"]["new"] == 3
    assert batch.counts["人"]["new"] == 6
    assert batch.counts["村"]["changed"] == 2
    assert state_of_registry() == before


def test_a_second_person_merges_it_with_names_sealed_and_facts_dated(tmp_path: Path) -> None:
    batch = merged(handed_in(workbook(tmp_path, small_county())))

    assert (batch.state, batch.merged_by) == ("merged", "reviewer")
    household = Household.objects.get(code="H001")
    assert [person.number for person in household.members.order_by("number")] == [1, 2, 3]
    assert opened(household.members.get(number=1)).name == "甲某"
    assert opened(household.members.get(number=1)).id_number == citizen(1)
    income = facts_as_of(Level.HOUSEHOLD, household).origin["net_income"]
    assert (str(income.collected_on), income.source) == ("2020-06-01", "import")
    assert record_of(household, on=ON).facts["net_income"] == 1_200_050
    assert not ImportRow.objects.exclude(papers=None).exists()


def test_households_without_their_people_do_not_lose_them(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))
    alone = {name: rows for name, rows in small_county().items() if name == "户"}

    batch = handed_in(workbook(tmp_path, alone))

    assert total(batch)["same"] == 3


def test_the_audit_has_one_entry_with_a_root_over_all_rows(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))

    entry = Entry.objects.get(action="imports.merge")
    assert b'"batch":{"count":11,"root":"' in bytes(entry.content)
    assert "甲某" not in bytes(entry.content).decode()


def test_whoever_handed_it_in_cannot_merge_it(tmp_path: Path) -> None:
    batch = handed_in(workbook(tmp_path, small_county()), by="county")

    with pytest.raises(RefusedByRule, match="cannot merge"):
        staging.ask_merge(actor=acting("county"), key=batch.pk, at=AT, on=ON)

    assert not Household.objects.exists()


def test_the_database_too_refuses_one_person_for_both(tmp_path: Path) -> None:
    batch = handed_in(workbook(tmp_path, small_county()), by="county")

    with pytest.raises(Exception, match="import_two_people"):
        Import.objects.filter(pk=batch.pk).update(state="merged", merged_by="county", merged_at=AT)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    first = merged(handed_in(workbook(tmp_path, small_county())))
    before = state_of_registry()

    second = handed_in(workbook(tmp_path, small_county()))

    assert second.content == first.content
    assert total(second) == {**total(second), "new": 0, "changed": 0, "same": 11, "refused": 0}
    with pytest.raises(RefusedByRule, match="brings nothing"):
        staging.ask_merge(actor=acting("reviewer"), key=second.pk, at=AT, on=ON)
    assert state_of_registry() == before


def test_a_change_is_shown_with_what_was_known_and_its_day(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))
    later = replaced(small_county(), "户", "家庭年纯收入", 2, 15000)
    later = replaced(later, "户", "采集日期", 2, "2020-06-20")

    batch = handed_in(workbook(tmp_path, later))

    row = batch.rows.get(outcome="changed")
    assert (row.code, row.facts, row.old) == (
        "H001",
        {"net_income": 1_500_000},
        {"net_income": [1_200_050, "2020-06-01"]},
    )
    merged(batch)
    known = facts_as_of(Level.HOUSEHOLD, Household.objects.get(code="H001"))
    assert known.values["net_income"] == 1_500_000
    assert known.values["size"] == 3


def test_a_blank_cell_takes_nothing_away(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))

    batch = handed_in(workbook(tmp_path, replaced(small_county(), "户", "家庭年纯收入", 2, None)))

    assert total(batch)["changed"] == 0


def test_undoing_gives_back_the_same_registry(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))
    before = state_of_registry()
    later = replaced(small_county(), "户", "家庭年纯收入", 2, 15000)
    later = replaced(later, "户", "采集日期", 2, "2020-06-20")
    later["户"].append(
        ["H009", VILLAGES[0], "九八省", "石桥县", "大石村", "丁某", "2020-06-20", 1, 9000, "是", "B级"]
    )
    later["人"].append(["H009", "丁某", citizen(9), "户主", "男", "1980-05-17", "健康", 0])
    later["人"].append(["H001", "甲女", citizen(8, female=True), "之女", "女", "1980-05-17", "健康", 0])
    batch = merged(handed_in(workbook(tmp_path, later)))
    assert state_of_registry() != before

    assert undone(batch).state == "done"

    assert state_of_registry() == before
    assert Import.objects.get(pk=batch.pk).state == "undone"
    household = Household.objects.get(code="H001")
    assert facts_as_of(Level.HOUSEHOLD, household).values["net_income"] == 1_200_050
    as_it_was = facts_as_of(Level.HOUSEHOLD, household, known_at=batch.merged_at)
    assert as_it_was.values["net_income"] == 1_500_000


def test_what_was_undone_can_be_imported_again(tmp_path: Path) -> None:
    batch = merged(handed_in(workbook(tmp_path, small_county())))
    undone(batch)
    assert not Household.objects.exists()

    merged(handed_in(workbook(tmp_path, small_county())))

    assert Household.objects.count() == 3


def test_an_import_of_which_something_was_used_is_not_undone_and_says_what(tmp_path: Path) -> None:
    batch = merged(handed_in(workbook(tmp_path, small_county())))
    household = Household.objects.get(code="H002")
    record_facts(
        actor=acting("clerk"), household="H002", seen=household.version, collected_on=ON, source=Source.VISIT, at=AT,
        on=ON, facts={"net_income": 1}, members={},
    )  # fmt: skip
    before = state_of_registry()

    job = undone(batch)

    assert job.state == "failed"
    assert job.error["code"] == "import_used"
    assert "H002" in job.error["en"]
    assert "H001" not in job.error["en"]
    assert state_of_registry() == before
    assert Import.objects.get(pk=batch.pk).state == "merged"


def test_a_household_changed_after_the_comparison_stops_the_merge_until_it_is_compared_again(
    tmp_path: Path,
) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))
    batch = handed_in(workbook(tmp_path, replaced(small_county(), "户", "家庭年纯收入", 3, 8001)))
    record_facts(
        actor=acting("clerk"), household="H002", seen=1, collected_on=ON, source=Source.VISIT, at=AT, on=ON,
        facts={"net_income": 7}, members={},
    )  # fmt: skip
    job = staging.ask_merge(actor=acting("reviewer"), key=batch.pk, at=AT, on=ON, told=False)
    perform(str(job.pk), merging.merge)
    job.refresh_from_db()
    assert job.error["code"] == "import_outdated"

    again = staging.read_again(actor=acting("clerk"), key=batch.pk, at=AT, on=ON, told=False)
    perform(str(again.pk), reading.read)
    outcome(again)

    assert merged(batch).state == "merged"


def test_rows_of_other_places_are_refused_row_by_row(tmp_path: Path) -> None:
    sheets = small_county()
    sheets["户"].append(["X1", "980102100001", "九八省", None, None, "戊某", "2020-06-01", 1, 1, "是", "A级"])
    sheets["人"].append(["X1", "戊某", citizen(11), "户主", "男", "1980-05-17", "健康", 0])

    batch = handed_in(workbook(tmp_path, sheets))

    assert batch.counts["户"]["refused"] == 1
    assert batch.counts["人"]["refused"] == 1
    assert adds_up(batch.counts)
    assert batch.has_refused
    with files.opened(batch, "refused-zh", ".xlsx") as path:
        assert path.stat().st_size > 1_000


def test_doubles_in_the_file_and_in_the_registry_are_told_apart(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))
    sheets = small_county()
    sheets["户"].append(list(sheets["户"][1]))
    sheets["人"].append(list(sheets["人"][1]))
    sheets["人"].append(["H003", "甲某", citizen(1), "其他", "男", "1980-05-17", "健康", 0])

    batch = handed_in(workbook(tmp_path, sheets))

    assert batch.counts["户"]["duplicate"] == 1
    assert batch.counts["人"]["duplicate"] == 2
    assert batch.rows.get(outcome="duplicate").reason in ("id_elsewhere", "id_twice")
    assert adds_up(batch.counts)


def test_a_person_of_another_household_is_not_taken_over(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))
    sheets = small_county()
    sheets["人"][1][0] = "H003"  # 甲某 with his number, now written into another household

    batch = handed_in(workbook(tmp_path, sheets))

    assert batch.rows.get(outcome="duplicate").reason == "id_elsewhere"
    assert adds_up(batch.counts)


def test_a_household_of_another_village_is_not_moved_by_an_import(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))

    batch = handed_in(workbook(tmp_path, replaced(small_county(), "户", "村代码", 2, VILLAGES[1])))

    assert batch.rows.filter(reason="household_elsewhere").count() == 1
    assert batch.rows.filter(reason="household_refused").count() == 3
    assert adds_up(batch.counts)


def test_a_namesake_with_another_number_is_not_taken_for_the_member(tmp_path: Path) -> None:
    merged(handed_in(workbook(tmp_path, small_county())))

    batch = handed_in(workbook(tmp_path, replaced(small_county(), "人", "证件号码", 2, citizen(77))))

    assert batch.rows.get(outcome="refused").reason == "other_number"


def test_the_next_county_sees_none_of_it(tmp_path: Path) -> None:
    batch = handed_in(workbook(tmp_path, small_county()))

    with pytest.raises(NotFound):
        import_visible_to(acting("next"), batch.pk)
    with pytest.raises(NotFound):
        staging.ask_merge(actor=acting("next"), key=batch.pk, at=AT, on=ON)


def test_a_discarded_import_leaves_no_rows_and_no_file(tmp_path: Path) -> None:
    batch = handed_in(workbook(tmp_path, small_county()))

    staging.discard(actor=acting("clerk"), key=batch.pk, at=AT)

    assert not ImportRow.objects.exists()
    with pytest.raises(FileNotFoundError), files.opened(batch, "file", ".xlsx"):
        pass
    with pytest.raises(ChangedMeanwhile):
        staging.ask_merge(actor=acting("reviewer"), key=batch.pk, at=AT, on=ON)


def test_the_name_of_a_file_leads_nowhere() -> None:
    assert files.shown_name("../../etc/\x00passwd\n.csv") == "passwd.csv"
    with pytest.raises(BadInput):
        files.suffix_of("扶贫.exe")


def test_what_lies_in_the_office_is_sealed(tmp_path: Path, settings: Any) -> None:
    handed_in(workbook(tmp_path, small_county()))

    for file in settings.OFFICE.folder("imports").iterdir():
        assert not file.read_bytes().startswith(b"PK")
        assert file.stat().st_mode & 0o077 == 0


def test_a_messy_workbook_adds_up_all_the_same(tmp_path: Path) -> None:
    sheets = deepcopy(small_county())
    sheets["户"][2][8] = "八千左右"
    sheets["人"][3][2] = "123"
    sheets["帮扶"] = [["户编号", "帮扶人姓名", "帮扶单位"], ["H001", "己某", "县水利局"]]

    batch = handed_in(workbook(tmp_path, sheets))

    assert adds_up(batch.counts)
    assert batch.counts["帮扶"]["kept_out"] == 1
    assert total(batch)["refused"] == 4
