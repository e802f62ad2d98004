"""Databases as earlier versions of the program made them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

import smsdesk.store.schema
from smsdesk.store.sqlite.engine import Database

MIGRATIONS = Path(smsdesk.store.schema.__file__).parent / "migrations"


def make_schema(path: Path, revision: str) -> None:
    """Make an empty database as the program of that revision did."""
    database = Database(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as writing:
        database.begin(writing)
        config.attributes["connection"] = writing
        command.upgrade(config, revision)
        writing.commit()
    database.close()


def make_anew(path: Path, revision: str) -> None:
    """Put an empty database of that revision in the place of the one that is there."""
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()
    make_schema(path, revision)
