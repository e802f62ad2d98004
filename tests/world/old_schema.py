"""Databases as earlier versions of the program made them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

import smsdesk.store.schema
from smsdesk.store.database import open_database

MIGRATIONS = Path(smsdesk.store.schema.__file__).parent / "migrations"


def make_schema(path: Path, revision: str) -> None:
    """Make an empty database as the program of that revision did."""
    database = open_database(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.migrating() as writing:
        config.attributes["connection"] = writing
        command.upgrade(config, revision)
    database.close()


def make_anew(path: Path, revision: str) -> None:
    """Put an empty database of that revision in the place of the one that is there."""
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    make_schema(path, revision)
