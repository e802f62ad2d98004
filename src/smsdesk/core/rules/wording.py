"""How the core writes times and counts into a sentence for the agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.display import one_line, phrase

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

EMPTY_TEXT = "(empty text)"
"""What stands for a text in which there is nothing to see."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say_day(at: datetime, zone: tzinfo) -> str:
    """Return ``20 Nov 2026``: whatever the machine's locale, and never ambiguous."""
    local = at.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def say_when(at: datetime, zone: tzinfo) -> str:
    """Return ``20 Nov 2026 at 15:04``, on the agent's clock."""
    return f"{say_day(at, zone)} at {at.astimezone(zone):%H:%M}"


def quoted(body: str, limit: int = 80) -> str:
    """Return foreign text as one quoted line of at most ``limit`` characters."""
    return phrase('"{said}"', said=one_line(body, longest=limit))
