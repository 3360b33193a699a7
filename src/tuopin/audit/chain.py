"""How entries are chained. Pure: the separate verifier states the same rule in its own words.

h(n) = SHA-256( h(n-1) ‖ length of content as 8 bytes ‖ content ); h(0) is 32 zero bytes. Content is the exact
bytes that were stored: canonical JSON, keys sorted, no spaces, UTF-8.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

GENESIS = bytes(32)


def content_of(told: Mapping[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def next_hash(previous: bytes, content: bytes) -> bytes:
    return hashlib.sha256(previous + len(content).to_bytes(8, "big") + content).digest()


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root over the items of a batch (RFC 9162 §2.1.1: leaves and nodes are hashed apart); of nothing: SHA-256 of
    nothing."""
    row = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not row:
        return hashlib.sha256(b"").digest()
    while len(row) > 1:
        pairs = [hashlib.sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]
    return row[0]
