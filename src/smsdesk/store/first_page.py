"""The first page of the conversation list, read before SQLAlchemy is loaded.

Loading SQLAlchemy and opening the desk take longer than all else of a start. Where a dialect can
read its first page without, it does; the SQL is the desk's own. What is wrong with the database is
not said here: the desk, which is opened next, says it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsdesk.store.tables.conversation_page import FirstPage


def first_page(url: str, agent: str, limit: int) -> FirstPage | None:
    """Return the newest conversations of a database; nothing of it is changed or waited for.

    Args:
        url: as the configuration names the database.
        agent: whose drafts are shown.
        limit: how many rows to read.

    Returns:
        ``None`` where the database has to be opened to know: there is none yet, it is busy, its
        schema is not exactly this program's, or it cannot be read in this way.
    """
    file = url.removeprefix("sqlite:///")
    if file == url or "?" in file:
        return None
    from smsdesk.store.sqlite.first_page import read_file

    return read_file(Path(file), agent, limit)
