"""The generated firms that are measured, made once and kept in a folder."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from smsdesk.config import Config, DatabaseConfig, DeskConfig, TwilioConfig
from smsdesk.desk import Desk
from tests.world.people import ACCOUNT, FIRM, ZONE

from .generate import generate, size_of
from .messages import AGENTS

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = "http://127.0.0.1:9"
"""Where no carrier answers: what is measured here is not the network."""


def database_of(folder: Path, size: str) -> Path:
    """Return the database of a size, made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{size}.db"
    if not path.exists():
        sys.stderr.write(f"making {path}\n")
        generate(path, size_of(size), seed=1)
    return path


def config_of(database: Path) -> Config:
    """Return a desk's configuration on a database."""
    return replace(
        Config(),
        twilio=TwilioConfig(
            account_sid=ACCOUNT, auth_token="none", from_number=FIRM, base_url=NOBODY
        ),
        desk=DeskConfig(user=AGENTS[0], region="US"),
        database=DatabaseConfig(url=f"sqlite:///{database}"),
    )


def desk_of(database: Path) -> Desk:
    """Open a desk on a database."""
    return Desk.open(config_of(database), zone=ZONE)
