"""The one place where the pages ask the clock."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The business day: the calendar's, or the one this office is fixed on for a demonstration."""
    fixed: date | None = settings.BUSINESS_DAY
    return fixed or timezone.localdate()


def now() -> datetime:
    return timezone.now()
