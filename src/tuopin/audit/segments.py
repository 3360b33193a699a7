"""Sealed segments and anchors: the chain outside the database, signed by a key the database does not hold.

A segment is a flat file: one line of JSON (what it holds), then for each entry the length of its content as 8
bytes, the content, its hash (32 bytes); then one line of JSON with the Merkle root over the contents and the
SHA-256 of all before; last a line with the signature of that line. An anchor is the last number and hash, signed.
Keep anchors somewhere else; whoever rewrites the whole database cannot rewrite them. The key is Ed25519 (RFC 8032),
derived from the office's root.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from tuopin.audit import chain
from tuopin.audit.models import Entry

SEGMENT = 65_536
FORMAT = 1


def anchor(at: datetime) -> dict[str, Any]:
    """The last entry's number and hash, signed."""
    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", "hash").first()
    seq, hash_ = (last[0], bytes(last[1])) if last is not None else (0, chain.GENESIS)
    told = {
        "kind": "tuopin audit anchor",
        "format": FORMAT,
        "seq": seq,
        "hash": hash_.hex(),
        "at": at.isoformat(),
    }
    return _signed(told)


def write_segments(folder: Path) -> list[Path]:
    """Writes every full segment that the folder does not hold yet, and the unfinished last one anew."""
    folder.mkdir(parents=True, exist_ok=True)
    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", flat=True).first() or 0
    written = []
    for first in range(1, last + 1, SEGMENT):
        final = min(first + SEGMENT - 1, last)
        path = folder / f"audit-{first:012d}.seg"
        whole = final == first + SEGMENT - 1
        if whole and path.exists():
            continue
        part = path.with_suffix(".part")
        part.write_bytes(_segment(first, final))
        part.replace(path)
        written.append(path)
    return written


def _segment(first: int, final: int) -> bytes:
    body = bytearray(_line({"kind": "tuopin audit segment", "format": FORMAT, "first": first, "last": final}))
    contents = []
    for content, hash_ in _entries(first, final):
        body += len(content).to_bytes(8, "big") + content + hash_
        contents.append(content)
    body += b"\n"
    digest = hashlib.sha256(body).hexdigest()
    tail = _line({"first": first, "root": chain.merkle_root(contents).hex(), "sha256": digest})
    signature = {"public_key": public_key(), "signature": base64.b64encode(_key().sign(tail)).decode()}
    return bytes(body) + tail + _line(signature)


def public_key() -> str:
    """Base64, to be kept by the auditor."""
    raw = _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def _entries(first: int, final: int) -> Iterator[tuple[bytes, bytes]]:
    rows = Entry.objects.filter(seq__gte=first, seq__lte=final).order_by("seq").values_list("content", "hash")
    for content, hash_ in rows.iterator(chunk_size=5_000):
        yield bytes(content), bytes(hash_)


def _signed(told: dict[str, Any]) -> dict[str, Any]:
    signature = _key().sign(chain.content_of(told))
    return {**told, "public_key": public_key(), "signature": base64.b64encode(signature).decode()}


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(settings.KEYS.derived("audit signing key"))


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True).encode() + b"\n"
