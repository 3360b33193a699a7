"""Files sealed whole: a backup lies about on disks and sticks, so it opens only with the office's keys.

One line of JSON, then pieces of 1 MiB, each AES-256-GCM with a counter and a mark for the last as associated data:
pieces cannot be swapped, dropped or added unseen (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár, 2015).
"""

import base64
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tuopin.kernel.errors import BadInput, Damaged
from tuopin.vault.ring import KeyRing, fingerprint

PIECE = 2**20
KIND = "tuopin sealed file"


def seal_file(source: Path, target: Path, ring: KeyRing, *, about: dict[str, Any]) -> None:
    """Writes the sealed copy; `about` stands in the open (dates, counts), bound to the content."""
    prefix = secrets.token_bytes(7)
    head = json.dumps(
        {
            "kind": KIND,
            "format": 1,
            "ring": fingerprint(ring),
            "prefix": base64.b64encode(prefix).decode(),
            **about,
        },
        sort_keys=True,
    ).encode()
    box = AESGCM(ring.derived("sealed file"))
    with source.open("rb") as plain, target.open("xb") as file:
        file.write(head + b"\n")
        for number, piece, last in _pieces(plain):
            nonce = prefix + number.to_bytes(5, "big")
            file.write(box.encrypt(nonce, piece, head + bytes([last])))


def open_file(source: Path, target: Path, ring: KeyRing) -> dict[str, Any]:
    """Writes the content and returns what stands in the open.

    Raises BadInput (`not_a_sealed_file`, `other_keys`), Damaged (`sealed_file`) for one changed or cut byte; then
    nothing is left at `target`.
    """
    with source.open("rb") as file:
        head = file.readline(65_536).rstrip(b"\n")
        told = _head(head, source)
        if told["ring"] != fingerprint(ring):
            raise BadInput(
                "other_keys",
                zh=f"{source} 是用另一套密钥封存的。请放回当时的密钥文件 keys.json。",
                en=f"{source} was sealed with other keys. Put the key file of that time back.",
            )
        box, prefix = AESGCM(ring.derived("sealed file")), base64.b64decode(told["prefix"])
        try:
            with target.open("xb") as plain:
                for number, piece, last in _pieces(file, PIECE + 16):
                    nonce = prefix + number.to_bytes(5, "big")
                    plain.write(box.decrypt(nonce, piece, head + bytes([last])))
        except InvalidTag:
            target.unlink(missing_ok=True)
            raise _damaged(source) from None
    return told


def about(source: Path) -> dict[str, Any]:
    """What stands in the open, unchecked. Raises BadInput (`not_a_sealed_file`)."""
    with source.open("rb") as file:
        return _head(file.readline(65_536).rstrip(b"\n"), source)


def _pieces(file: BinaryIO, size: int = PIECE) -> Iterator[tuple[int, bytes, bool]]:
    """Number, piece, and whether it is the last; an empty file is one empty piece."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def _head(line: bytes, source: Path) -> dict[str, Any]:
    try:
        told = json.loads(line)
        if told["kind"] != KIND or told["format"] != 1:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise BadInput(
            "not_a_sealed_file",
            zh=f"{source} 不是 tuopin 的备份文件。请核对文件名。",
            en=f"{source} is not a backup of tuopin. Check the name of the file.",
        ) from None
    assert isinstance(told, dict)
    return told


def _damaged(source: Path) -> Damaged:
    return Damaged(
        "sealed_file",
        zh=f"备份 {source} 已损坏或不完整，没有恢复任何内容。请换一份备份。",
        en=f"The backup {source} is damaged or cut short; nothing was restored. Take another one.",
    )
