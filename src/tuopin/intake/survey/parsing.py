"""Reads a mapping file. Everything in it is checked against the pack before the first row is looked at.

Every scalar is read as text, so that 0.1 stays a tenth and a column may be called `no`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import yaml

from tuopin import standards
from tuopin.engine.kinds import Level
from tuopin.intake.survey.answering import Answers
from tuopin.intake.survey.answers import Answer, Listed, asked_of
from tuopin.intake.survey.mapping import MappingWrong, Part, PlacePart, SurveyMapping, TableMap
from tuopin.intake.survey.meanings import Words
from tuopin.intake.survey.shapes import as_dict, as_texts
from tuopin.kernel.errors import NotFound
from tuopin.kernel.text import Text
from tuopin.standards.pack import Pack

_TOP = {"pack", "from", "about", "as_of", "words", "tables"}
_TABLE = {"file", "sheet", "header", "encoding", "separator", "repeated", "keys", "places", "facts"}
_FILE_ONLY = ("file", "sheet", "header", "encoding", "separator", "repeated", "keys")
_KEYS = {"household", "person", "collected_on"}
_LEVELS = {level.plural: level for level in Level}


def read_mapping(text: str, *, name: str) -> SurveyMapping:
    """`name` is what the file is called in messages. Raises BadInput (`mapping_file`)."""
    try:
        raw = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only
        return _mapping(raw, text, name)
    except yaml.YAMLError as why:
        mark = getattr(why, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark is not None else ""
        raise MappingWrong(where, zh="不是正确的 YAML", en="it is no YAML").refusal(name) from None
    except MappingWrong as wrong:
        raise wrong.refusal(name) from None


def _mapping(raw: Any, text: str, name: str) -> SurveyMapping:
    top = as_dict(raw, "", known=_TOP, needed=("pack", "tables"))
    pack = _pack(top["pack"], "pack")
    source = _pack(top["from"], "from") if "from" in top else None
    words = _words(as_dict(top.get("words", {}), "words", known={"yes", "no", "missing"}))
    made = _tables(top["tables"], pack, source, words)
    if "persons" in made and not made["households"].household and source is None:
        raise MappingWrong(
            "tables.households.keys",
            zh="有人表时，户表须写明户编号列（household）",
            en="with a table of persons, households need the column of their code (household)",
        )
    return SurveyMapping(
        name=name,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        pack=pack,
        source=source,
        as_of=_day(top["as_of"], "as_of") if "as_of" in top else None,
        tables=made,
    )


def _tables(raw: Any, pack: Pack, source: Pack | None, words: Words) -> Mapping[str, TableMap]:
    """Those of levels, and beside them any that facts of households ask."""
    beside = set(raw) if isinstance(raw, dict) and source is None else set[str]()
    tables = as_dict(raw, "tables", known={*_LEVELS, *beside}, needed=("households",))
    others = (
        {Level.PERSON.plural} if source is not None else {name for name in tables if name != "households"}
    )
    maker = _Maker(pack, source, words, frozenset(others - {Level.VILLAGE.plural, Level.COUNTY.plural}))
    made = {name: maker.table(_LEVELS.get(name), told, f"tables.{name}") for name, told in tables.items()}
    facts = made["households"].facts.values()
    for name, table in made.items():
        asked = tuple(each for answer in facts for each in asked_of(answer, name))
        if table.level is None and not asked and not any(_counts(answer, name) for answer in facts):
            raise MappingWrong(
                f"tables.{name}",
                zh=f"没有哪项户信息用到这张表。各级的表叫：{'、'.join(_LEVELS)}",
                en=f"no fact of households asks this table. Those of levels are called: {', '.join(_LEVELS)}",
            )
        made[name] = replace(table, asked=asked)
    return made


def _counts(answer: Answer, table: str) -> bool:
    return isinstance(answer, Listed) and answer.table == table


def _pack(code: Any, where: str) -> Pack:
    try:
        return standards.load(code)
    except NotFound as why:
        raise MappingWrong(where, zh=why.text.zh.rstrip("。"), en=why.text.en.rstrip(".")) from None


def _words(told: Mapping[str, Any]) -> Words:
    given = {each: as_texts(value, f"words.{each}") for each, value in told.items()}
    return Words(**given)


def _day(told: Any, where: str) -> date:
    try:
        return date.fromisoformat(told)
    except (TypeError, ValueError):
        raise MappingWrong(where, zh="日期请写成 2020-06-30", en="a day is written like 2020-06-30") from None


@dataclass(frozen=True)
class _Maker:
    """Makes the tables of one mapping."""

    pack: Pack
    source: Pack | None
    words: Words
    others: frozenset[str]

    def table(self, level: Level | None, raw: Any, where: str) -> TableMap:
        told = as_dict(raw, where, known=_TABLE, needed=("file",) if self.source is None else ())
        if self.source is not None:
            self._refuse_file_words(told, where)
        answers = Answers(self.words, self.source, level, self.others)
        keys = as_dict(told.get("keys", {}), f"{where}.keys", known=_KEYS)
        self._require_keys(level, keys, where)
        return TableMap(
            level=level,
            file=told.get("file", ""),
            sheet=told.get("sheet"),
            header=_whole(told.get("header", "1"), f"{where}.header"),
            encoding=told.get("encoding"),
            separator=told.get("separator"),
            repeated=_yes(told.get("repeated", "no"), f"{where}.repeated"),
            household=as_texts(keys.get("household", []), f"{where}.keys.household"),
            person=keys.get("person"),
            collected_on=answers.day(keys["collected_on"], f"{where}.keys.collected_on")
            if "collected_on" in keys
            else None,
            places=self._places(level, told, where),
            facts=self._facts(level, told.get("facts", {}), answers, f"{where}.facts"),
        )

    def _refuse_file_words(self, told: Mapping[str, Any], where: str) -> None:
        for word in _FILE_ONLY:
            if word in told:
                raise MappingWrong(
                    f"{where}.{word}",
                    zh="由另一标准包的数据转换时，不读文件，键也照搬，请去掉这一项",
                    en="a translation from another pack reads no files and keeps the keys; leave this out",
                )

    def _require_keys(self, level: Level | None, keys: Mapping[str, Any], where: str) -> None:
        if self.source is None and level in (Level.PERSON, None) and "household" not in keys:
            raise MappingWrong(
                f"{where}.keys",
                zh="须写明户编号列（household）",
                en="the column of their household's code is missing (household)",
            )

    def _places(self, level: Level | None, told: Mapping[str, Any], where: str) -> Mapping[str, PlacePart]:
        """Each level of the pack's tree down to that of the table; the lowest needs its code."""
        where = f"{where}.places"
        if level in (Level.PERSON, None) or (self.source is not None and level is not Level.HOUSEHOLD):
            return _nothing(told, "places", where)
        levels = self.pack.place_levels
        lowest = levels[-1] if level is not Level.COUNTY else Level.COUNTY.value
        levels = levels[: levels.index(lowest) + 1]
        raw = as_dict(told.get("places", {}), where, known=set(levels), needed=(lowest,))
        places = {each: _place(raw[each], f"{where}.{each}") for each in levels if each in raw}
        if places[lowest].code is None:
            raise MappingWrong(f"{where}.{lowest}", zh="缺少代码", en="its code is missing")
        if self.source is not None:
            _require_levels(places, self.source, where)
        return places

    def _facts(self, level: Level | None, raw: Any, answers: Answers, where: str) -> Mapping[str, Answer]:
        known = self.pack.by_level[level] if level is not None else {}
        facts = as_dict(raw, where, known=set(known))
        return {code: answers.of(told, known[code].kind, f"{where}.{code}") for code, told in facts.items()}


def _require_levels(places: Mapping[str, PlacePart], source: Pack, where: str) -> None:
    """Columns of a translation's places are levels of the source's tree."""
    for level, place in places.items():
        for part in (place.code, place.name):
            if part is not None and part.column is not None and part.column not in source.place_levels:
                raise MappingWrong(
                    f"{where}.{level}",
                    zh=f"{part.column} 不是 {source.code} 的地区级别。可以写：{'、'.join(source.place_levels)}",
                    en=f"{part.column} is no level of places of {source.code!r}. There are: "
                    f"{', '.join(source.place_levels)}",
                )


def _nothing(told: Mapping[str, Any], word: str, where: str) -> Mapping[str, PlacePart]:
    if word in told:
        raise MappingWrong(where, zh="这张表不写地区", en="places do not belong to this table")
    return {}


def _place(raw: Any, where: str) -> PlacePart:
    """A column; or `column` or `always` for the code, `name` (a column) or `named` (the same everywhere)."""
    if isinstance(raw, str):
        return PlacePart(Part(column=raw), None)
    told = as_dict(raw, where, known={"column", "always", "name", "named"})
    code = name = None
    if "column" in told or "always" in told:
        code = Part(told.get("column"), _text(told.get("always", ""), f"{where}.always"))
    if "name" in told or "named" in told:
        name = Part(told.get("name"), _text(told.get("named", ""), f"{where}.named"))
    return PlacePart(code, name)


def _text(raw: Any, where: str) -> Text:
    """The same word in both languages, or one each."""
    if isinstance(raw, str):
        return Text(raw, raw)
    told = as_dict(raw, where, known={"zh", "en"}, needed=("zh", "en"))
    return Text(told["zh"], told["en"])


def _whole(told: Any, where: str) -> int:
    if not isinstance(told, str) or not told.isdigit() or told == "0":
        raise MappingWrong(where, zh="应为 1、2、3 这样的行号", en="a row number such as 1, 2 or 3 is wanted")
    return int(told)


def _yes(told: Any, where: str) -> bool:
    if told not in ("yes", "no"):
        raise MappingWrong(where, zh="只能写 yes 或 no", en="write yes or no")
    return bool(told == "yes")
