"""How a conversation of the past is written down, and when its lines were said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Final

LEAD: Final = "lead"
"""Who wrote a line: the lead."""

ME: Final = "me"
"""Who wrote a line: the agent at this desk."""

MARIA: Final = "maria"
TOM: Final = "tom"
"""Who wrote a line: a colleague, under this name."""

_LONG_AGO: Final = re.compile(r"(\d+)d (\d\d):(\d\d)")
_TODAY: Final = re.compile(r"(\d+)m")


class Fate(Enum):
    """What became of an agent's line on its way to the carrier."""

    LEFT = "left"
    WAITED = "waited"
    """The network was down: it was recorded, and lay in the outbox until the next sync."""
    CANCELED = "canceled"
    """The agent took it back while it waited."""


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a conversation.

    Attributes:
        when: ``6d 09:40``, days ago and the time of day in the agent's zone, or ``25m``,
            minutes ago.
        who: one of the four above.
        media: content types of what came with it.
    """

    when: str
    who: str
    text: str
    fate: Fate = Fate.LEFT
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread of the past.

    Attributes:
        who: the lead's name, or a number or short code that is no lead's.
        lines: oldest first.
        unread: whether nobody has seen what came after the firm's last text.
        draft: what the agent at this desk has typed and not sent.
    """

    who: str
    lines: tuple[Line, ...]
    unread: bool = False
    draft: str = ""


def talk(who: str, *lines: tuple[str, str, str]) -> Conversation:
    """Return a conversation that everybody has read."""
    return Conversation(who, tuple(Line(*line) for line in lines))


def unread(who: str, *lines: tuple[str, str, str]) -> Conversation:
    """Return a conversation whose last texts nobody has seen."""
    return Conversation(who, tuple(Line(*line) for line in lines), unread=True)


def moment(when: str, now: datetime, zone: tzinfo) -> datetime:
    """Return when a line was said, aware, in UTC.

    Args:
        when: as in ``Line``.
        now: aware.
        zone: the agent's.

    Raises:
        ValueError: it is written otherwise.
    """
    minutes = _TODAY.fullmatch(when)
    if minutes:
        return now - timedelta(minutes=int(minutes[1]))
    parts = _LONG_AGO.fullmatch(when)
    if not parts:
        raise ValueError(f"{when!r} is neither like '6d 09:40' nor like '25m'")
    day = now.astimezone(zone).date() - timedelta(days=int(parts[1]))
    clock = time(int(parts[2]), int(parts[3]))
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
