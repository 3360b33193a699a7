"""What a wide search by name goes by: truncated keyed digests of neighbouring characters, kept in step with the name.

The tokens only bring up candidates; who searches opens those within the reader's reach and compares (decision C5).
"""

import unicodedata

from django.conf import settings

from tuopin.registry.models import NameToken, Person

TOKEN_BYTES = 5
"""Truncated on purpose: many names share a token, so a stolen index says little (ADR on search)."""


def plain(text: str) -> str:
    """As compared: half-width, capitals, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def name_tokens(name: str) -> set[bytes]:
    """Digests of every pair of neighbouring characters, and of a single one where the name has no more."""
    text = plain(name)
    parts = {text[at : at + 2] for at in range(len(text) - 1)} or {text}
    return {settings.KEYS.blind("name", part)[:TOKEN_BYTES] for part in parts}


def index_names(person: Person, name: str | None) -> None:
    """Makes the person findable by this name and no other; None by none. Called wherever a name is stored."""
    NameToken.objects.filter(person=person).delete()
    if name:
        NameToken.objects.bulk_create([NameToken(person=person, token=token) for token in name_tokens(name)])
