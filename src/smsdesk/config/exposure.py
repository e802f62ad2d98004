"""Whether others on this computer can get at configuration or database: told at each start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.private_files import exposures_of, exposures_of_all

if TYPE_CHECKING:
    from smsdesk.config.sections import Config
    from smsdesk.private_files import Exposure

_SQLITE = "sqlite:///"
_BESIDE = ("", "-wal", "-shm")
"""The database, and what SQLite keeps beside it: it takes after the database when it is made."""


def exposures(config: Config) -> tuple[Exposure, ...]:
    """Return how others can get at the files that hold the firm's keys and texts.

    Nothing is changed: a mode may have been set on purpose, and it is for its owner to set it.
    """
    found = exposures_of(config.source) if config.source else []
    location = config.database.url
    if location.startswith(_SQLITE):
        found += exposures_of_all(
            Path(f"{location.removeprefix(_SQLITE)}{ending}") for ending in _BESIDE
        )
    return tuple(found)


def exposure_lines(config: Config) -> tuple[str, ...]:
    """Return the same as lines for people: what is open to others, and the command that ends it."""
    return tuple(f"{one.says}; {one.fix}" for one in exposures(config))
