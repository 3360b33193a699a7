"""Just enough unit algebra to refuse a household income compared with a line per person."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

_WORD = re.compile(r"^[A-Za-z][A-Za-z0-9_%]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of named units with whole exponents, such as USD/person/year. `Unit(())` is a pure number."""

    powers: tuple[tuple[str, int], ...] = ()

    @staticmethod
    @cache
    def parse(text: str) -> "Unit":
        """`"USD/person/year"`, `"person*day"`, `"1"` or `""`. Raises ValueError when it is none of these."""
        powers: Counter[str] = Counter()
        sign = 1
        for token in re.split(r"([*/])", text.replace(" ", "")):
            if token == "/":
                sign = -1
            elif token == "*":
                sign = 1
            elif token not in ("", "1"):
                if not _WORD.match(token):
                    raise ValueError(f"{token!r} is not a unit. Write units like USD/person/year, or 1.")
                powers[token] += sign
                sign = 1
        return Unit._of(powers)

    @staticmethod
    def _of(powers: Counter[str]) -> "Unit":
        return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))

    def __mul__(self, other: "Unit") -> "Unit":
        powers = Counter(dict(self.powers))
        for name, power in other.powers:
            powers[name] += power
        return Unit._of(powers)

    def __truediv__(self, other: "Unit") -> "Unit":
        return self * Unit(tuple((name, -power) for name, power in other.powers))

    def __str__(self) -> str:
        above = [name for name, power in self.powers for _ in range(power)]
        below = [name for name, power in self.powers for _ in range(-power)]
        return "/".join(["*".join(above) or "1", *below]) if below else "*".join(above) or "1"


ONE = Unit()
