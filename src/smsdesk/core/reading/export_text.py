"""A thread as plain text, and the words that it shares with the printed page.

Both are for people: what a lead wrote is display text here, as on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smsdesk.core.read_models.threads import Bubble, ThreadHead
from smsdesk.core.rules.wording import EMPTY_TEXT
from smsdesk.display import DisplayText, isolated, joined, many_lines, one_line, phrase
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

ThreadOut = tuple[ThreadHead, Iterable[Bubble]]
"""A thread on its way out: what stands over the messages, and they, oldest first."""

_RULE = "-" * 72
_NOTHING = DisplayText()


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


def heading(head: ThreadHead) -> list[DisplayText]:
    """Return what stands over a thread, line by line: who, the number, the signups."""
    numbers = [head.number] if head.name else []
    if head.display_number != head.number:
        numbers.insert(0, head.display_number)
    count = len(head.signups)
    signups = f"{count} signup" + ("s" if count > 1 else "") if count else ""
    lines = (
        one_line(head.name or head.number),
        phrase("also {name}", name=head.also_known_as) if head.also_known_as else _NOTHING,
        joined("  ", map(one_line, numbers)),
        joined(", ", filter(None, map(one_line, (head.event, signups)))),
    )
    return [isolated(line) for line in lines if line]


def day_title(at: datetime) -> str:
    """Return the day of a message, in English whatever the system's language."""
    return f"{at:%A}, {at.day} {at:%B} {at.year}"


def speaker(head: ThreadHead, bubble: Bubble) -> DisplayText:
    """Return who wrote a message."""
    if bubble.direction is Direction.INBOUND:
        return isolated(one_line(head.name or head.display_number))
    return isolated(one_line(bubble.sent_by or "the desk"))


def seen(bubble: Bubble) -> DisplayText:
    """Return the text of a message, or what stands for one in which there is nothing to see."""
    text = isolated(many_lines(bubble.text))
    return text if text.strip() else DisplayText(EMPTY_TEXT)


def outcome(bubble: Bubble) -> DisplayText:
    """Return how a text of ours ended and why; empty for a received one."""
    if bubble.direction is Direction.INBOUND:
        return _NOTHING
    status = bubble.status.value.replace("_", " ")
    if not bubble.reason:
        return DisplayText(status)
    return phrase("{status}: {reason}", status=status, reason=bubble.reason)


def _message(head: ThreadHead, bubble: Bubble, at: datetime) -> str:
    ending = outcome(bubble)
    lines = [
        f"  {at:%H:%M}  {speaker(head, bubble)}" + (f" [{ending}]" if ending else ""),
        *(f"         {line}".rstrip() for line in seen(bubble).split("\n")),
    ]
    return "\n".join(lines) + "\n"
