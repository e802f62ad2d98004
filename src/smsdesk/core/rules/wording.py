"""How the core writes times and counts into a sentence for the agent."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from smsdesk.display import one_line, phrase
from smsdesk.terms import LineType

if TYPE_CHECKING:
    from collections.abc import Mapping
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


def say_count(count: int, noun: str, *, width: int = 0) -> str:
    """Return ``1 row``, ``0 rows`` or ``1,204 rows``, the number in at least ``width`` cells."""
    return f"{count:>{width},} {noun}{'' if count == 1 else 's'}"


def quoted(body: str, limit: int = 80) -> str:
    """Return foreign text as one quoted line of at most ``limit`` characters."""
    return phrase('"{said}"', said=one_line(body, longest=limit))


LINE_KINDS: Final[Mapping[LineType, str]] = MappingProxyType(
    {
        LineType.MOBILE: "mobile",
        LineType.LANDLINE: "landline",
        LineType.FIXED_VOIP: "VoIP",
        LineType.NON_FIXED_VOIP: "VoIP",
        LineType.PERSONAL: "personal number",
        LineType.TOLL_FREE: "toll-free",
        LineType.PREMIUM: "premium rate",
        LineType.SHARED_COST: "shared cost",
        LineType.UAN: "company-wide number",
        LineType.VOICEMAIL: "voicemail",
        LineType.PAGER: "pager",
    }
)
"""What people call a line; one that is not known has no name."""
