"""A line to a PostgreSQL server that is as long as a test says, and counts the trips over it."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from tests.world.socket_line import SocketLine

if TYPE_CHECKING:
    from collections.abc import Iterator


class FarLine(SocketLine):
    """Stands between desks and the server's socket.

    Attributes:
        trip: seconds from a question to its answer's first byte, beside what the server takes.
        trips: how many questions have been asked and answered: what is sent until the other end
            says something is one.
        locked: those of them with which one asks for the writers' lock, has it or gives it back.
    """

    def __init__(self, server: Path, folder: Path, trip: float = 0.0) -> None:
        """Listen in ``folder``, which is what a URL names as its host."""
        self.trip = trip
        self.trips = 0
        self.locked = 0
        self._counting = threading.Lock()
        super().__init__(server, folder)

    def _ask(self, here: socket.socket, there: socket.socket, asking: threading.Event) -> None:
        has_lock = False
        with suppress(OSError):
            while data := here.recv(65536):
                has_lock = has_lock or b"pg_advisory_xact_lock" in data
                if not asking.is_set():
                    asking.set()
                    with self._counting:
                        self.trips += 1
                        self.locked += has_lock
                    time.sleep(self.trip)
                if b"COMMIT" in data or b"ROLLBACK" in data:
                    has_lock = False
                there.sendall(data)
        with suppress(OSError):
            there.shutdown(socket.SHUT_RDWR)

    def _answer(self, here: socket.socket, there: socket.socket, asking: threading.Event) -> None:
        with suppress(OSError):
            while data := there.recv(65536):
                asking.clear()
                here.sendall(data)
        with suppress(OSError):
            here.shutdown(socket.SHUT_RDWR)


@contextmanager
def far_from(url: str, trip: float = 0.0) -> Iterator[tuple[FarLine, str]]:
    """Give a line to the server of a URL with a socket, and the URL over it."""
    server = make_url(url)
    with TemporaryDirectory() as folder:
        line = FarLine(Path(str(server.query["host"])), Path(folder), trip)
        far = server.update_query_dict({"host": folder})
        try:
            yield line, far.render_as_string(hide_password=False)
        finally:
            line.close()
