"""How large a file may be. Beyond these nobody's county begins; below them a small machine still copes."""

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults hold about 300,000 rows of 40 columns; tests use smaller ones."""

    file_bytes: int = 50 * _MIB
    unpacked_bytes: int = 400 * _MIB
    members: int = 2_000
    ratio: int = 100
    ratio_free_bytes: int = 8 * _MIB
    """A member up to this size may shrink as well as it likes: small repetitive sheets do."""
    rows: int = 1_048_576
    columns: int = 300
    cells: int = 12_000_000
    """Of the rectangle from A1 to the last cell, because that is what reading it takes."""
    text_bytes: int = 1 * _MIB
    """Of one piece of text inside a workbook; the formats themselves allow 32,767 characters."""
    problems: int = 300_000
    members_of_household: int = 500
    memory_bytes: int = 2_048 * _MIB
    cpu_seconds: int = 240
    wall_seconds: int = 600


LIMITS = Limits()
