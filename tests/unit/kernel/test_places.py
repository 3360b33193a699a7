"""The tree of places: chains from a village up, and trees that are none."""

from __future__ import annotations

import pytest

from tuopin.kernel.errors import BadInput
from tuopin.kernel.places import Place, PlaceTree
from tuopin.kernel.text import Text

NOWHERE = Text("", "")


def a_place(id: int, parent: int | None = None, level: str = "village") -> Place:  # noqa: A002 - the field's name
    return Place(id, f"code{id}", level, NOWHERE, parent)


TREE = PlaceTree.of([a_place(4, 3), a_place(3, 1, "county"), a_place(1, None, "province"), a_place(5, 3)])


@pytest.mark.parametrize(
    ("place", "chain"), [(4, [4, 3, 1]), (5, [5, 3, 1]), (3, [3, 1]), (1, [1]), (99, [])]
)
def test_the_chain_goes_from_the_place_to_the_top(place: int, chain: list[int]) -> None:
    assert [each.id for each in TREE.chain(place)] == chain


def test_places_are_found_by_level_and_by_code() -> None:
    assert {place.id for place in TREE.at_level("village")} == {4, 5}
    assert list(TREE.at_level("township")) == []
    assert TREE.by_code["code3"].id == 3


def test_a_tree_may_be_empty() -> None:
    assert PlaceTree.of([]).chain(1) == ()


@pytest.mark.parametrize(
    ("places", "code", "named"),
    [
        ([a_place(1), a_place(1)], "place_twice", "code1"),
        ([a_place(1, 2)], "place_without_parent", "code1"),
        ([a_place(1, 1)], "place_inside_itself", "code1"),
        ([a_place(1, 2), a_place(2, 3), a_place(3, 1)], "place_inside_itself", "code"),
        ([a_place(9), a_place(1, 2), a_place(2, 1)], "place_inside_itself", "code"),
    ],
    ids=[
        "the same place twice",
        "no such parent",
        "its own parent",
        "a ring of three",
        "a ring beside a tree",
    ],
)
def test_what_is_no_tree_is_refused_with_the_code_of_the_place(
    places: list[Place], code: str, named: str
) -> None:
    with pytest.raises(BadInput) as refused:
        PlaceTree.of(places)

    assert refused.value.code == code
    assert named in refused.value.in_("en")
    assert named in refused.value.in_("zh")
