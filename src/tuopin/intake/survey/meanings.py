"""What the cells of a column mean, as a mapping says it. A cell it does not speak of is refused, never guessed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from tuopin.engine.kinds import Code, CodeList, CodeSet, Kind, Number, YesNo
from tuopin.intake.cells import SEPARATORS, Reader, exact_number, typed_reader, whole_steps, words_of
from tuopin.intake.problems import Refusal, refusal
from tuopin.intake.wording import Cell, compact, plain, written
from tuopin.kernel.text import Text
from tuopin.standards.pack import Layout

UNKNOWN = "unknown"
ROUNDINGS: Mapping[str, Callable[[Fraction], int]] = {
    "half_up": lambda steps: floor(steps + Fraction(1, 2)),
    "down": floor,
}


@dataclass(frozen=True)
class Words:
    """Answers that every yes/no column of a survey shares, and what stands where nobody answered."""

    yes: tuple[str, ...] = ("yes", "true", "是")
    no: tuple[str, ...] = ("no", "false", "否")
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """What a mapping may say about one column.

    `values` are the pack's words by the column's. `at_least`, `below`, `has` and `is_one_of` ask the column a yes/no
    question: of a number, of several codes in one cell, of one word. Numbers below `no_less_than` count as it.
    """

    words: Words
    values: Mapping[str, str | Sequence[str]] | None = None
    times: Fraction = Fraction(1)
    rounding: str | None = None
    no_less_than: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    has: tuple[str, ...] = ()
    is_one_of: tuple[str, ...] = ()


def word(cell: Cell) -> str:
    """How cells are compared with the words of a mapping: 98, 98.0 and ９８ are one."""
    return compact(written(cell)).upper()


def reader(kind: Kind, meaning: Meaning) -> Reader:
    """Raises ValueError when a value of the mapping is none of the kind's."""
    targets = {word(said): _target(kind, value) for said, value in (meaning.values or {}).items()}
    unknown = {word(said) for said in meaning.words.missing} | {""}
    typed = _not_mapped(kind) if meaning.values is not None else _typed(kind, meaning)

    def read(cell: Cell) -> object:
        key = word(cell)
        if key in targets:
            return targets[key]
        return None if key in unknown else typed(cell)

    return read


def _typed(kind: Kind, meaning: Meaning) -> Reader:
    if meaning.at_least is not None or meaning.below is not None:
        return _compared(meaning)
    if meaning.has:
        wanted = {word(code) for code in meaning.has}
        return lambda cell: (
            not wanted.isdisjoint(word(part) for part in SEPARATORS.split(plain(written(cell))))
        )
    if meaning.is_one_of:
        words = {word(code) for code in meaning.is_one_of}
        return lambda cell: word(cell) in words
    if isinstance(kind, Number):
        return lambda cell: _number(cell, kind, meaning)
    if isinstance(kind, Code | CodeSet):
        return _coded(kind)
    return typed_reader(kind, Layout((), meaning.words.yes, meaning.words.no, ()))


def _compared(meaning: Meaning) -> Reader:
    def read(cell: Cell) -> object:
        number = exact_number(cell)
        if isinstance(number, Refusal):
            return number
        low, high = meaning.at_least, meaning.below
        return (low is None or number >= low) and (high is None or number < high)

    return read


def _number(cell: Cell, kind: Number, meaning: Meaning) -> object:
    number = exact_number(cell)
    if isinstance(number, Refusal):
        return number
    steps = Fraction(number) * meaning.times * 10**kind.decimals
    if meaning.no_less_than is not None:
        steps = max(steps, Fraction(meaning.no_less_than) * 10**kind.decimals)
    if meaning.rounding is not None:
        steps = Fraction(ROUNDINGS[meaning.rounding](steps))
    return whole_steps(steps, kind)


def _code_words(codes: CodeList) -> Mapping[str, int]:
    """By short code or label, never by number: a survey's numbers are its own."""
    return {**words_of(codes), **{word(entry.code): entry.number for entry in codes.entries}}


def _coded(kind: Code | CodeSet) -> Reader:
    words, wrong = _code_words(kind.codes), _not_mapped(kind)
    if isinstance(kind, Code):
        return lambda cell: words.get(word(cell), wrong(cell))

    def read(cell: Cell) -> object:
        parts = [word(part) for part in SEPARATORS.split(plain(written(cell))) if part]
        if not parts or any(part not in words for part in parts):
            return wrong(cell)
        return sum(1 << (number - 1) for number in {words[part] for part in parts})

    return read


def _target(kind: Kind, value: str | Sequence[str]) -> object:
    """A value of the pack as a mapping writes it. Raises ValueError."""
    if value == UNKNOWN:
        return None
    read = reader(kind, Meaning(Words()))
    text = value if isinstance(value, str) else ",".join(value)
    found = read(text)
    if found is None or isinstance(found, Refusal):
        raise ValueError(text)
    return found


def _not_mapped(kind: Kind) -> Reader:
    choices = choices_of(kind)
    wrong = refusal(
        "value_not_mapped",
        zh="映射文件没有说明这个值的含义",
        en="The mapping does not say what this value means",
        do_zh=f"请在映射文件该项的 values 中写明它对应什么（{choices.zh}），或列入 missing。",
        do_en=f"Say under `values` in the mapping what it stands for ({choices.en}), or list it under `missing`.",
    )
    return lambda cell: wrong


def choices_of(kind: Kind) -> Text:
    """What a mapping may write for a value of this kind."""
    if isinstance(kind, Code | CodeSet):
        told = ", ".join([*kind.codes.by_code, UNKNOWN])
        return Text(told, told)
    if isinstance(kind, YesNo):
        return Text(f"yes, no, {UNKNOWN}", f"yes, no, {UNKNOWN}")
    if isinstance(kind, Number):
        return Text(f"数字，{UNKNOWN}", f"a number, {UNKNOWN}")
    return Text(f"日期，{UNKNOWN}", f"a day, {UNKNOWN}")
