"""The first tables, as the revisions up to 0011 left them on SQLite.

There was no PostgreSQL before that revision, so none of the steps up to it is taken there. Those
after it are, as on SQLite.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from smsdesk.store.postgres.connections import run

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection

_SCRIPT = Path(__file__).with_name("baseline.sql")


def make_first_tables(connection: Connection) -> None:
    """Make them in an empty database, within a transaction, and note their revision."""
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    run(driver, _SCRIPT.read_text(encoding="utf-8"))
