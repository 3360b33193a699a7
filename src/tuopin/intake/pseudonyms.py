"""What numbers of papers and phones say about the rows that hold them; the numbers themselves go no further (ADR 0012).

While a sheet is checked its numbers are text. `seal` then works out what one row alone can say and puts a keyed digest
(HMAC with a key that is drawn for this reading and never leaves it) in their place, which is enough to tell equal
ones. No digest reaches the data set either: only what follows from comparing them.
"""

import hmac
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from tuopin.engine.kinds import Code, Level
from tuopin.intake.linking import Batch, Household, Position
from tuopin.intake.rows import CheckedSheet
from tuopin.kernel.places import PlaceTree
from tuopin.standards.pack import Pack

Columns = dict[str, list[object]]
"""Facts that no sheet has, by code; one value a row of the table."""
Key = Callable[[str], str | None]


def seal(sheet: CheckedSheet, pack: Pack, secret: bytes) -> None:
    """After this the sheet holds digests where it held numbers and phones; None where nobody is told apart."""
    assert pack.layout is not None
    identities = pack.layout.identities
    if identities is not None and sheet.sheet.level is Level.PERSON:
        told = [identities.about(values) for values in sheet.whole_rows()]
        for fact in dict.fromkeys(fact for each in told for fact in each):
            sheet.worked_out[fact.code] = [each.get(fact) for each in told]
    keys: Mapping[str, Key] = (
        {} if identities is None else {"id_number": identities.number_key, "phone": identities.phone_key}
    )
    for column in sheet.heading.columns.values():
        if column.role in ("id_number", "phone") and column.header in sheet.values:
            key = keys.get(column.role, lambda _: None)
            sheet.values[column.header] = [
                _digest(value, key, secret) for value in sheet.values[column.header]
            ]


def _digest(value: object, key: Key, secret: bytes) -> bytes | None:
    text = key(value) if isinstance(value, str) else None
    return None if text is None else hmac.digest(secret, text.encode(), "sha256")


class Comparison:
    """What accepted rows say about each other: `households` by code, and of every person the household's code."""

    def __init__(
        self,
        batch: Batch,
        places: PlaceTree,
        pack: Pack,
        households: Mapping[str, Household],
        members: Mapping[Position, str],
    ) -> None:
        self.batch = batch
        self.places = places
        self.pack = pack
        self.households = households
        self.members = members
        # A pack of another country may have no layout, and no identity either.
        self.identities = pack.layout.identities if pack.layout is not None else None
        # A survey may say such a fact itself: then it is not worked out.
        headings = (sheet.heading.columns.values() for sheet in batch.sheets)
        self.said = {
            column.fact.code for columns in headings for column in columns if column.fact is not None
        }

    def of_persons(self) -> Columns:
        """Beside what each row said by itself: where else its number stands."""
        if self.identities is None:
            return {}
        names = dict.fromkeys(name for sheet in self.batch.sheets for name in sheet.worked_out)
        columns: Columns = {name: [self._worked_out(name, row) for row in self.members] for name in names}
        columns[self.identities.repeated.code] = self._repeated()
        return self._not_said(columns)

    def of_households(self) -> Columns:
        if self.identities is None:
            return {}
        found, helpers = self.identities, self._helpers()
        reported = {self.households[code].county for code in helpers}
        columns: Columns = {
            found.shared_phone.code: self._shared_phones(),
            # A county of which no household has a helper has not handed in that sheet.
            found.helpers.code: [
                len(helpers.get(code, ())) if home.county in reported else None
                for code, home in self.households.items()
            ],
            found.helper_registered.code: self._helper_registered(helpers),
        }
        return self._not_said(columns)

    def _not_said(self, columns: Columns) -> Columns:
        return {code: column for code, column in columns.items() if code not in self.said}

    # ---- persons ----

    def _worked_out(self, name: str, position: Position) -> object:
        column = self.batch.sheets[position.sheet].worked_out.get(name)
        return None if column is None else column[position.at]

    def _repeated(self) -> list[object]:
        assert self.identities is not None
        kind = self.identities.repeated.kind
        assert isinstance(kind, Code)
        numbers = {code: entry.number for code, entry in kind.codes.by_code.items()}
        where = {
            digest: numbers[self._smallest(rows) if len(rows) > 1 else "nowhere"]
            for digest, rows in self._holders().items()
        }
        return [where.get(self._of_role("id_number", position)) for position in self.members]

    def _holders(self) -> Mapping[object, Sequence[Position]]:
        holders: dict[object, list[Position]] = defaultdict(list)
        for position in self.members:
            digest = self._of_role("id_number", position)
            if digest is not None:
                holders[digest].append(position)
        return holders

    def _smallest(self, rows: Sequence[Position]) -> str:
        """The smallest place that holds all of them."""
        common = 0
        for step in zip(*(self._chain(self.members[row]) for row in rows), strict=True):
            if len(set(step)) > 1:
                break
            common += 1
        return ("beyond", *self.pack.place_levels, "household")[common]

    def _chain(self, code: str) -> tuple[object, ...]:
        """The places above a household from the top, then itself."""
        return (*(place.id for place in reversed(self.places.chain(self.households[code].village))), code)

    # ---- households ----

    def _shared_phones(self) -> list[object]:
        """How many other households have a phone of this one, its own or a member's; unknown without a phone."""
        rows = [*((code, home.position) for code, home in self.households.items())]
        rows += [(code, position) for position, code in self.members.items()]
        users: dict[object, set[str]] = defaultdict(set)
        for code, position in rows:
            phone = self._of_role("phone", position)
            if phone is not None:
                users[phone].add(code)
        sharing: dict[str, set[str]] = defaultdict(set)
        for homes in users.values():
            for code in homes:
                sharing[code] |= homes
        return [len(sharing[code]) - 1 if code in sharing else None for code in self.households]

    def _helpers(self) -> Mapping[str, Sequence[object]]:
        """The numbers of each household's helpers; None for one without a number."""
        assert self.identities is not None
        helpers: dict[str, list[object]] = defaultdict(list)
        for position in self.batch.accepted(self.batch.of_table(self.identities.helpers_table)):
            helpers[str(self._of_role("household", position))].append(self._of_role("id_number", position))
        return helpers

    def _helper_registered(self, helpers: Mapping[str, Sequence[object]]) -> list[object]:
        registered = {
            digest: {self._is_registered(self.members[row]) for row in rows}
            for digest, rows in self._holders().items()
        }
        return [_any(helpers[code], registered) if code in helpers else None for code in self.households]

    def _is_registered(self, code: str) -> object:
        assert self.identities is not None
        position = self.households[code].position
        return self.batch.sheets[position.sheet].of_fact(self.identities.registered.code)[position.at]

    def _of_role(self, role: str, position: Position) -> object:
        return self._columns(role)[position.sheet][position.at]

    @cache  # noqa: B019 - lives as long as one reading
    def _columns(self, role: str) -> Sequence[Sequence[object]]:
        return [sheet.of_role(role) for sheet in self.batch.sheets]


def _any(numbers: Sequence[object], registered: Mapping[object, set[object]]) -> bool | None:
    """Whether one of them is registered; unknown while one has no number, or nobody knows of a household.

    Whoever is not listed in the data is not registered there, which is all that can be said.
    """
    answers = {
        answer for number in numbers for answer in (registered.get(number, {False}) if number else {None})
    }
    return True if True in answers else None if None in answers else False
