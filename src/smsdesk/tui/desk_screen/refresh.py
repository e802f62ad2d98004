"""One look at the desk: what is read when something may have changed, the list's rows apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from smsdesk.core.views.alerts import News
    from smsdesk.core.views.conversations import Totals
    from smsdesk.core.views.threads import Bubble, Thread
    from smsdesk.desk import Desk


@dataclass(frozen=True, slots=True)
class Asked:
    """The conversation that is shown, as of a revision."""

    number: str
    revision: int


@dataclass(frozen=True, slots=True)
class Fresh:
    """A conversation read again, and its messages that are new or changed."""

    thread: Thread
    changed: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brings.

    Attributes:
        waiting: texts in the outbox.
        fresh: the conversation that is shown, where there is one.
    """

    news: News
    totals: Totals
    waiting: int
    fresh: Fresh | None


def look(desk: Desk, since: int | None, told: Collection[int], asked: Asked | None) -> Look:
    """Look at the desk. Blocks; one call, for threads that ask at once only hinder each other.

    Args:
        since: the revision at which the last look ended.
        told: messages that red lines are about.
        asked: what is shown.

    Raises:
        DeskError: the desk could not answer.
    """
    return Look(
        news=desk.news(since, told),
        totals=desk.totals(),
        waiting=desk.waiting(),
        fresh=read_again(desk, asked) if asked is not None else None,
    )


def read_again(desk: Desk, asked: Asked) -> Fresh:
    """Read a conversation, and what has changed in it since it was shown. Blocks.

    Raises:
        DeskError: the desk could not answer.
    """
    # In this order: what changes between the two is read once more, and not missed, next time.
    return Fresh(desk.thread(asked.number), desk.changed_bubbles(asked.number, asked.revision))
