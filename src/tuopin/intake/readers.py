"""Which reader a column of the pack gets: by its fact's kind, else by its role."""

from collections.abc import Callable

from tuopin.engine.kinds import Date, Level
from tuopin.intake import problems
from tuopin.intake.cells import Reader, reader_of
from tuopin.intake.problems import Refusal, from_check
from tuopin.intake.wording import Cell, compact, plain, shown, without_numbers, written
from tuopin.kernel.errors import BadInput
from tuopin.kernel.text import Text
from tuopin.standards.pack import Column, Layout, Pack, Sheet

_MOST_DIGITS = 15
"""A number in a spreadsheet keeps no more; a longer code has lost its end."""
_LONGEST_CODE = 64
_LONGEST_TEXT = 2_000
_LOST = "?"
_OF_EVENTS = frozenset({"happened_on", "starts_on", "ends_on", "register", "place"})
_Check = Callable[[str], Text | None]


def reader_for(column: Column, sheet: Sheet, pack: Pack, *, lenient: bool = False) -> Reader | None:
    """None for a column whose cells are not looked at."""
    assert pack.layout is not None
    if column.fact is not None:
        return _checked(reader_of(column.fact.kind, pack.layout), column)
    if column.role == "collected_on":
        return reader_of(Date(), pack.layout)
    if column.role in _OF_EVENTS:
        return _of_events(column, pack.layout)
    if column.role == "household":
        return _household_reader(column)
    if column.role == "village":
        return _place_reader(sheet, pack)
    if column.role == "id_number":
        return lambda cell: _identity(cell, column, lenient=lenient)
    if column.role in ("name", "phone"):
        return lambda cell: compact(written(cell)) or None
    if column.role.startswith("place_name:"):
        return lambda cell: without_numbers(compact(written(cell))[:_LONGEST_CODE]) or None
    if column.role == "text":
        return _checked(lambda cell: without_numbers(plain(written(cell))[:_LONGEST_TEXT]) or None, column)
    return None


def _of_events(column: Column, layout: Layout) -> Reader:
    """Which register, where, on which day: nothing of it may be blank."""
    if column.role == "place":
        return read_code
    if column.role == "register":
        return _needed(_checked(lambda cell: compact(written(cell)) or None, column))
    return _needed(reader_of(Date(), layout))


def _needed(read: Reader) -> Reader:
    """A blank is refused."""

    def needed(cell: Cell) -> object:
        value = read(cell)
        return problems.BLANK_KEY if value is None else value

    return needed


def _checked(read: Reader, column: Column) -> Reader:
    """The pack's own check first, upon the text of a cell that says something."""
    check = column.check
    if check is None:
        return read

    def checked(cell: Cell) -> object:
        value = read(cell)
        reason = check(compact(written(cell))) if value is not None else None
        return value if reason is None else from_check(f"{column.role}_refused", reason)

    return checked


def read_code(cell: Cell) -> str | Refusal:
    """The code of a household or a place, as text that has lost nothing."""
    if isinstance(cell, float | int) and abs(cell) >= 10**_MOST_DIGITS:
        return problems.LOST_DIGITS
    text = compact(written(cell))
    if not text:
        return problems.BLANK_KEY
    return text if len(text) <= _LONGEST_CODE and text.isprintable() else problems.CODE_UNREADABLE


def _household_reader(column: Column) -> Reader:
    def read(cell: Cell) -> object:
        text = read_code(cell)
        reason = column.check(text.upper()) if isinstance(text, str) and column.check is not None else None
        return text if reason is None else from_check("household_code_refused", reason)

    return read


def _place_reader(sheet: Sheet, pack: Pack) -> Reader:
    """A village's code must be one of the pack's; codes of larger places are looked up when all villages are known."""

    def read(cell: Cell) -> object:
        text = read_code(cell)
        if isinstance(text, str) and sheet.level is not Level.COUNTY:
            return place_refusal(text, pack) or text
        return text

    return read


def place_refusal(code: str, pack: Pack) -> Refusal | None:
    """Why a code is none of the pack's villages; None when it is one."""
    try:
        pack.places_of(code, {})
    except BadInput as error:
        return from_check(error.code, _without_value(error.text, code))
    return None


def household_check(pack: Pack) -> Callable[[str], Text | None] | None:
    """The pack's own check of a household's code, such as that it is no identity number."""
    sheets = pack.layout.sheets if pack.layout is not None else ()
    columns = (column for sheet in sheets for column in sheet.columns if column.role == "household")
    return next((column.check for column in columns if column.check is not None), None)


def _without_value(text: Text, value: str) -> Text:
    """The pack's sentence, should it repeat the value, with the value as it may be shown."""
    visible = shown(value, "village")
    return Text(text.zh.replace(value, visible), text.en.replace(value, visible))


def _identity(cell: Cell, column: Column, *, lenient: bool) -> object:
    """`lenient` lets a wrong number stand; one that lost its last digits is then `_LOST`, for it is nobody's."""
    if not isinstance(cell, str):
        return _LOST if lenient else problems.LOST_DIGITS
    text = compact(cell).upper()
    if not text or set(text) <= set("-—/"):
        return None
    reason = column.check(text) if column.check is not None and not lenient else None
    return text if reason is None else from_check("identity_refused", reason)
