"""The first tables, as the revisions up to 0011 left them on SQLite.

There was no PostgreSQL before that revision, so none of the steps up to it is taken there. Those
after it are, as on SQLite.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.store.postgres.connections import driver_of, run

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCRIPT = Path(__file__).with_name("baseline.sql")


def make_first_tables(connection: Connection) -> None:
    """Make them in an empty database, within a transaction, and note their revision."""
    run(driver_of(connection), _SCRIPT.read_text(encoding="utf-8"))
