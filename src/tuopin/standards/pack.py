"""What a pack is: facts, code lists, parameters, standards, what its overview counts, how its workbook looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tuopin.engine.language import Code, CodeList, Expression, Fact, Group, Level, Standard
from tuopin.engine.parameters import Parameter
from tuopin.kernel.errors import NotFound
from tuopin.kernel.places import Place
from tuopin.kernel.text import Text
from tuopin.standards.registers import DaysBetween, EventRegister, FromEvents, OnRecord, SameInVillage


@dataclass(frozen=True, eq=False)
class Counter:
    """Households for which `when` is yes, and, apart, those for which it is unknown; with their people.

    Counters of one `topic` stand together in a table of their own. `era` is the standard whose days this counter
    has: it is left out when that one is not in force.
    """

    code: str
    label: Text
    when: Expression
    topic: Text | None = None
    era: Standard | None = None


@dataclass(frozen=True, eq=False)
class Rate:
    """People counted by `counter` out of a declared, dated figure of the place; absent makes the rate unknown.

    Villages declare `denominator`; a county may declare `of_county` itself, which then goes before their sum.

    `everybody` True: people the data do not list might be counted too, so they widen the upper bound
    (a rate judged on facts). False: the list itself defines who counts (a rate of the registered).
    """

    code: str
    label: Text
    counter: str
    denominator: Fact
    everybody: bool
    of_county: Fact | None = None


@dataclass(frozen=True, eq=False)
class Register:
    """Where a household stands on the list of the poor: each a rule, and no two of one household ever yes.

    `listed` is whether it stands there today; exited and returned households do, those struck off do not.
    `groups` are those of monitored households, as decisions number them.
    """

    listed: Expression
    poor: Expression
    exited: Expression
    returned: Expression
    struck_off: Expression
    groups: CodeList | None = None


@dataclass(frozen=True, eq=False)
class Listed:
    """Places that stood on a list of poor ones: which, and the fact that says on what day each left it.

    `all_` and `left` are what reports call them: poor villages, struck off the list.
    """

    code: str
    all_: Text
    left: Text
    on_list: Expression
    left_on: Fact


@dataclass(frozen=True, eq=False)
class Shortfall:
    """What it would take a year to lift everybody below a line exactly to it.

    `amount` is what one household lacks, to be added up where `criterion` of `standard` is not met; where that is
    unknown, so is the amount.
    """

    code: str
    label: Text
    standard: Standard
    criterion: str
    amount: Expression


@dataclass(frozen=True, eq=False)
class Targeting:
    """A way of choosing and what it tries to find: both yes or no of a household, where they are known."""

    label: Text
    chosen: Expression
    poor: Expression


@dataclass(frozen=True, eq=False)
class Overview:
    """The table by place: `people` weighs a household; `gaps_of` is the standard whose gaps are counted.

    `weight` is how many households a surveyed one stands for; it weighs poverty figures, never counts.
    """

    people: Fact
    counters: tuple[Counter, ...]
    rates: tuple[Rate, ...]
    gaps_of: Standard
    register: Register | None = None
    weight: Fact | None = None
    targeting: Targeting | None = None
    shortfalls: tuple[Shortfall, ...] = ()
    listed: tuple[Listed, ...] = ()


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a sheet. `fact` receives the value; otherwise `role` says what it is:

    household (its code), person (number in the household), village (place code), name, id_number, phone,
    collected_on, place_name:<level>, happened_on (of an event), register, place (a code of any level), starts_on and
    ends_on (where a register is complete), text (read and kept with the row of a register sheet), ignored.
    `check` looks at the text of the cell and answers with a reason when it must be refused.
    """

    header: str
    fact: Fact | None = None
    role: str = "fact"
    synonyms: tuple[str, ...] = ()
    required: bool = False
    check: Callable[[str], Text | None] | None = None


RowCheck = Callable[[Mapping[str, object]], Text | None]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet. `level` None: a register beside the facts (helpers, assistance), kept as a table `table`.

    `row_check` looks at a whole row (values by header, as read) and answers with a reason to refuse it;
    `identity_check` likewise, about what contradicts an identity number: a reader may be told to let such rows in.
    """

    name: str
    table: str
    level: Level | None
    columns: tuple[Column, ...]
    synonyms: tuple[str, ...] = ()
    required: bool = False
    row_check: RowCheck | None = None
    identity_check: RowCheck | None = None


@dataclass(frozen=True, eq=False)
class Identities:
    """What is worked out about numbers of papers, phones and helpers while they are read; they themselves are dropped.

    `number_key` and `phone_key` bring a cell to what makes two rows one person or one phone; None tells nobody apart.
    `about` gives facts of a person from the row (values by header). `repeated` is a code: `nowhere` for a number of one
    row, else the smallest place that holds all its rows: `household`, a level of the pack's tree, or `beyond` it.
    The register `helpers_table` gives `helpers` (how many) and `helper_registered` (whether one of them is a person of
    a household that is `registered`).
    """

    number_key: Callable[[str], str | None]
    phone_key: Callable[[str], str | None]
    about: Callable[[Mapping[str, object]], Mapping[Fact, object]]
    repeated: Fact
    shared_phone: Fact
    helpers_table: str
    helpers: Fact
    helper_registered: Fact
    registered: Fact


@dataclass(frozen=True, eq=False)
class Layout:
    """How a county's workbook looks: sheets, the words for yes and no, the words that begin a total row.

    `unknown` are words that say nobody has looked; `marks` are decorations of headers, such as "(required)".
    """

    sheets: tuple[Sheet, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    totals: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    identities: Identities | None = None


@dataclass(frozen=True, eq=False)
class Family:
    """Standards that are asked for together under one name, and judged only when asked for."""

    code: str
    label: Text
    standards: tuple[Standard, ...]


@dataclass(frozen=True, eq=False)
class Headship:
    """Who heads a household: the member whose `role` is the entry `head`. Where somebody is `adult_age` years old by
    `born`, nobody younger may be chosen."""

    role: Fact
    head: str
    born: Fact
    adult_age: Parameter

    @property
    def number(self) -> int:
        """What the role of a head is stored as."""
        assert isinstance(self.role.kind, Code)
        return self.role.kind.codes.by_code[self.head].number


@dataclass(frozen=True, eq=False)
class Pack:
    """`places_of` turns a village's code and the names known (by level) into its chain of places.

    `unit_words` reads out units the engine does not know, such as a currency; `person_role` is the fact that
    tells members of a household apart for people (their relation to the head). `events`, `from_events`,
    `same_in_village`, `days_between` and `on_record` say which facts are worked out when a data set is made,
    and from what. `kept_on_split` are facts of a household that hold for those who found one of their own, too;
    `asked_of_newcomers` are facts of a person asked at once when somebody joins a household.
    """

    code: str
    label: Text
    note: Text
    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    standards: tuple[Standard, ...]
    parameters: tuple[Parameter, ...]
    overview: Overview
    place_levels: tuple[str, ...]
    place_labels: Mapping[str, Text]
    places_of: Callable[[str, Mapping[str, str]], tuple[Place, ...]]
    layout: Layout | None = None
    folder: str = field(default="")
    unit_words: Mapping[str, Text] = field(default_factory=dict)
    person_role: Fact | None = None
    headship: Headship | None = None
    kept_on_split: tuple[Fact, ...] = ()
    asked_of_newcomers: tuple[Fact, ...] = ()
    events: tuple[EventRegister, ...] = ()
    from_events: tuple[FromEvents, ...] = ()
    same_in_village: tuple[SameInVillage, ...] = ()
    days_between: tuple[DaysBetween, ...] = ()
    on_record: tuple[OnRecord, ...] = ()
    families: tuple[Family, ...] = ()
    time_zone: str = "UTC"

    @cached_property
    def by_level(self) -> Mapping[Level, Mapping[str, Fact]]:
        return {level: {fact.code: fact for fact in self.facts if fact.level is level} for level in Level}

    @cached_property
    def by_code(self) -> Mapping[str, Standard]:
        return {standard.code: standard for standard in self.standards}

    @cached_property
    def parameter_by_code(self) -> Mapping[str, Parameter]:
        return {parameter.code: parameter for parameter in self.parameters}

    def parameter(self, code: str) -> Parameter:
        """Raises NotFound (`no_such_parameter`)."""
        found = self.parameter_by_code.get(code)
        if found is None:
            known = sorted(self.parameter_by_code)
            raise NotFound(
                "no_such_parameter",
                zh=f"标准包 {self.code} 中没有参数 {code}。现有：{'、'.join(known)}。",
                en=f"Pack {self.code!r} has no parameter {code!r}. It has: {', '.join(known)}.",
            )
        return found

    def group_of(self, level: Level) -> Group | None:
        """The whole group inside a subject of this level, with the fact that declares its count."""
        return next((group for group in self.groups if group.parent is level and group.among is None), None)

    def check_place_level(self, level: str) -> None:
        """Raises NotFound (`no_such_place_level`)."""
        if level not in self.place_levels:
            raise NotFound(
                "no_such_place_level",
                zh=f"没有 {level} 这一级地区。现有：{'、'.join(self.place_levels)}。",
                en=f"There is no level of places named {level!r}. There are: {', '.join(self.place_levels)}.",
            )

    @cached_property
    def by_default(self) -> tuple[Standard, ...]:
        """The standards a run judges when none is named: all but those of families."""
        on_request = {standard.code for family in self.families for standard in family.standards}
        return tuple(standard for standard in self.standards if standard.code not in on_request)

    def named(self, code: str) -> tuple[Standard, ...]:
        """One standard, or those of a family. Raises NotFound (`no_such_standard`)."""
        family = next((family for family in self.families if family.code == code), None)
        return (self.standard(code),) if family is None else family.standards

    def standard(self, code: str) -> Standard:
        """Raises NotFound (`no_such_standard`)."""
        if code not in self.by_code:
            known = [*self.by_code, *(family.code for family in self.families)]
            raise NotFound(
                "no_such_standard",
                zh=f"标准包 {self.code} 中没有标准 {code}。现有：{'、'.join(known)}。",
                en=f"Pack {self.code!r} has no standard {code!r}. It has: {', '.join(known)}.",
            )
        return self.by_code[code]
