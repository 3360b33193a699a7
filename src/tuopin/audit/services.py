"""Writing entries. Called by every service that changes something or shows something sensitive."""

import base64
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from tuopin.audit import chain
from tuopin.audit.models import Entry, SubjectKey
from tuopin.kernel.actor import Actor


class NotInATransaction(RuntimeError):
    """An entry must live and die with the act it tells of."""


def record(
    *,
    actor: Actor,
    action: str,
    about: str,
    at: datetime,
    path: str = "/",
    details: Mapping[str, object] | None = None,
    sealed: Mapping[UUID, Mapping[str, object]] | None = None,
    batch: Iterable[bytes] | None = None,
) -> Entry:
    """Adds one entry inside the caller's transaction.

    `about` is kind:key, such as `household:<uuid>`; `details` are codes, counts and field names, never personal values;
    `sealed` are personal values by subject, encrypted under that subject's own key; `batch` are the digests of the
    items of an import or a list, told by count and Merkle root. Raises NotInATransaction.
    """
    if not connection.in_atomic_block:
        raise NotInATransaction(f"{action} must be recorded in the transaction of the act")
    told: dict[str, object] = {
        "at": at.isoformat(),
        "actor": actor.code,
        "roles": list(actor.roles),
        "authority": actor.version,
        "action": action,
        "about": about,
        "path": path,
        "nonce": secrets.token_hex(8),
    }
    if actor.through is not None:
        told["through"] = actor.through
    if details:
        told["details"] = dict(details)
    if sealed:
        told["sealed"] = {str(subject): _sealed(subject, values) for subject, values in sealed.items()}
    if batch is not None:
        leaves = list(batch)
        told["batch"] = {"count": len(leaves), "root": chain.merkle_root(leaves).hex()}
    entry = Entry(
        at=at, actor=actor.code, action=action, about=about, path=path, content=chain.content_of(told)
    )
    if connection.vendor == "sqlite":  # one writer at a time, so the chain grows with the transaction
        last = Entry.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", "hash").first()
        seq, previous = last if last is not None else (0, chain.GENESIS)
        entry.seq, entry.hash = seq + 1, chain.next_hash(bytes(previous), bytes(entry.content))
    entry.save(force_insert=True)
    return entry


def unsealed(entry: Entry, subject: UUID) -> dict[str, object] | None:
    """The personal values an entry holds of a subject; None when there are none or their key was destroyed."""
    told = json.loads(bytes(entry.content)).get("sealed", {}).get(str(subject))
    key = SubjectKey.objects.filter(subject=subject).first()
    if told is None or key is None:
        return None
    raw = base64.b64decode(told)
    plain = AESGCM(_opened(key)).decrypt(raw[:12], raw[12:], str(subject).encode())
    found = json.loads(plain)
    assert isinstance(found, dict)
    return found


def destroy_key(*, subject: UUID) -> None:
    """After this nobody reads the personal values of the subject's entries again (the right to deletion)."""
    SubjectKey.objects.filter(subject=subject).delete()


def _sealed(subject: UUID, values: Mapping[str, object]) -> str:
    key = SubjectKey.objects.filter(subject=subject).first() or _new_key(subject)
    nonce = secrets.token_bytes(12)
    plain = json.dumps(dict(values), ensure_ascii=False, sort_keys=True, default=str).encode()
    return base64.b64encode(
        nonce + AESGCM(_opened(key)).encrypt(nonce, plain, str(subject).encode())
    ).decode()


def _new_key(subject: UUID) -> SubjectKey:
    plain = base64.b64encode(secrets.token_bytes(32)).decode()
    return SubjectKey.objects.create(
        subject=subject, key=settings.KEYS.seal(plain, context=_context(subject))
    )


def _opened(key: SubjectKey) -> bytes:
    return base64.b64decode(settings.KEYS.open(bytes(key.key), context=_context(key.subject)))


def _context(subject: UUID) -> str:
    return f"audit_subjectkey:{subject}:key"
