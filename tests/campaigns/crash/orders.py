"""What the campaign tells a desk's process to do, and what the process writes down of it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from smsdesk.config import Config, DatabaseConfig, DeskConfig, TwilioConfig
from tests.world.people import ACCOUNT, FIRM, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

AGENTS = ("maria", "tom", "ana")
SERVER = "server"
"""The file in a firm's folder that holds the URL of its database on a server."""


@dataclass(frozen=True)
class Order:
    """One life of a desk's process.

    Attributes:
        folder: where the firm's database, clock and journal are.
        url: of the simulated carrier.
        chance: names the life: what it does follows from it.
        work: ``desk`` texts at random; ``settle`` brings what is open to its end.
        kill_at: at which event it kills itself, counted from 1.
        kill_after: seconds after which it is killed from outside.
        end_by: the signal by which that is done: ``KILL``, or ``TERM`` or ``HUP`` at which a
            process of smsdesk ends as by ``exit``.
        stop_after: seconds after which it is suspended (SIGSTOP) for a while.
        stop_for: seconds that pass meanwhile.
    """

    folder: str
    url: str
    chance: str
    work: Literal["desk", "settle"] = "desk"
    kill_at: int | None = None
    kill_after: float | None = None
    end_by: Literal["KILL", "TERM", "HUP"] = "KILL"
    stop_after: float | None = None
    stop_for: float = 0.0

    def encode(self) -> str:
        """Return the order as a line."""
        return json.dumps(asdict(self))

    def config(self, agent: str) -> Config:
        """Return what an agent of the firm would have in the configuration."""
        return Config(
            twilio=TwilioConfig(
                account_sid=ACCOUNT, auth_token=TOKEN, from_number=FIRM, base_url=self.url
            ),
            desk=DeskConfig(user=agent, region="US"),
            database=DatabaseConfig(url=database_url(Path(self.folder))),
        )


def database_url(folder: Path) -> str:
    """Return where the firm's database is: a file in its folder, unless one names a server."""
    server = folder / SERVER
    return server.read_text() if server.exists() else f"sqlite:///{folder}/smsdesk.db"


class Journal:
    """What the agents meant, kept outside of the database: a line before and one after."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, **what: Any) -> None:
        """Add a line; it is with the system when this returns, and so outlives the process."""
        os.write(self._file, f"{json.dumps(what)}\n".encode())


def read_journal(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a journal, oldest first."""
    if path.exists():
        for line in path.read_text().splitlines():
            yield json.loads(line)
