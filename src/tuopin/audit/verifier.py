"""Verifies an audit chain by itself: standard library only, no part of tuopin, so that an auditor can read all of it.

    python -I verifier.py office/tuopin.sqlite3 [--anchor anchor.json]…
    python -I verifier.py folder-of-segments [--anchor anchor.json]…

h(n) = SHA-256( h(n-1) + length of content as 8 bytes, big-endian + content ); h(0) is 32 zero bytes. Numbers run 1,
2, 3 … Prints one JSON line; exit code 0 when all is as written, 5 when something was changed, 2 when there is
nothing to verify.

Content is bound by the hash of its own entry and of all that follow, so one changed byte breaks the chain where it
is. A chain rewritten from some entry to its end is whole in itself: only an anchor kept elsewhere shows it. The
last line of a segment is its signature (Ed25519), which the standard library cannot check.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = tuple[Any, bytes, Any, Any]
"""Number, content, hash, and the columns beside them (None where there are none)."""

GENESIS = bytes(32)


def entries_of_database(path: Path) -> Iterator[Row]:
    """(seq, content, hash, columns) in order; entries without a number were not sealed yet."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    query = "SELECT seq, content, hash, at, actor, action, about, path FROM audit_entry ORDER BY seq IS NULL, seq, id"
    for seq, content, hash_, *columns in connection.execute(query):
        yield seq, bytes(content), None if hash_ is None else bytes(hash_), columns


def entries_of_segments(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("audit-*.seg")):
        data = path.read_bytes()
        body, _, tail = data.rstrip(b"\n").rpartition(b"\n")  # the last line is the signature
        body, _, tail = body.rpartition(b"\n")
        told, head_end = json.loads(tail), body.index(b"\n") + 1
        if (
            hashlib.sha256(body + b"\n").hexdigest() != told["sha256"]
            or json.dumps(told, sort_keys=True) != tail.decode()
        ):
            yield from rows_of(path, json.loads(body[:head_end]), body[head_end:] + b"\n")
            raise Broken(told["first"], "segment", f"{path.name} is not as it was written")
        contents = []
        for row in rows_of(path, json.loads(body[:head_end]), body[head_end:] + b"\n"):
            contents.append(row[1])
            yield row
        if merkle_root(contents) != told["root"]:
            raise Broken(told["first"], "segment_root", f"the root of {path.name} differs from its entries")


def rows_of(path: Path, head: dict[str, Any], body: bytes) -> Iterator[Row]:
    at = 0
    for seq in range(head["first"], head["last"] + 1):
        length = int.from_bytes(body[at : at + 8], "big")
        content = body[at + 8 : at + 8 + length]
        hash_ = body[at + 8 + length : at + 40 + length]
        if len(content) != length or len(hash_) != 32:
            raise Broken(seq, "truncated", f"{path.name} ends inside the entry")
        yield seq, content, hash_, None
        at += 40 + length


def merkle_root(leaves: Iterable[bytes]) -> str:
    row = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not row:
        return hashlib.sha256(b"").hexdigest()
    while len(row) > 1:
        pairs = [hashlib.sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]
    return row[0].hex()


class Broken(Exception):
    """Where the chain breaks, how, and in words."""

    def __init__(self, seq: int, kind: str, says: str) -> None:
        super().__init__(says)
        self.seq, self.kind, self.says = seq, kind, says


def verify(entries: Iterable[Row], anchors: list[dict[str, Any]]) -> tuple[int, int]:
    """The number of good entries and how many wait unsealed. Raises Broken at the first that is not as written."""
    expected, previous, waiting = 1, GENESIS, 0
    pending = sorted((a for a in anchors if a["seq"] > 0), key=lambda a: a["seq"])
    for seq, content, hash_, columns in entries:
        if seq is None or hash_ is None:
            waiting += 1
            continue
        if seq != expected:
            kind = "missing" if seq > expected else "twice"
            raise Broken(expected, kind, f"entry {expected} was expected and {seq} was found")
        if hashlib.sha256(previous + len(content).to_bytes(8, "big") + content).digest() != hash_:
            raise Broken(seq, "changed", f"entry {seq} or the hash before it is not as it was written")
        if columns is not None:
            check_columns(seq, content, columns)
        while pending and pending[0]["seq"] == seq:
            if pending.pop(0)["hash"] != hash_.hex():
                raise Broken(
                    seq, "rewritten", f"entry {seq} differs from an anchor: the chain was rewritten before it"
                )
        expected, previous = seq + 1, hash_
    if pending:
        raise Broken(
            expected,
            "cut_off",
            f"an anchor names entry {pending[0]['seq']}, and the chain ends at {expected - 1}",
        )
    return expected - 1, waiting


def check_columns(seq: int, content: bytes, columns: list[Any]) -> None:
    """The columns people search by must say what the hashed content says."""
    told = json.loads(content)
    stamp = str(columns[0]).replace(" ", "T")[:19]
    if stamp != told["at"][:19] and not told["at"].startswith(stamp[:10]):
        raise Broken(seq, "column", f"the time beside entry {seq} differs from its content")
    for name, value in zip(("actor", "action", "about", "path"), columns[1:], strict=True):
        if told[name] != value:
            raise Broken(seq, "column", f"the {name} beside entry {seq} differs from its content")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path, help="an SQLite database, or a folder of segments")
    parser.add_argument("--anchor", type=Path, action="append", default=[], help="an anchor kept elsewhere")
    asked = parser.parse_args(arguments)
    if not asked.source.exists():
        print(json.dumps({"ok": False, "kind": "absent", "says": f"{asked.source} is not there"}))
        return 2
    anchors = [json.loads(path.read_text(encoding="utf-8")) for path in asked.anchor]
    read = entries_of_segments if asked.source.is_dir() else entries_of_database
    try:
        good, waiting = verify(read(asked.source), anchors)
    except Broken as broken:
        found = [anchor["seq"] for anchor in anchors if anchor["seq"] < broken.seq]
        told = {
            "first_bad": broken.seq,
            "kind": broken.kind,
            "says": broken.says,
            "good_anchor": max(found, default=None),
        }
        print(json.dumps({"ok": False, **told}))
        return 5
    except (sqlite3.DatabaseError, ValueError, KeyError) as why:
        print(json.dumps({"ok": False, "kind": "unreadable", "says": str(why)}))
        return 5
    print(json.dumps({"ok": True, "entries": good, "unsealed": waiting, "anchors": len(anchors)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
