"""A thread as plain text, and the words that it shares with the printed page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smsdesk.core.rules.wording import EMPTY_TEXT
from smsdesk.core.views.threads import Bubble, ThreadHead
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

ThreadOut = tuple[ThreadHead, Iterable[Bubble]]
"""A thread on its way out: what stands over the messages, and they, oldest first."""

_RULE = "-" * 72


def text_pieces(threads: Iterable[ThreadOut], zone: tzinfo) -> Iterator[str]:
    """Write threads as plain text, one piece per message."""
    between = ""
    for head, bubbles in threads:
        yield between
        yield "\n".join(heading(head)) + "\n"
        day = ""
        for bubble in bubbles:
            at = bubble.happened_at.astimezone(zone)
            if day_title(at) != day:
                day = day_title(at)
                yield f"\n{day}\n"
            yield _message(head, bubble, at)
        between = f"\n{_RULE}\n\n"


def heading(head: ThreadHead) -> list[str]:
    """Return what stands over a thread, line by line: who, the number, the signups."""
    numbers = [head.number] if head.name else []
    if head.display_number != head.number:
        numbers.insert(0, head.display_number)
    count = len(head.signups)
    signups = f"{count} signup" + ("s" if count > 1 else "") if count else ""
    lines = (
        head.name or head.number,
        f"also {head.also_known_as}" if head.also_known_as else "",
        "  ".join(numbers),
        ", ".join(part for part in (head.event, signups) if part),
    )
    return [line for line in lines if line]


def day_title(at: datetime) -> str:
    """Return the day of a message, in English whatever the system's language."""
    return f"{at:%A}, {at.day} {at:%B} {at.year}"


def speaker(head: ThreadHead, bubble: Bubble) -> str:
    """Return who wrote a message."""
    if bubble.direction is Direction.INBOUND:
        return head.name or head.display_number
    return bubble.sent_by or "the desk"


def seen(bubble: Bubble) -> str:
    """Return the text of a message, or what stands for one in which there is nothing to see."""
    return bubble.text if bubble.text.strip() else EMPTY_TEXT


def outcome(bubble: Bubble) -> str:
    """Return how a text of ours ended and why; empty for a received one."""
    if bubble.direction is Direction.INBOUND:
        return ""
    status = bubble.status.value.replace("_", " ")
    return f"{status}: {bubble.reason}" if bubble.reason else status


def _message(head: ThreadHead, bubble: Bubble, at: datetime) -> str:
    ending = outcome(bubble)
    lines = [
        f"  {at:%H:%M}  {speaker(head, bubble)}" + (f" [{ending}]" if ending else ""),
        *(f"         {line}".rstrip() for line in seen(bubble).split("\n")),
    ]
    return "\n".join(lines) + "\n"
