"""The newest rows of the list, read from the database's file while the desk is being opened.

Loaded between the first paint and the first rows, so it needs neither SQLAlchemy nor the flows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.reading.conversation_rows import row_of
from smsdesk.store.first_page import first_page

if TYPE_CHECKING:
    from smsdesk.config import Config
    from smsdesk.core.read_models.conversations import ConversationRow


class FirstRows(NamedTuple):
    """The newest rows, and how many conversations there are in all."""

    total: int
    rows: tuple[ConversationRow, ...]


def first_rows(config: Config, limit: int) -> FirstRows | None:
    """Return the newest rows of the list as the desk will show them.

    Args:
        config: whose database, agent and region count.
        limit: how many rows at most.

    Returns:
        ``None`` where the desk has to be opened to know: no file yet, an older or newer schema,
        no conversation, or anything that is wrong with the file.
    """
    try:
        page = first_page(config.database.url, config.desk.user, limit)
        if page is None or not page.records:
            return None
        rows = tuple(
            row_of(record, config.desk.region, config.twilio.from_number) for record in page.records
        )
    except Exception:  # a row that makes no sense: opening the desk says so
        return None
    return FirstRows(page.count, rows)
