"""`translate`: a data set recorded for one pack, as facts of another, so that the same people are judged by both."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tuopin import standards
from tuopin.engine.expressions import Fact
from tuopin.engine.kinds import Code, CodeSet, Level, Number, YesNo
from tuopin.engine.plan import KEYS
from tuopin.intake.survey.answers import Answer, OfRow
from tuopin.intake.survey.evaluating import (
    Cells,
    Wrong,
    any_by_household,
    evaluate,
    in_range,
    one_by_household,
    wide_type,
)
from tuopin.intake.survey.mapping import Part, SurveyMapping, TableMap
from tuopin.intake.survey.parsing import read_mapping
from tuopin.intake.wording import Cell
from tuopin.kernel.errors import BadInput, NotFound
from tuopin.kernel.places import Place, PlaceTree
from tuopin.snapshot.content import batches, sealed
from tuopin.snapshot.dataset import Dataset, in_memory
from tuopin.snapshot.schema import level_schema
from tuopin.standards.translations import translation_name, translation_text


def translate(dataset: Dataset, to: str | SurveyMapping) -> Dataset:
    """The data set under another pack: by the translation its own pack brings along, or by a mapping given.

    A fact that the mapping does not name is absent, and nothing of it is guessed. Raises NotFound (`no_translation`),
    BadInput for a mapping of another pack's data or a value it does not speak of.
    """
    mapping = to if isinstance(to, SurveyMapping) else translation_of(dataset, to)
    if mapping.source is None or mapping.source.code != dataset.pack_code:
        wanted = mapping.source.code if mapping.source is not None else "-"
        raise BadInput(
            "mapping_other_pack",
            zh=f"映射文件 {mapping.name} 转换的是标准包 {wanted} 的数据，这份数据属于 {dataset.pack_code}。"
            "请换一个映射文件。",
            en=f"Mapping {mapping.name} translates data of pack {wanted!r}; these are of {dataset.pack_code!r}. "
            "Take another mapping.",
        )
    places = _Places(dataset, mapping)
    persons = _Persons(dataset, mapping)
    tables = {level.plural: _table(dataset, level, mapping, places, persons) for level in Level}
    tree = places.tree.places.values()
    made = in_memory(mapping.pack, as_of=dataset.as_of, tables=tables, places=tree, content="")
    return sealed(replace(made, absent=mapping.absent, mapped=mapping.mark(dataset.content)))


def translation_of(dataset: Dataset, to: str) -> SurveyMapping:
    """The mapping from the data's own pack to another. Raises NotFound (`no_such_pack`, `no_translation`)."""
    text = translation_text(dataset.pack, standards.load(to).code)
    if text is None:
        raise NotFound(
            "no_translation",
            zh=f"这份数据按标准包 {dataset.pack_code} 登记，该包没有到 {to} 的转换。"
            "可以写一个映射文件，用 --mapping 给出（见 docs/howto/judge-a-survey.md）。",
            en=f"These data were recorded for pack {dataset.pack_code!r}, which has no translation to {to!r}. "
            "Write a mapping and give it with --mapping (docs/howto/judge-a-survey.md).",
        )
    return read_mapping(text, name=translation_name(dataset.pack, to))


class _Places:
    """Where each village of the source lies in the tree of the other pack."""

    def __init__(self, dataset: Dataset, mapping: SurveyMapping) -> None:
        pack, self.parts = mapping.pack, mapping.tables["households"].places
        chains: dict[int, tuple[Place, ...]] = {}
        lowest = dataset.pack.place_levels[-1]
        for village in dataset.places.at_level(lowest):
            above = {place.level: place for place in dataset.places.chain(village.id)}
            code = "/".join(_code(part.code, above) for part in self.parts.values() if part.code is not None)
            chains[village.id] = tuple(self._named(place, above) for place in pack.places_of(code, {}))
        self.tree = PlaceTree.of({place.id: place for chain in chains.values() for place in chain}.values())
        self.villages = {old: chain[-1].id for old, chain in chains.items()}
        self.counties: dict[int, int] = {}
        for old, chain in chains.items():
            new = next(place.id for place in chain if place.level == Level.COUNTY.value)
            for place in dataset.places.chain(old):
                if place.level == Level.COUNTY.value:
                    self.counties[place.id] = new
        _refuse_merged(mapping, self.villages)
        _refuse_merged(mapping, self.counties)

    def _named(self, place: Place, above: Mapping[str, Place]) -> Place:
        part = self.parts.get(place.level)
        if part is None or part.name is None:
            return place
        name = above[part.name.column].name if part.name.column is not None else part.name.text
        return replace(place, name=name)


def _code(part: Part, above: Mapping[str, Place]) -> str:
    return part.text.en if part.column is None else above[part.column].code


def _refuse_merged(mapping: SurveyMapping, places: Mapping[int, int]) -> None:
    if len(set(places.values())) < len(places):
        raise BadInput(
            "mapping_places_merge",
            zh=f"映射文件 {mapping.name} 把不同的地区并成了一个。请让每个村、每个县各有自己的代码。",
            en=f"Mapping {mapping.name} makes one place of several. Give every village and county a code of its own.",
        )


@dataclass(frozen=True)
class _View:
    """A piece of a table of the source pack as answers look at it."""

    dataset: Dataset
    level: Level
    table: pa.Table
    persons: "_Persons"

    @property
    def rows(self) -> int:
        return int(self.table.num_rows)

    def cells(self, column: str) -> Cells:
        fact = self.dataset.pack.by_level[self.level][column]
        found = self.table.column(column).combine_chunks().dictionary_encode(null_encoding="encode")
        return Cells([_cell(fact, value) for value in found.dictionary.to_pylist()], found.indices)

    def interviews(self) -> pa.Array:
        return pc.fill_null(self.table.column("collected_on").combine_chunks(), self.dataset.as_of)

    def listed(self, table: str) -> pa.Array:
        return self._by_household(self.persons.listed, 0, pa.int64())

    def any_row(self, table: str, part: Answer) -> pa.Array:
        return self._by_household(self.persons.any_row(part), False, pa.bool_())

    def of_row(self, answer: OfRow) -> pa.Array:
        return self._by_household(self.persons.of_row(answer), None, wide_type(answer.kind))

    def _by_household(self, found: Mapping[int, Any], nobody: object, kind: pa.DataType) -> pa.Array:
        return pa.array(
            [found.get(home, nobody) for home in self.table.column("household").to_pylist()], kind
        )


class _Persons:
    """What facts of households ask of all persons, each worked out once."""

    def __init__(self, dataset: Dataset, mapping: SurveyMapping) -> None:
        self.dataset = dataset
        self.mapping = mapping
        self.known: dict[Answer, Mapping[int, Any]] = {}

    @cached_property
    def households(self) -> list[int]:
        return list(self.dataset.table(Level.PERSON.plural, ["household"]).column(0).to_pylist())

    @cached_property
    def listed(self) -> Mapping[int, int]:
        return Counter(self.households)

    def any_row(self, part: Answer) -> Mapping[int, Any]:
        if part not in self.known:
            self.known[part] = any_by_household(self.households, self._said(part))
        return self.known[part]

    def of_row(self, answer: OfRow) -> Mapping[int, Any]:
        if answer not in self.known:
            where, said = self._said(answer.where), self._said(answer.part)
            self.known[answer] = one_by_household(self.households, where, said)
        return self.known[answer]

    def _said(self, answer: Answer) -> list[object]:
        view = _View(self.dataset, Level.PERSON, self.dataset.table(Level.PERSON.plural), self)
        found = evaluate(answer, view)
        if found.wrong:
            raise _untranslatable(self.mapping, "persons", Level.PERSON, found.wrong[0])
        return list(found.values.to_pylist())


def _cell(fact: Fact, value: Any) -> Cell:
    """A stored value in the words in which mappings speak of it."""
    kind = fact.kind
    if value is None:
        return ""
    if isinstance(kind, YesNo):
        return "yes" if value else "no"
    if isinstance(kind, Code):
        return kind.codes.by_number[value].code
    if isinstance(kind, CodeSet):
        held = [entry.code for entry in kind.codes.entries if value & 1 << (entry.number - 1)]
        return "|".join(held) or NONE
    if isinstance(kind, Number):
        return f"{Decimal(value).scaleb(-kind.decimals):f}"
    assert isinstance(value, date)
    return value


NONE = "none of the list"


def _table(
    dataset: Dataset, level: Level, mapping: SurveyMapping, places: _Places, persons: _Persons
) -> pa.Table:
    """Keys as they are, places renumbered, facts as the mapping says; piece by piece."""
    schema = level_schema(mapping.pack, level)
    table = mapping.tables.get(level.plural, TableMap(level))
    source = dataset.tables.get(level.plural, ())
    pieces = [
        _piece(_View(dataset, level, piece, persons), table, mapping, places) for piece in batches(source)
    ]
    return pa.concat_tables(pieces).cast(schema) if pieces else schema.empty_table()


def _piece(view: _View, table: TableMap, mapping: SurveyMapping, places: _Places) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    kept = [*KEYS[view.level], *(["code"] if view.level is Level.HOUSEHOLD else []), "collected_on"]
    for key in kept:
        column = view.table.column(key).combine_chunks()
        moved = {"village": places.villages, "county": places.counties}.get(key)
        columns[key] = column if moved is None else _renumbered(column, moved)
    for code, fact in mapping.pack.by_level[view.level].items():
        answer = table.facts.get(code)
        if answer is None:
            columns[code] = pa.nulls(view.rows)
            continue
        found = in_range(evaluate(answer, view), fact.kind)
        if found.wrong:
            raise _untranslatable(mapping, code, view.level, found.wrong[0])
        columns[code] = found.values
    return pa.table(columns)


def _untranslatable(mapping: SurveyMapping, code: str, level: Level, wrong: Wrong) -> BadInput:
    return BadInput(
        "mapping_value",
        zh=f"映射文件 {mapping.name} 转换不了{level.label.zh}的 {code}：{wrong.column} 为 {wrong.cell}，"
        f"{wrong.refusal.reason.zh}。{wrong.refusal.remedy.zh}",
        en=f"Mapping {mapping.name} cannot give {level.value}.{code}: {wrong.column} is {wrong.cell}. "
        f"{wrong.refusal.reason.en}. {wrong.refusal.remedy.en}",
    )


def _renumbered(column: pa.Array, numbers: Mapping[int, int]) -> pa.Array:
    found = column.dictionary_encode()
    return pa.array([numbers[old] for old in found.dictionary.to_pylist()], pa.int64()).take(found.indices)
