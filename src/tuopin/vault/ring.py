"""The key ring of an office: what seals fields, what indexes them blindly, what signs.

Sealed values are AES-256-GCM (NIST SP 800-38D) with the row and field as associated data, so that a value copied
into another row does not open. The first byte names the key, which allows a new key without sealing all anew.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tuopin.kernel.errors import BadInput, Damaged

NONCE = 12
KEY = 32


@dataclass(frozen=True)
class KeyRing:
    """`keys` by number; `current` seals, all open. `root` is what every other key of the office derives from."""

    current: int
    keys: dict[int, bytes] = field(repr=False)
    root: bytes = field(repr=False)

    def seal(self, plain: str, *, context: str) -> bytes:
        """`context` is where the value belongs, such as `registry_identity:<key>:name`."""
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, plain.encode(), context.encode())
        return bytes([self.current]) + nonce + sealed

    def open(self, sealed: bytes, *, context: str) -> str:
        """Raises Damaged (`sealed_value`) for a changed value, another row's value or a key the ring lacks."""
        sealed = bytes(sealed)
        try:
            key = AESGCM(self.keys[sealed[0]])
            return key.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], context.encode()).decode()
        except (InvalidTag, KeyError, IndexError, ValueError) as why:
            raise Damaged(
                "sealed_value",
                zh="一项加密内容打不开：它被改动过、不属于这一行，或者密钥不在本机。请从备份恢复，或放回原来的密钥文件。",
                en="An encrypted value does not open: it was changed, belongs to another row, or its key is not here. "
                "Restore it from a backup, or put the key file back.",
            ) from why

    def blind(self, purpose: str, text: str) -> bytes:
        """A keyed digest to find equal values by, 16 bytes; different purposes cannot be compared."""
        return hmac.digest(self.derived(f"blind:{purpose}"), text.encode(), "sha256")[:16]

    def derived(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-Expand of RFC 5869 with one block)."""
        return hmac.digest(self.root, purpose.encode() + b"\x01", "sha256")


def new_ring() -> KeyRing:
    return KeyRing(1, {1: secrets.token_bytes(KEY)}, secrets.token_bytes(KEY))


def write_ring(ring: KeyRing, path: Path) -> None:
    """A new file that only its owner may read. Raises BadInput (`keys_exist`): keys are never overwritten."""
    told = {
        "kind": "tuopin keys",
        "current": ring.current,
        "keys": {str(number): _text(key) for number, key in ring.keys.items()},
        "root": _text(ring.root),
    }
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadInput(
            "keys_exist",
            zh=f"密钥文件 {path} 已存在，不会覆盖：没有它，已加密的内容就再也打不开。",
            en=f"The key file {path} exists and is not overwritten: without it nothing sealed opens again.",
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def read_ring(path: Path) -> KeyRing:
    """Raises BadInput (`no_keys`) when there is no file, Damaged (`keys_damaged`) when it is not one of ours."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        keys = {int(number): _bytes(key) for number, key in told["keys"].items()}
        ring = KeyRing(int(told["current"]), keys, _bytes(told["root"]))
        lengths = {len(ring.root), *map(len, keys.values())}
    except FileNotFoundError:
        raise BadInput(
            "no_keys",
            zh=f"没有找到密钥文件 {path}。新办公室请先运行 tuopin setup；已有数据的，请把原来的密钥文件放回去。",
            en=f"There is no key file {path}. For a new office run `tuopin setup`; where there are data, put their key "
            "file back.",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as why:
        raise _damaged(path) from why
    if lengths != {KEY} or ring.current not in keys or not all(1 <= number <= 255 for number in keys):
        raise _damaged(path)
    return ring


def rotated(ring: KeyRing) -> KeyRing:
    """The ring with a new current key; what the old ones sealed still opens."""
    number = max(ring.keys) + 1
    return KeyRing(number, {**ring.keys, number: secrets.token_bytes(KEY)}, ring.root)


def fingerprint(ring: KeyRing) -> str:
    """Says which ring without saying its keys; a backup carries it."""
    return hashlib.sha256(ring.derived("fingerprint")).hexdigest()[:16]


def _damaged(path: Path) -> Damaged:
    return Damaged(
        "keys_damaged",
        zh=f"密钥文件 {path} 读不懂。请从备份恢复这个文件。",
        en=f"The key file {path} cannot be read. Restore it from a copy.",
    )


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
