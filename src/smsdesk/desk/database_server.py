"""Looking at the server that has the database, before a desk is opened on it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from smsdesk.core.database_server import judge, sends_nothing
from smsdesk.store.database import open_database

if TYPE_CHECKING:
    from smsdesk.core.read_models.servers import ServerFinding

__all__ = ["look_at_server", "sends_nothing"]


def look_at_server(url: str) -> tuple[ServerFinding, ...]:
    """Return what is said of the server; nothing where the database is a file.

    Raises:
        DeskError: it cannot be reached, or used.
    """
    with closing(open_database(url)) as database:
        facts = database.server_facts()
    return judge(facts) if facts else ()
