"""What the cells of an examples table say: values, words for several facts, members of a group.

A value is what people write: yes, 3070.50, grade_9, chronic+disabled, 2012-03-01; ? is unknown. A member is a row
of words and `fact=value`; members are parted by semicolons, `5 × …` is five alike, and - is nobody listed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from tuopin.engine.kinds import Code, CodeSet, Date, Kind, Level, Number, RuleError, YesNo
from tuopin.engine.records import Record, Value
from tuopin.kernel.errors import BadInput
from tuopin.standards.pack import Pack

_SEVERAL = re.compile(r"^(\d+)\s*×\s*")
_YES_NO: Mapping[str, bool] = {"yes": True, "no": False}


@dataclass
class Spot:
    """Where in the file the reader is, so that a refusal can say so."""

    file: str
    line: int = 0
    column: str = "-"

    def refuse(self, value: str, *, zh: str, en: str) -> NoReturn:
        """Raises BadInput (`examples_table`)."""
        raise BadInput(
            "examples_table",
            zh=f"例子文件 {self.file} 第 {self.line} 行“{self.column}”列的 {value!r}：{zh}。请修改该格。",
            en=f"Examples file {self.file}, line {self.line}, column {self.column!r}: {value!r} {en}. "
            "Correct this cell.",
        )


@dataclass
class Cells:
    """Reads descriptions with the words a file has defined so far."""

    pack: Pack
    spot: Spot
    words: dict[str, str] = field(default_factory=dict)

    def facts(self, described: str, level: Level) -> dict[str, Value]:
        """Words, `fact=value`, or the bare name of a yes/no fact; what comes later wins."""
        facts: dict[str, Value] = {}
        for token in described.split():
            code, equals, text = token.partition("=")
            if token in self.words:
                facts |= self.facts(self.words[token], level)
            elif code in self.pack.by_level[level]:
                facts[code] = self.value(level, code, text if equals else "yes")
            else:
                self.spot.refuse(
                    token,
                    zh=f"不是前面定义的用词，也不是{level.label.zh}的登记信息",
                    en=f"is neither a word defined above nor a fact of a {level.value}",
                )
        return facts

    def members(self, described: str, parent: Level, place: int) -> Iterator[Record]:
        if described == "-":
            return
        if parent.child is None:
            self.spot.refuse(
                described, zh=f"{parent.label.zh}没有成员", en=f"stands where a {parent.value} has none"
            )
        number = 0
        for part in described.split(";"):
            several = _SEVERAL.match(part.strip())
            facts = self.facts(part.strip()[several.end() :] if several else part, parent.child)
            for _ in range(int(several.group(1)) if several else 1):
                number += 1
                yield Record(parent.child, str(number), place, facts)

    def value(self, level: Level, code: str, text: str) -> Value:
        try:
            return read_value(self.pack.by_level[level][code].kind, text)
        except ValueError as why:
            self.spot.refuse(f"{code}={text}", zh=f"应写作 {why}", en=f"should be {why}")


def read_value(kind: Kind, text: str) -> Value:
    """None for `?`. Raises ValueError with what the text should have been."""
    if text == "?":
        return None
    if isinstance(kind, YesNo):
        if text not in _YES_NO:
            raise ValueError("yes / no / ?")
        return _YES_NO[text]
    if isinstance(kind, Number):
        return _number(kind, text)
    if isinstance(kind, Code | CodeSet):
        return _code(kind, text)
    assert isinstance(kind, Date)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("2012-03-01 / ?") from None


def _number(kind: Number, text: str) -> int:
    try:
        steps = Decimal(text).scaleb(kind.decimals)
        if steps == steps.to_integral_value() and kind.low <= steps <= kind.high:
            return int(steps)
    except InvalidOperation:
        pass
    low, high = (Decimal(limit).scaleb(-kind.decimals) for limit in (kind.low, kind.high))
    raise ValueError(f"{low}..{high} {kind.unit} ({Decimal(1).scaleb(-kind.decimals)}) / ?")


def _code(kind: Code | CodeSet, text: str) -> int:
    """A set is written as codes joined by +, the empty set as {}."""
    try:
        if isinstance(kind, CodeSet):
            return 0 if text == "{}" else kind.codes.mask(text.split("+"))
        (number,) = kind.codes.numbers([text])
        return number
    except RuleError:
        joined = " + … / {}" if isinstance(kind, CodeSet) else ""
        raise ValueError(f"{' / '.join(kind.codes.by_code)}{joined} / ?") from None
