"""Reading all that may have changed, but for the list's rows, in one call to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.tui.thread.thread_changes import read_changes

if TYPE_CHECKING:
    from collections.abc import Collection

    from smsdesk.core.read_models.alerts import News
    from smsdesk.core.read_models.conversations import ConversationRow, Totals
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.thread_changes import ShownThread, ThreadChanges


@dataclass(frozen=True, slots=True)
class Refresh:
    """What one reading brings.

    Attributes:
        news: what has happened since the last one.
        waiting: texts in the outbox.
        changes: those of the conversation that is shown, where there is one.
    """

    news: News
    totals: Totals
    waiting: int
    changes: ThreadChanges | None


def read_refresh(
    desk: ScreenDesk, since: int | None, about: Collection[int], shown: ShownThread | None
) -> Refresh:
    """Read what may have changed. Blocks; one call, for several at once only hinder each other.

    Args:
        desk: the desk.
        since: the revision at which the last reading ended.
        about: messages that red lines are about.
        shown: what is shown.

    Raises:
        DeskError: the desk could not answer.
    """
    return Refresh(
        news=desk.background.news(since, about),
        totals=desk.conversations.totals(),
        waiting=desk.outbox.waiting(),
        changes=read_changes(desk.threads, shown) if shown is not None else None,
    )


@dataclass(frozen=True, slots=True)
class MarkedRead:
    """What is new where the texts of one conversation have been read.

    Attributes:
        row: its own, where it has one.
    """

    totals: Totals
    row: ConversationRow | None


def mark_read(desk: ScreenDesk, number: str, until: int) -> MarkedRead:
    """Note that texts have been read. Blocks; one call, as for ``read_refresh``.

    Args:
        desk: the desk.
        number: whose texts.
        until: the last of them.

    Raises:
        DeskError: the desk could not answer.
    """
    desk.threads.mark_read(number, until)
    return MarkedRead(desk.conversations.totals(), desk.conversations.row(number))
