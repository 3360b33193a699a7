"""Places change: names, codes, merges and splits; households and postings follow, or nothing happens at all."""

from __future__ import annotations

import json
from datetime import date

import pytest
from tests.support.cast import (
    AT,
    COUNTY,
    COUNTY_PATH,
    ELSEWHERE,
    HERE,
    NEXT_VILLAGE,
    TODAY,
    make_places,
    officer,
)

from tuopin.accounts import services as accounts
from tuopin.accounts.models import Posting, User
from tuopin.accounts.rules import Act, Role
from tuopin.accounts.selectors import actor_of
from tuopin.audit.models import Entry
from tuopin.intake.place_table import area_of
from tuopin.kernel.actor import SYSTEM, Actor
from tuopin.kernel.errors import BadInput, ChangedMeanwhile, NotFound, RefusedByRule, TuopinError
from tuopin.kernel.text import Text
from tuopin.places import changes
from tuopin.places.adding import Added, NewPlace, add_places
from tuopin.places.models import Change, FormerName, Place
from tuopin.places.selectors import tree_on
from tuopin.registry.columns import the_pack
from tuopin.registry.models import Household, Residence
from tuopin.registry.selectors import households_visible_to
from tuopin.registry.services.members import register_household
from tuopin.registry.services.place_changes import Moved, merge_place, split_place

pytestmark = pytest.mark.django_db
ON = date(2020, 6, 1)
TOWN = "990101101"
SYSTEM_ADMIN = officer(Role.SYSTEM_ADMIN, COUNTY_PATH, code="keeper")
ACT = Act.ADMINISTER_PLACES.value


@pytest.fixture(autouse=True)
def _places() -> None:
    make_places()


def added(
    code: str,
    level: str,
    parent: str,
    *,
    valid_from: date = ON,
    name: str = "新村",
    actor: Actor = SYSTEM_ADMIN,
) -> Added:
    area = area_of(code, level, the_pack())
    assert area is not None
    row = NewPlace(2, area.id, code, level, Text(name, name), parent, area.groups, valid_from)
    return add_places(actor=actor, act=ACT, rows=[row], levels=the_pack().place_levels, at=AT)


def household(code: str, village: str = HERE, *, opened_on: date = date(2014, 1, 1)) -> Household:
    return register_household(actor=COUNTY, code=code, village=village, opened_on=opened_on, at=AT, on=TODAY)


def merged(
    old: str, new: str, *, on: date = ON, actor: Actor = SYSTEM_ADMIN, source: str = "示例〔2020〕1号"
) -> Moved:
    return merge_place(actor=actor, old=old, new=new, on=on, source=source, at=AT, today=TODAY)


def split(mapping: dict[str, str], *, old: str = HERE) -> Moved:
    return split_place(
        actor=SYSTEM_ADMIN, old=old, mapping=mapping, on=ON, source="示例〔2020〕2号", at=AT, today=TODAY
    )


def renamed(
    name: str = "更好村", *, on: date = ON, code: str = HERE, actor: Actor = SYSTEM_ADMIN, source: str = "文"
) -> None:
    changes.rename(
        actor=actor, act=ACT, code=code, name_zh=name, name_en="", on=on, source=source, at=AT, today=TODAY
    )


def living(village: str) -> list[str]:
    return list(
        Household.objects.filter(village__code=village).order_by("code").values_list("code", flat=True)
    )


def entries(action: str) -> list[dict[str, object]]:
    return [json.loads(bytes(each.content)) for each in Entry.objects.filter(action=action).order_by("pk")]


def test_households_of_a_merged_village_live_in_the_other_from_that_day() -> None:
    first, late = household("A1"), household("A2", opened_on=date(2020, 6, 15))
    household("B1", NEXT_VILLAGE)

    assert merged(HERE, NEXT_VILLAGE) == Moved(2, 0)

    assert (living(HERE), living(NEXT_VILLAGE)) == ([], ["A1", "A2", "B1"])
    lived = Residence.objects.filter(household=first).order_by("starts_on")
    assert [(each.village.code, each.starts_on, each.ends_before) for each in lived] == [
        (HERE, date(2014, 1, 1), ON),
        (NEXT_VILLAGE, ON, None),
    ]
    assert [each.village.code for each in Residence.objects.filter(household=late)] == [NEXT_VILLAGE]
    assert set(Household.objects.filter(code__in=("A1", "A2")).values_list("version", flat=True)) == {
        first.version + 1
    }
    assert Household.objects.get(code="B1").version == 1


def test_the_old_code_is_still_found_and_stands_in_the_tree_only_until_that_day() -> None:
    merged(HERE, NEXT_VILLAGE)

    old = Place.objects.get(code=HERE)
    assert (old.valid_until, Change.objects.get(old=old).kind) == (ON, "merged")
    assert old.pk in tree_on(date(2020, 5, 31)).places
    assert old.pk not in tree_on(ON).places


def test_a_code_that_is_new_from_that_day_was_only_renamed() -> None:
    household("A1")
    assert added("990101101009", "village", TOWN).added == 1

    merged(HERE, "990101101009")

    assert Change.objects.get().kind == "renamed"
    assert living("990101101009") == ["A1"]


def test_a_batch_is_one_entry_on_each_side_with_all_households_under_its_root() -> None:
    household("A1")
    household("A2")
    merged(HERE, NEXT_VILLAGE)

    told = entries("places.merge")
    assert [each["about"] for each in told] == [f"place:{HERE}", f"place:{NEXT_VILLAGE}"]
    assert {each["batch"]["count"] for each in told} == {2}  # type: ignore[index]
    assert len({each["batch"]["root"] for each in told}) == 1  # type: ignore[index]


def test_who_worked_in_the_old_village_works_in_the_new_one_at_once() -> None:
    household("A1")
    user = accounts.add_user(actor=SYSTEM, code="team", name="示例", password=None, at=AT)
    accounts.post(
        actor=SYSTEM, user=user, role=Role.VILLAGE_TEAM, place=Place.objects.get(code=HERE),
        starts_on=date(2019, 1, 1), ends_before=date(2021, 1, 1), at=AT,
    )  # fmt: skip
    before = User.objects.get(pk=user.pk).authority

    assert merged(HERE, NEXT_VILLAGE) == Moved(1, 1)

    assert [each.code for each in households_visible_to(actor_of(user, on=TODAY))] == ["A1"]
    posted = Posting.objects.filter(user=user).order_by("starts_on")
    assert [(each.place.code, each.starts_on, each.ends_before) for each in posted] == [
        (HERE, date(2019, 1, 1), ON),
        (NEXT_VILLAGE, ON, date(2021, 1, 1)),
    ]
    assert User.objects.get(pk=user.pk).authority == before + 1
    assert entries("users.follow_place")[0]["about"] == "user:team"


def test_who_worked_in_both_villages_has_one_posting_afterwards() -> None:
    user = accounts.add_user(actor=SYSTEM, code="team", name="示例", password=None, at=AT)
    for code in (HERE, NEXT_VILLAGE):
        accounts.post(
            actor=SYSTEM, user=user, role=Role.VILLAGE_TEAM, place=Place.objects.get(code=code),
            starts_on=date(2019, 1, 1), at=AT,
        )  # fmt: skip

    merged(HERE, NEXT_VILLAGE)

    assert Posting.objects.filter(user=user, ends_before=None).count() == 1


def test_a_split_sends_each_household_where_the_mapping_says_and_the_old_code_may_go_on() -> None:
    for code in ("A1", "A2", "A3"):
        household(code)
    added("990101101009", "village", TOWN)

    assert split({"A1": HERE, "A2": "990101101009", "A3": NEXT_VILLAGE}) == Moved(2, 0)

    assert [living(each) for each in (HERE, "990101101009", NEXT_VILLAGE)] == [["A1"], ["A2"], ["A3"]]
    assert Place.objects.get(code=HERE).valid_until is None
    assert set(Change.objects.values_list("kind", "new__code")) == {
        ("split", "990101101009"),
        ("split", NEXT_VILLAGE),
    }


def test_a_split_without_the_old_code_ends_it_and_its_people_work_in_every_part() -> None:
    for code in ("A1", "A2"):
        household(code)
    user = accounts.add_user(actor=SYSTEM, code="team", name="示例", password=None, at=AT)
    accounts.post(
        actor=SYSTEM, user=user, role=Role.VILLAGE_TEAM, place=Place.objects.get(code=HERE),
        starts_on=date(2019, 1, 1), at=AT,
    )  # fmt: skip
    added("990101101009", "village", TOWN)

    assert split({"A1": "990101101009", "A2": NEXT_VILLAGE}) == Moved(2, 1)

    assert Place.objects.get(code=HERE).valid_until == ON
    assert [each.code for each in households_visible_to(actor_of(user, on=TODAY)).order_by("code")] == [
        "A1",
        "A2",
    ]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"A1": HERE}, "split_incomplete"),
        ({"A1": HERE, "A2": NEXT_VILLAGE, "B1": HERE}, "split_unknown"),
        ({"A1": NEXT_VILLAGE, "A2": NEXT_VILLAGE}, "split_one_part"),
        ({"A1": HERE, "A2": TOWN}, "place_change_target"),
        ({"A1": HERE, "A2": ELSEWHERE}, "no_such_place"),
    ],
)
def test_a_split_that_would_lose_or_misplace_somebody_changes_nothing(
    mapping: dict[str, str], code: str
) -> None:
    for each in ("A1", "A2"):
        household(each)
    household("B1", NEXT_VILLAGE)

    with pytest.raises(TuopinError) as refused:
        split(mapping)

    assert refused.value.code == code
    assert living(HERE) == ["A1", "A2"]
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "on", "code"),
    [
        (HERE, HERE, ON, "place_change_target"),
        (HERE, TOWN, ON, "place_change_target"),
        (HERE, ELSEWHERE, ON, "no_such_place"),
        (ELSEWHERE, HERE, ON, "no_such_place"),
        (HERE, NEXT_VILLAGE, date(2020, 7, 1), "place_change_day"),
        (HERE, NEXT_VILLAGE, date(2010, 1, 1), "place_change_day"),
        (TOWN, HERE, ON, "place_not_empty"),
    ],
)
def test_a_merge_that_cannot_be_is_refused_and_nothing_moves(old: str, new: str, on: date, code: str) -> None:
    household("A1")

    with pytest.raises(TuopinError) as refused:
        merged(old, new, on=on)

    assert (refused.value.code, living(HERE)) == (code, ["A1"])
    assert not Change.objects.exists()


def test_a_change_names_its_document() -> None:
    with pytest.raises(BadInput, match="document"):
        merged(HERE, NEXT_VILLAGE, source=" ")


def test_a_place_that_is_gone_changes_no_more_and_takes_nobody_in() -> None:
    merged(HERE, NEXT_VILLAGE)

    attempts = (
        lambda: merged(HERE, NEXT_VILLAGE),
        lambda: merged(NEXT_VILLAGE, HERE),
        renamed,
        lambda: household("N1"),
    )
    for attempt in attempts:
        with pytest.raises((RefusedByRule, BadInput)):
            attempt()


def test_of_two_who_close_a_place_the_second_is_told() -> None:
    place = Place.objects.get(code=HERE)
    changes.close(place, ON)

    with pytest.raises(ChangedMeanwhile, match="somebody else"):
        changes.close(place, ON)


def test_a_new_name_keeps_the_former_one_until_the_day_it_ended() -> None:
    former = Place.objects.get(code=HERE).name_zh
    renamed("更好村")
    renamed("最好村", on=date(2020, 6, 10))

    assert list(FormerName.objects.order_by("ends_before").values_list("name_zh", "ends_before")) == [
        (former, ON),
        ("更好村", date(2020, 6, 10)),
    ]
    assert Place.objects.get(code=HERE).name_zh == "最好村"
    assert entries("places.rename")[1]["details"]["from"] == "更好村"  # type: ignore[index]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": " "}, "place_name"),
        ({"source": ""}, "place_change_source"),
        ({"on": date(2021, 1, 1)}, "place_change_day"),
        ({"on": date(2009, 1, 1)}, "place_change_day"),
    ],
)
def test_a_name_without_name_document_or_sensible_day_is_refused(more: dict[str, object], code: str) -> None:
    with pytest.raises(TuopinError) as refused:
        renamed(**more)  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_nobody_else_changes_places(role: Role) -> None:
    actor = officer(role, COUNTY_PATH)

    for attempt in (lambda: merged(HERE, NEXT_VILLAGE, actor=actor), lambda: renamed(actor=actor)):
        with pytest.raises(NotFound):
            attempt()
    assert added("990101101009", "village", TOWN, actor=actor).added == 0


@pytest.mark.parametrize(
    ("code", "level", "parent", "valid_from", "words"),
    [
        ("990101199001", "village", "990101199", ON, "not among the places"),
        ("990102101009", "village", "990102101", ON, "not among the places"),
        ("990101101009", "village", "990101", ON, "level just above"),
        (HERE, "village", TOWN, ON, "reads differently"),
        ("990101101009", "village", TOWN, date(2009, 1, 1), "does not exist"),
        ("98", "province", "", ON, "outside the places"),
    ],
)
def test_a_row_that_does_not_fit_the_tree_is_refused_with_its_reason(
    code: str, level: str, parent: str, valid_from: date, words: str
) -> None:
    done = added(code, level, parent, valid_from=valid_from)

    assert (done.added, len(done.refused)) == (0, 1)
    assert words in done.refused[0].reason.en
    assert not Entry.objects.filter(actor="keeper").exists()


def test_a_place_under_a_code_that_only_begins_the_same_is_out_of_reach() -> None:
    narrow = officer(Role.SYSTEM_ADMIN, "/99/9901/990101/99010110/", code="narrow")

    assert added("990101101009", "village", TOWN, actor=narrow).added == 0
