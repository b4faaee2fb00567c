"""Months as integers: 1 = January 2017, 12 = December 2017, 0 = December 2016, 13 = after the year."""

import datetime as dt
import random

YEAR = 2017
LETTERS = (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12)
MONTH_DAYS = 30.4375
HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def first_day(t: int) -> dt.date:
    """First day of month ``t``."""
    year, month = divmod(YEAR * 12 + t - 1, 12)
    return dt.date(year, month + 1, 1)


def last_day(t: int) -> dt.date:
    """Last day of month ``t``."""
    return first_day(t + 1) - dt.timedelta(days=1)


def month_of(day: dt.date) -> int:
    """Index of the month that holds ``day``."""
    return (day.year - YEAR) * 12 + day.month


def label(t: int) -> str:
    """``2017-01`` for month 1."""
    return first_day(t).strftime("%Y-%m")


def working_days(t: int) -> list[dt.date]:
    """Mondays to Fridays of month ``t``, without the holidays of fixed date."""
    start = first_day(t)
    days = [start + dt.timedelta(days=i) for i in range((last_day(t) - start).days + 1)]
    return [day for day in days if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS]


def some_day(t: int, rng: random.Random, low: int = 0, high: int | None = None) -> dt.date:
    """A working day of month ``t``, among its ``low``-th to ``high``-th."""
    return rng.choice(working_days(t)[low:high])


def nearest_working_day(day: dt.date) -> dt.date:
    """The same day, or the Friday before a week-end."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))
