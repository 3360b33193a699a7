"""The ceremony of passkeys (WebAuthn), checked by fido2 through allauth.mfa; options go out and answers come in as
JSON."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from tuopin.accounts.models import User
from tuopin.kernel.errors import BadInput


def options_to_add(user: User) -> dict[str, Any]:
    """For a key that can sign in by itself: it stays in the device and asks for a PIN, a finger or a face."""
    found: dict[str, Any] = auth.begin_registration(user, True)
    return found


def options_to_use(user: User | None) -> dict[str, Any]:
    """`user` None: whoever holds a passkey of this office."""
    found: dict[str, Any] = auth.begin_authentication(user)
    return found


def added(text: str) -> dict[str, Any]:
    """The credential as it is stored. Raises BadInput (`passkey_refused`)."""
    credential = _told(text)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError):
        raise _refused() from None
    return credential


def used(text: str, user: User | None) -> User:
    """Whose key answered: the user's own where one is given. Raises BadInput (`passkey_refused`)."""
    credential = _told(text)
    try:
        auth.parse_authentication_response(credential)
        whose = user or auth.extract_user_from_response(credential)
        key: Authenticator = auth.complete_authentication(whose, credential)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        raise _refused() from None
    key.record_usage()
    assert isinstance(whose, User)
    return whose


def _told(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        raise _refused() from None
    if not isinstance(told, dict):
        raise _refused()
    return told


def _refused() -> BadInput:
    return BadInput(
        "passkey_refused",
        zh="通行密钥没有通过验证。请再试一次；仍不行就用口令和动态口令登录。",
        en="The passkey was not accepted. Try again, or sign in by password and one-time code.",
    )
