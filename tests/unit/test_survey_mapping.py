"""A mapping that is written wrong is refused before a row is read: where it is wrong, and what may stand there."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.surveys import mapping, meaning, text_of

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.intake.survey.answers import columns_of
from tuopin.intake.survey.parsing import read_mapping
from tuopin.kernel.errors import BadInput
from tuopin.standards.translations import translation_name, translation_text


def refused(told: dict[str, Any]) -> str:
    with pytest.raises(BadInput) as why:
        meaning(told)
    assert why.value.code == "mapping_file"
    assert "survey.yaml" in why.value.text.zh
    return why.value.text.en


@pytest.mark.parametrize(
    ("said", "where", "words"),
    [
        ({"column": "x", "values": {"1": "gas"}}, "tables.households.facts.fuel.values", "electricity, lpg"),
        ({"column": "x", "at_least": "1"}, "tables.households.facts.fuel", "at_least does nothing"),
        ({"column": "x", "times": "2"}, "tables.households.facts.fuel", "times does nothing"),
        ({"column": "x", "any_of": ["x"]}, "tables.households.facts.fuel", "one derivation alone"),
        ({"any_of": ["x"]}, "tables.households.facts.fuel.any_of", "a code of fuel"),
        ({"colum": "x"}, "tables.households.facts.fuel", "colum is not known"),
        ({"column": ["x", "y"]}, "tables.households.facts.fuel", "the name of one column"),
        ({"always": "gas"}, "tables.households.facts.fuel.always", "electricity, lpg"),
        ({"values": {"1": "lpg"}}, "tables.households.facts.fuel", "`column`"),
        (["x"], "tables.households.facts.fuel", "names with their contents"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_one_of_the_fact(said: object, where: str, words: str) -> None:
    told = refused(mapping(fuel=said))

    assert f"at {where} cannot" in told
    assert words in told


@pytest.mark.parametrize(
    ("fact", "said", "words"),
    [
        ("size", {"column": "x", "times": "0"}, "a positive number"),
        ("size", {"column": "x", "times": "1/0"}, "a positive number"),
        ("size", {"column": "x", "round": "up"}, "half_up or down"),
        ("size", {"column": "x", "values": {"1": "many"}}, "a number, unknown"),
        ("size", {"listed": "villages"}, "there are: persons"),
        ("radio", {"any_row": {"of": "cows", "is": "x"}}, "there are: persons"),
        ("radio", {"any_row": {"of": "persons"}}, "is is missing"),
        ("size", {"of_row": {"of": "persons", "is": "x"}}, "where is missing"),
        ("size", {"column": "x", "is_one_of": ["1"]}, "is_one_of does nothing"),
        ("radio", {"column": "x", "no_less_than": "0"}, "no_less_than does nothing"),
        ("size", {"age": {"on": "x"}}, "born is missing"),
        ("radio", {"column": "x", "below": "few"}, "a number is wanted"),
        ("radio", {"column": "x", "below": "1", "values": {"1": "no"}}, "values does nothing"),
        ("radio", {"any_of": []}, "a list is wanted"),
        ("radio", {"any_of": "x"}, "a list is wanted"),
    ],
)
def test_a_derivation_written_wrong(fact: str, said: object, words: str) -> None:
    assert words in refused(mapping(**{fact: said}))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda told: told.update(pack="mars"), "global_mpi"),
        (lambda told: told.pop("pack"), "pack is missing"),
        (lambda told: told.update(as_of="2019"), "written like 2020-06-30"),
        (lambda told: told.update(tables={}), "households is missing"),
        (lambda told: told.update(words={"maybe": []}), "missing, no, yes"),
        (lambda told: told["tables"].update(cows={}), "file is missing"),
        (lambda told: told["tables"].update(cows={"file": "c.csv"}), "their household's code"),
        (lambda told: told["tables"].update(cows={"file": "c.csv", "keys": {"household": "h"}}), "no fact of"),
        (lambda told: told["tables"]["households"].pop("file"), "file is missing"),
        (lambda told: told["tables"]["households"].pop("places"), "village is missing"),
        (lambda told: told["tables"]["households"]["places"].update(village={"name": "x"}), "its code is missing"),
        (lambda told: told["tables"]["households"]["places"].update(street="x"), "street is not known"),
        (lambda told: told["tables"]["households"]["keys"].pop("household"), "the column of their code"),
        (lambda told: told["tables"]["persons"]["keys"].pop("household"), "their household's code"),
        (lambda told: told["tables"]["persons"].update(places={"village": "x"}), "places do not belong"),
        (lambda told: told["tables"]["persons"].update(header="0"), "a row number"),
        (lambda told: told["tables"]["persons"].update(repeated="often"), "write yes or no"),
        (lambda told: told["tables"]["persons"]["facts"].update(wings="x"), "wings is not known"),
    ],
)  # fmt: skip
def test_a_table_written_wrong(change: Any, words: str) -> None:
    told = mapping()
    change(told)

    assert words in refused(told)


def test_what_is_no_yaml_is_refused_by_its_line() -> None:
    with pytest.raises(BadInput, match="line 2"):
        read_mapping("pack: global_mpi\ntables: [", name="survey.yaml")


def test_facts_nobody_mapped_are_absent() -> None:
    absent = meaning(mapping()).absent

    assert {"household.birth_history", "person.undernourished", "village.population"} <= absent
    assert absent.isdisjoint({"household.size", "household.fuel", "person.age"})


# ---- translations from one pack to another --------------------------------------------------------

TRANSLATIONS = [
    (pack, to)
    for pack in map(standards.load, standards.codes())
    for to in standards.codes()
    if translation_text(pack, to) is not None
]


@pytest.mark.parametrize(("pack", "to"), TRANSLATIONS, ids=lambda each: getattr(each, "code", each))
def test_every_translation_can_be_read_and_is_from_its_own_pack(pack: Any, to: str) -> None:
    text = translation_text(pack, to)
    assert text is not None

    found = read_mapping(text, name=translation_name(pack, to))

    assert (found.source, found.pack.code) == (pack, to)
    for table in found.tables.values():
        for answer in table.facts.values():
            assert set(columns_of(answer)) <= set(pack.by_level[table.level])


def test_there_are_translations() -> None:
    assert ("cn", "global_mpi") in [(pack.code, to) for pack, to in TRANSLATIONS]


def translated(**facts: object) -> dict[str, Any]:
    return {
        "pack": "global_mpi",
        "from": "cn",
        "tables": {
            "households": {
                "places": {
                    "country": {"always": "CN"},
                    "region": "city",
                    "county": "county",
                    "village": "village",
                },
                "facts": facts,
            }
        },
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("wages", "no fact 'wages'"),
        ({"column": "fuel", "values": {"wood": "wood"}}, "dung, coal, clean, other"),
        ({"column": "fuel", "values": {"wood": "wood", "dung": "dung", "coal": "coal", "clean": "gas"}}, "nothing can"),
    ],
)  # fmt: skip
def test_a_translation_must_speak_of_every_code_of_its_source(said: object, words: str) -> None:
    assert words in refused(translated(fuel=said))


def test_a_translation_reads_no_files_and_keeps_the_keys() -> None:
    told = translated()
    told["tables"]["households"]["file"] = "households.csv"

    assert "reads no files" in refused(told)


def test_places_of_a_translation_are_levels_of_its_source() -> None:
    told = translated()
    told["tables"]["households"]["places"]["region"] = "prefecture"

    assert "province, city, county, township, village" in refused(told)


def test_a_set_of_codes_may_be_asked_for_codes_it_has() -> None:
    told = translated(electricity={"any_of": [{"column": "health", "has": ["wings"]}]})
    told["tables"]["persons"] = {"facts": {"undernourished": {"column": "health", "has": ["wings"]}}}
    del told["tables"]["households"]["facts"]["electricity"]

    assert "health has no wings" in refused(told)


def test_the_digest_is_that_of_the_text() -> None:
    one, other = meaning(mapping()), read_mapping(text_of(mapping()) + "\n# more", name="survey.yaml")

    assert one.sha256 == meaning(mapping()).sha256 != other.sha256
    assert [table.level for table in one.tables.values()] == [Level.HOUSEHOLD, Level.PERSON]
