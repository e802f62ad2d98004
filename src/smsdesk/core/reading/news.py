"""What has happened since an agent last looked, whichever process brought it.

Two desks poll for one firm, and only one of them reads a text or a failure first. So bell and red
line are not told by the poll but read from the database, by the revisions that every change is
stamped with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts.delivery_outcomes import not_sent_alert
from smsdesk.core.read_models.alerts import News, Texted
from smsdesk.core.receiving.unreadable import alert_of
from smsdesk.store.tables import counters, message_news, messages, unreadable_rows
from smsdesk.terms import Status

if TYPE_CHECKING:
    from collections.abc import Collection

    from smsdesk.core.context import Context

_TROUBLE = frozenset(
    {Status.FAILED, Status.UNDELIVERED, Status.NOT_SENT, Status.HELD, Status.UNCONFIRMED}
)


def news(context: Context, since: int | None, shown: Collection[int]) -> News:
    """Return what is new since a revision.

    Args:
        since: where the last news ended; ``None`` only finds out where to begin.
        shown: messages whose trouble is on the screen: those that are over it are named.
    """
    with context.database.read() as connection:
        revision = counters.revision(connection)
        if since is None:
            return News(revision)
        troubles = message_news.troubles_since(connection, context.agent, since)
        over = [
            message_id
            for message_id in shown
            if (record := messages.get(connection, message_id)) is None
            or record.status not in _TROUBLE
        ]
        return News(
            revision,
            troubles=(
                *(not_sent_alert(context, connection, record) for record in troubles),
                *(alert_of(row) for row in unreadable_rows.since(connection, since)),
            ),
            over=tuple(over),
            texted=tuple(Texted(*each) for each in message_news.texted_since(connection, since)),
        )
