"""Which message a command means: the one under the cursor, else the newest that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import many_lines
from smsdesk.terms import RETRIABLE, Direction, Status
from smsdesk.web_links import links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from smsdesk.core.read_models.threads import Bubble
    from smsdesk.web_links import Link


def _order(bubble: Bubble) -> tuple[datetime, int]:
    return bubble.happened_at, bubble.message_id


def newest(bubbles: Iterable[Bubble], fits: Callable[[Bubble], bool]) -> Bubble | None:
    """Return the newest of ``bubbles`` that fits."""
    return max(filter(fits, bubbles), key=_order, default=None)


MOST_FAILURES: Final = 5


def failures(bubbles: Iterable[Bubble]) -> tuple[Bubble, ...]:
    """Return the newest five texts that failed and say why, newest first."""
    failed = [each for each in bubbles if each.status in RETRIABLE and each.reason]
    return tuple(sorted(failed, key=_order, reverse=True)[:MOST_FAILURES])


_NOT_OUT = (Status.CANCELED, Status.PLANNED)


def can_go_again(bubble: Bubble) -> bool:
    """Whether the message can be sent again, or is held and can be let go."""
    return bubble.can_retry or bubble.status is Status.HELD


def to_send_again(bubbles: Iterable[Bubble]) -> Bubble | None:
    """Return the newest text that can go again, unless a text of ours has gone since it failed.

    So a key that is pressed twice does not send an older one after the newest. The older one is
    sent again where the cursor or the mouse names it.
    """
    ours = [each for each in bubbles if each.direction is Direction.OUTBOUND]
    again = newest(ours, can_go_again)
    last = newest(ours, lambda each: each.status not in (*RETRIABLE, *_NOT_OUT))
    if again is None or again.status is Status.HELD or last is None:
        return again
    return again if _order(again) > _order(last) else None


def is_planned(bubble: Bubble) -> bool:
    """Whether the message is one of ours with a time of its own, which has not come."""
    return bubble.status is Status.PLANNED and bubble.can_edit


def is_doubtful(bubble: Bubble) -> bool:
    """Whether the message may have left: it can be given up, but never taken back."""
    return bubble.status is Status.UNCONFIRMED


def link_in(bubble: Bubble) -> Link | None:
    """Return where the first web address of a message leads, or nothing."""
    if "://" not in bubble.text and "www." not in bubble.text.lower():
        return None
    return next(iter(links(many_lines(bubble.text))), None)


def unanswered(bubbles: Iterable[Bubble]) -> int:
    """Return how many texts have gone out since the lead's last one."""
    count = 0
    for bubble in sorted(bubbles, key=_order, reverse=True):
        if bubble.direction is Direction.INBOUND:
            return count
        if bubble.status not in (*RETRIABLE, *_NOT_OUT):
            count += 1
    return count
