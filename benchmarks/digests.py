"""What proves a table of counts, whatever the order of its rows. Needs nothing installed, so rivals can use it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def of_counts(rows: Iterable[Sequence[int]]) -> str:
    """A table of whole numbers by place."""
    text = "\n".join(",".join(str(value) for value in row) for row in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
