"""What stands between desks and the socket of a PostgreSQL server, and passes on what each says."""

from __future__ import annotations

import socket
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SOCKET = ".s.PGSQL.5432"


class SocketLine(ABC):
    """Listens where a URL names its host, and connects each desk to the server behind it."""

    def __init__(self, server: Path, folder: Path) -> None:
        """Listen in ``folder`` for the server whose socket is in ``server``."""
        self._server = str(server / SOCKET)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / SOCKET))
        self._listener.listen(128)
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        hang_up(self._listener, *self._open)
        for one in (self._listener, *self._open):
            one.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(self._server)
                self._open += [here, there]
                shared = threading.Event()
                for carry in (self._ask, self._answer):
                    threading.Thread(target=carry, args=(here, there, shared), daemon=True).start()

    @abstractmethod
    def _ask(self, here: socket.socket, there: socket.socket, shared: threading.Event) -> None:
        """Carry what a desk says until it ends; ``shared`` is the connection's own."""

    @abstractmethod
    def _answer(self, here: socket.socket, there: socket.socket, shared: threading.Event) -> None:
        """Carry what the server says until it ends."""


def hang_up(*ends: socket.socket) -> None:
    """End what goes through sockets, both ways."""
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
