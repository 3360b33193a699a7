"""The end of the chain, checked at once: what a page can say in a moment. The separate verifier checks all of it."""

from dataclasses import dataclass

from tuopin.audit import chain
from tuopin.audit.models import Entry

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Tail:
    """`broken_at` is the number of the first entry that is not as it was written; `waiting` are not chained yet."""

    first: int
    last: int
    waiting: int
    broken_at: int | None


def check_tail(most: int = MOST) -> Tail:
    """Follows the chain over its newest entries: numbers, hashes, and that each entry is bound to the one before."""
    columns = ("seq", "content", "hash")
    rows = list(Entry.objects.filter(seq__isnull=False).order_by("-seq").values_list(*columns)[: most + 1])
    waiting = Entry.objects.filter(seq__isnull=True).count()
    rows.reverse()
    if not rows:
        return Tail(0, 0, waiting, None)
    if rows[0][0] == 1:
        expected, previous = 1, chain.GENESIS
    else:
        expected, previous = rows[0][0] + 1, bytes(rows[0][2])
        rows = rows[1:]
    first = expected
    for seq, content, hash_ in rows:
        if seq != expected or chain.next_hash(previous, bytes(content)) != bytes(hash_):
            return Tail(first, rows[-1][0], waiting, expected)
        expected, previous = seq + 1, bytes(hash_)
    return Tail(first, expected - 1, waiting, None)
