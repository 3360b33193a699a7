"""What allauth's second factors ask of us: secrets are sealed before they are stored, names are those of the office."""

import base64
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

_CONTEXT = "mfa_authenticator:data"
"""allauth does not say which row a secret belongs to, so the seal binds it to the table alone."""


class SealedFactors(DefaultMFAAdapter):
    """Secrets of one-time codes and seeds of recovery codes never stand in the database in the open."""

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "tuopin"

    def get_totp_label(self, user: Any) -> str:
        code: str = user.code
        return code


def sealed(text: str) -> str:
    return base64.b64encode(settings.KEYS.seal(text, context=_CONTEXT)).decode()


def opened(text: str) -> str:
    plain: str = settings.KEYS.open(base64.b64decode(text), context=_CONTEXT)
    return plain
