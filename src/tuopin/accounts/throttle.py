"""Guessing passwords and codes is slowed down by django-axes, which counts failures by account and address.

It stores only a keyed digest of what was typed as the account: people type passwords and ID numbers there.
"""

from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed


def blinded(request: Any, credentials: dict[str, Any] | None) -> str:
    """What axes takes for the account (AXES_USERNAME_CALLABLE)."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    digest: bytes = settings.KEYS.blind("sign-in", str(typed))
    return digest.hex()


def locked_until(request: Any, code: str) -> datetime | None:
    """Until when nobody is let in under this code from this address; None while attempts are allowed. The same for
    accounts that do not exist."""
    if AxesProxyHandler.is_allowed(request, {"username": code}):
        return None
    last = (
        AccessAttempt.objects.filter(username=blinded(request, {"username": code}))
        .order_by("-attempt_time")
        .first()
    )
    assert last is not None
    until: datetime = last.attempt_time + settings.AXES_COOLOFF_TIME
    return until


def failed(request: Any, code: str) -> None:
    """A wrong code of the second step counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": code}, request=request)
