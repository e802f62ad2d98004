"""Reading all that may have changed, but for the list's rows, in one call to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.tui.thread.thread_changes import read_changes

if TYPE_CHECKING:
    from collections.abc import Collection

    from smsdesk.core.views.alerts import News
    from smsdesk.core.views.conversations import Totals
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
