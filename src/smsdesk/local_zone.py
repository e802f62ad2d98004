"""The computer's own time zone, with its rules for summer time on every platform."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """The zone of this computer's clock.

    ``datetime.now().astimezone().tzinfo`` is only today's offset: a text of last winter would
    be an hour off in summer. This one asks the system's rules for each time, whatever ``TZ``
    says: the packages that find the zone's name refuse the rules that POSIX lets it hold, and
    cost more than the list's first rows.
    """

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """Return the offset from UTC in force at that local time."""
        return None if at is None else _in_system_zone(at).utcoffset()

    def dst(self, _at: datetime | None) -> None:
        """Return ``None``: the system does not say how much of the offset is summer time."""

    def tzname(self, at: datetime | None) -> str | None:
        """Return the zone's abbreviation at that local time."""
        return None if at is None else _in_system_zone(at).tzname()

    def fromutc(self, at: datetime) -> datetime:
        """Return the local time of a time in UTC that already carries this zone."""
        return at.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


def _in_system_zone(at: datetime) -> datetime:
    return at.replace(tzinfo=None).astimezone()
