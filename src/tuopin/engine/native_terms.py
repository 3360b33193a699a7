"""What is the same for everybody in a place, as small arrays a loop looks into; the text of the loop does not
change with them, so that another day or another line needs no new compilation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tuopin.engine import expressions as x
from tuopin.engine.native import TermArrays
from tuopin.engine.reference import Answer
from tuopin.engine.sql_terms import TermsOfPlaces

EPOCH = date(1970, 1, 1)


@dataclass
class LoopTerms:
    """Collects the terms one loop uses, in the order it asks for them."""

    of_places: TermsOfPlaces
    names: dict[str, str] = field(default_factory=dict)
    _columns: list[tuple[Answer, ...]] = field(default_factory=list)

    def constant(self, expression: x.Expression) -> str:
        """The name of a term in the loop."""
        return self._name(expression.key, self.of_places.values(expression))

    def too_late(self, span: x.CompareElapsed, more: int) -> str:
        key = f"{span.left.key} >= {span.right.key} + {more}"
        return self._name(key, self.of_places.too_late(span, more))

    def _name(self, key: str, values: tuple[Answer, ...]) -> str:
        if key not in self.names:
            code = key[1:] if key.startswith("@") else f"term{len(self.names) + 1}"
            self.names[key] = f"at__{code}"
            self._columns.append(values)
        return self.names[key]

    def arrays(self) -> TermArrays:
        places = np.array(self.of_places.places(), np.int64)
        shape = (len(places) + 1, len(self._columns))
        values, known = np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
        for number, column in enumerate(self._columns):
            for row, value in enumerate(_one_a_row(column, len(places))):
                if value is not None:
                    values[row, number], known[row, number] = whole(value), True
        return TermArrays(self.of_places.key, places, values, known)


def _one_a_row(column: Sequence[Answer], places: int) -> Sequence[Answer]:
    everywhere = column[0] if len(set(column)) == 1 else None
    return [*(column if len(column) == places else [everywhere] * places), everywhere]


def whole(value: Answer) -> int:
    """As a loop stores it: days since 1970, yes as 2 and no as 0 (unknown is 1)."""
    if isinstance(value, bool):
        return 2 if value else 0
    if isinstance(value, date):
        return (value - EPOCH).days
    assert isinstance(value, int)
    return value
