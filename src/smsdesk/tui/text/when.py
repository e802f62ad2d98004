"""Times as the screen writes them: 24 hours, English, without the machine's locale."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from smsdesk.display import DisplayText

TODAY: Final = DisplayText("Today")
YESTERDAY: Final = DisplayText("Yesterday")

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def clock_time(at: datetime, zone: tzinfo) -> DisplayText:
    """Return the time of day in ``zone``: ``15:04``."""
    local = at.astimezone(zone)
    return DisplayText(f"{local.hour:02}:{local.minute:02}")


def list_time(at: datetime, now: datetime, zone: tzinfo) -> DisplayText:
    """Return a time for the conversation list, as short as it is plain.

    Args:
        at: the moment, aware.
        now: the present, aware.
        zone: the agent's.

    Returns:
        ``19:00`` today, ``Mon 19:00`` in the six days before, ``14 Nov`` this year, else
        ``14 Nov 2025``.
    """
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    if day == today:
        return clock_time(at, zone)
    if timedelta(0) < today - day < timedelta(days=7):
        return DisplayText(f"{_WEEKDAYS[day.weekday()][:3]} {clock_time(at, zone)}")
    short = f"{day.day} {_MONTHS[day.month - 1][:3]}"
    return DisplayText(short if day.year == today.year else f"{short} {day.year}")


def day_title(day: date, today: date) -> DisplayText:
    """Return a day's name for a separator.

    Returns:
        ``Today``, ``Yesterday``, ``Friday 20 November``, or with the year where it differs.
    """
    if day == today:
        return TODAY
    if day == today - timedelta(days=1):
        return YESTERDAY
    title = f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return DisplayText(title if day.year == today.year else f"{title} {day.year}")


def moment(at: datetime, now: datetime, zone: tzinfo) -> DisplayText:
    """Return a moment ahead in full, but for what is plain without saying.

    Returns:
        ``15:04`` today, ``tomorrow 09:00``, ``Mon 09:00`` in the six days after, else
        ``Tue 1 Dec 09:00``, with the year where it differs.
    """
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    time = clock_time(at, zone)
    if day == today:
        return time
    if day - today == timedelta(days=1):
        return DisplayText(f"tomorrow {time}")
    weekday = _WEEKDAYS[day.weekday()][:3]
    if timedelta(0) < day - today < timedelta(days=7):
        return DisplayText(f"{weekday} {time}")
    date_of = f"{weekday} {day.day} {_MONTHS[day.month - 1][:3]}"
    year = "" if day.year == today.year else f" {day.year}"
    return DisplayText(f"{date_of}{year} {time}")


def duration(lasted: timedelta) -> DisplayText:
    """Return how long something has lasted, in its largest unit: ``now``, ``5 min``, ``3 d``."""
    minutes = int(lasted.total_seconds() // 60)
    if minutes < 1:
        return DisplayText("now")
    if minutes < 60:
        return DisplayText(f"{minutes} min")
    hours = minutes // 60
    return DisplayText(f"{hours} h" if hours < 48 else f"{hours // 24} d")
