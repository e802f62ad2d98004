"""A line to a PostgreSQL server that is cut at a moment of choice."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from tests.world.socket_line import SocketLine, hang_up

if TYPE_CHECKING:
    import socket
    import threading
    from pathlib import Path

When = Literal["before", "after", "unheard"]


class CutLine(SocketLine):
    """Stands between a desk and the server's socket; cuts the next message that has a word in it.

    Attributes:
        cut_at: that word; ``None`` to let everything pass.
        when: before the server gets the message, or after, when its answer would be due; or before
            it, without a word to the server: it goes on believing in the line.
        cuts: how often it was cut.
    """

    def __init__(self, server: Path, folder: Path) -> None:
        self.cut_at: bytes | None = None
        self.when: When = "after"
        self.cuts = 0
        super().__init__(server, folder)

    def _ask(self, here: socket.socket, there: socket.socket, dropped: threading.Event) -> None:
        with suppress(OSError):
            while data := here.recv(65536):
                if self.cut_at is not None and self.cut_at in data:
                    self.cut_at = None
                    self.cuts += 1
                    dropped.set()
                    if self.when == "after":
                        there.sendall(data)
                        there.recv(65536)  # it has been done by now
                    if self.when == "unheard":
                        hang_up(here)
                        return
                    break
                there.sendall(data)
        hang_up(here, there)

    def _answer(self, here: socket.socket, there: socket.socket, dropped: threading.Event) -> None:
        with suppress(OSError):
            while not dropped.is_set():
                there.settimeout(0.02)
                try:
                    data = there.recv(65536)
                except TimeoutError:
                    continue
                if not data:
                    break
                here.sendall(data)
            else:
                return
        hang_up(here, there)
