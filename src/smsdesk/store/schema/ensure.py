"""The schema's version: read at every start, migrated when it is behind, refused when ahead.

Alembic costs more to load than everything else at start, so the version is read with one
SELECT and compared with ``HEAD``; a test ties that constant to the newest migration.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from smsdesk.store.driver import read_rows
from smsdesk.store.errors import DatabaseUnusable
from smsdesk.store.schema.revisions import HEAD, KNOWN

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from smsdesk.store.database import Database

_VERSION = text("SELECT version_num FROM alembic_version")


def ensure_schema(database: Database) -> None:
    """Bring the database to ``HEAD``; an old one is copied aside first.

    Raises:
        DatabaseUnusable: no database, not writable, or made by a newer smsdesk.
    """
    database.make_place()
    version, filled = _found(database)
    if version == HEAD:
        return
    _refuse_foreign(database, version, filled=filled)
    if version is not None:
        database.keep_copy(f"before-{HEAD}")
    with database.migrating() as connection:
        _upgrade(connection)


def _found(database: Database) -> tuple[str | None, bool]:
    """Return the schema's version, and whether there are tables without one.

    In one still picture: another process may be making them at this moment.
    """
    with database.read() as connection:
        tables = inspect(connection).get_table_names()
        if "alembic_version" not in tables:
            return None, bool(tables)
        found = read_rows(connection, _VERSION)
        return (str(found[0][0]), False) if found else (None, True)


def _refuse_foreign(database: Database, version: str | None, *, filled: bool) -> None:
    if version is not None and version > HEAD:
        raise DatabaseUnusable(
            f"the database {database.place} was made by a newer smsdesk (schema {version}, this"
            f" one knows {HEAD}): update smsdesk"
        )
    if (version is None and filled) or (version is not None and version not in KNOWN):
        raise DatabaseUnusable(
            f"the database {database.place} belongs to another program: set database.url"
        )


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
