"""Surveys for tests: two small tables, a mapping, and reading them without a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from tuopin.intake.exchange import Outcome, Request
from tuopin.intake.survey.batch import read_survey
from tuopin.intake.survey.mapping import SurveyMapping
from tuopin.intake.survey.parsing import read_mapping
from tuopin.intake.survey.reading import SURVEY_LIMITS

Table = list[list[object]]

HOUSEHOLDS: Table = [
    ["id", "visited", "district", "cluster", "size", "power", "fuel", "radio", "minutes"],
    ["H1", "2019-07-02", "Langata", "A12", 2, 1, 3, 0, 10],
    ["H2", "2019-07-02", "Langata", "A12", 1, 2, 5, 2, 98],
    ["H3", "2019-07-03", "Langata", "A13", 1, 1, 9, 1, 45],
]
PERSONS: Table = [
    ["hh", "line", "age", "school"],
    ["H1", 1, 39, ""],
    ["H1", 2, 8, 1],
    ["H2", 1, 64, ""],
    ["H3", 1, 17, 2],
]
MAPPING: dict[str, Any] = {
    "pack": "global_mpi",
    "words": {"yes": ["1"], "no": ["2"]},
    "tables": {
        "households": {
            "file": "households.csv",
            "keys": {"household": "id", "collected_on": "visited"},
            "places": {
                "country": {"always": "KE", "named": "Kenya"},
                "region": {"always": "KE047"},
                "county": "district",
                "village": "cluster",
            },
            "facts": {
                "size": "size",
                "electricity": "power",
                "fuel": {"column": "fuel", "values": {"3": "lpg", "5": "wood", "9": "unknown"}},
                "radio": {"column": "radio", "at_least": "1"},
                "water_minutes": {"column": "minutes", "missing": ["98"]},
            },
        },
        "persons": {
            "file": "persons.csv",
            "keys": {"household": "hh", "person": "line"},
            "facts": {"age": "age", "attending_school": "school"},
        },
    },
}


def mapping(**households: Any) -> dict[str, Any]:
    """The mapping of the small survey, with facts of households put in or, when None, taken out."""
    made = deepcopy(MAPPING)
    facts = made["tables"]["households"]["facts"]
    facts.update(households)
    for code in [code for code, said in facts.items() if said is None]:
        del facts[code]
    return made


def meaning(told: Mapping[str, Any]) -> SurveyMapping:
    return read_mapping(text_of(told), name="survey.yaml")


def text_of(told: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(told), allow_unicode=True, sort_keys=False)


def changed(table: Table, row: int, column: str, value: object) -> Table:
    """The table with one cell changed; `row` counts from 1, the header."""
    made = deepcopy(table)
    made[row - 1][made[0].index(column)] = value
    return made


def read_here(told: Mapping[str, Any], folder: Path) -> Outcome:
    """In this process: many small surveys would spend their time on starting processes."""
    understood = meaning(told)
    files = tuple((str(folder / name), name) for name in understood.files)
    day = understood.as_of.isoformat() if understood.as_of else None
    return read_survey(
        Request(files, understood.pack.code, SURVEY_LIMITS, (understood.name, understood.text), day),
        lambda *_: None,
    )


def rows(outcome: Outcome, table: str) -> list[dict[str, Any]]:
    return list(outcome.tables[table].to_pylist())


def known(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The facts of a row that are known, or those named."""
    keys = {"household", "person", "village", "county", "code", "collected_on"}
    return {
        name: value
        for name, value in row.items()
        if (name in names if names else value is not None and name not in keys)
    }


def refusals(outcome: Outcome) -> list[tuple[str, int, str, str]]:
    """File, row, column and code of every refusal."""
    return [(each.file, each.row, each.column, each.code) for each in outcome.refused]


Rows = Sequence[Sequence[object]]
