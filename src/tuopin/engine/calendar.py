"""Ages and spans of days, and the dates that stand for them in a comparison."""

from datetime import date, timedelta


def completed_years(since: date, until: date) -> int:
    """Born on 29 February counts from 1 March in common years."""
    before_birthday = (until.month, until.day) < (since.month, since.day)
    return until.year - since.year - int(before_birthday)


def latest_with_years(years: int, until: date) -> date | None:
    """The latest date that is at least `years` completed years before `until`; None when none can be.

    With `until` on 29 February and no such day in that year, it is 28 February.
    """
    year = until.year - years
    if year < 1:
        return None
    if year > date.max.year:
        return date.max
    try:
        return until.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def latest_with_days(days: int, until: date) -> date | None:
    """The latest date at least `days` days before `until`; None when none can be."""
    if days > (until - date.min).days:
        return None
    if days < (until - date.max).days:
        return date.max
    return until - timedelta(days=days)
