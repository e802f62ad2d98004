"""The machine's own time zone, with its rules for summer time where they can be found."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo


def local_zone() -> tzinfo:
    """Return the agent's zone."""
    try:
        return ZoneInfo("localtime")
    except (OSError, ValueError):
        return datetime.now(UTC).astimezone().tzinfo or UTC
