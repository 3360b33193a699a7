"""What a mapping file says, once read: for each table of a survey its file, its keys, its places and its facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tuopin.engine.kinds import Level
from tuopin.intake.survey.answers import Answer, columns_of
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.snapshot.manifest import Mapped
from tuopin.standards.pack import Pack


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a code or a name: a column, or the same text for every row."""

    column: str | None = None
    text: Text = Text("", "")  # noqa: RUF009 - never changed


@dataclass(frozen=True, slots=True)
class PlacePart:
    """One level of places: its part of the code, when it has one of its own, and its name."""

    code: Part | None
    name: Part | None


@dataclass(frozen=True, eq=False)
class TableMap:
    """`household` are the columns whose texts, joined, name a household; none when every row is one.

    `repeated` is for rows of persons that repeat what they say of their household. A table beside those of the
    levels (births, for instance) has no level and no facts; `asked` is what facts of households ask of it.
    """

    level: Level | None
    file: str = ""
    sheet: str | None = None
    header: int = 1
    encoding: str | None = None
    separator: str | None = None
    repeated: bool = False
    household: tuple[str, ...] = ()
    person: str | None = None
    collected_on: Answer | None = None
    places: Mapping[str, PlacePart] = field(default_factory=dict)
    facts: Mapping[str, Answer] = field(default_factory=dict)
    asked: tuple[Answer, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the source that is looked at, each once, in the order in which the mapping names them."""
        return tuple(dict.fromkeys(self._columns()))

    def _columns(self) -> Iterator[str]:
        yield from self.household
        if self.person is not None:
            yield self.person
        for place in self.places.values():
            yield from (part.column for part in (place.code, place.name) if part is not None and part.column)
        for answer in (self.collected_on, *self.facts.values(), *self.asked):
            if answer is not None:
                yield from columns_of(answer)


@dataclass(frozen=True, eq=False)
class SurveyMapping:
    """`source` is the pack whose snapshots this mapping translates; None when it reads files.

    `text` is the file as it stands and `sha256` its digest, by which runs name it.
    """

    name: str
    text: str
    sha256: str
    pack: Pack
    source: Pack | None
    as_of: date | None
    tables: Mapping[str, TableMap]

    def mark(self, content: str) -> Mapped:
        """What a data set says of this mapping. `content` is the digest of what was read."""
        return Mapped(self.name, self.sha256, None if self.source is None else self.source.code, content)

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(table.file for table in self.tables.values()))

    @property
    def absent(self) -> frozenset[str]:
        """The facts of the pack, such as household.fuel, that the source as a whole does not hold."""
        mapped = {
            f"{table.level.value}.{code}"
            for table in self.tables.values()
            if table.level is not None
            for code in table.facts
        }
        return frozenset(fact.key for fact in self.pack.facts) - mapped


class MappingWrong(Exception):
    """Where in the file, and what is wrong there; becomes a BadInput with the name of the file."""

    def __init__(self, where: str, *, zh: str, en: str) -> None:
        super().__init__(en)
        self.where = where
        self.text = Text(zh, en)

    def refusal(self, name: str) -> BadInput:
        where_zh, where_en = (f" 的 {self.where}", f" at {self.where}") if self.where else ("", "")
        return BadInput(
            "mapping_file",
            zh=f"映射文件 {name}{where_zh} 有误：{self.text.zh}。写法见 docs/howto/judge-a-survey.md。",
            en=f"Mapping {name}{where_en} cannot be used: {self.text.en}. See docs/howto/judge-a-survey.md.",
        )
