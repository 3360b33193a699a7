"""What commands on an office's registry share: opening it, who acts, which day it is."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tuopin.cli.commands import option
from tuopin.cli.office import at_home

if TYPE_CHECKING:
    from tuopin.kernel.actor import Actor

by_option = option(
    "--as", "by", required=True, metavar="CODE", zh="办理人的账号。", en="User code of whoever acts."
)


def open_registry(home: Path | None) -> None:
    at_home(home)
    import django  # noqa: PLC0415 - models exist only after setup

    django.setup()


def today() -> date:
    """The business day: the calendar's, or the one this office is fixed on for a demonstration."""
    from django.conf import settings  # noqa: PLC0415 - settings exist only after setup
    from django.utils import timezone  # noqa: PLC0415

    fixed: date | None = settings.BUSINESS_DAY
    return fixed or timezone.localdate()


def acting(code: str) -> "Actor":
    """Raises NotFound (`no_such_user`)."""
    from tuopin.accounts.selectors import actor_named  # noqa: PLC0415 - models exist only after setup

    return actor_named(code, on=today())
