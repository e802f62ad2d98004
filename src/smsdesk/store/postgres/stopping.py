"""How a long statement learns that its answer is no longer wanted.

Ctrl+C on the main thread the driver heeds by itself.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOK_EVERY = 0.02
"""Seconds between two looks whether a statement shall go on."""


class Stopped:
    """Whether a statement was told to end."""

    def __init__(self) -> None:
        self.told = False


@contextmanager
def heeding(connection: psycopg.Connection[Any], stop: threading.Event | None) -> Iterator[Stopped]:
    """End the statement under way as soon as ``stop`` is set, by a request of its own.

    Such a request may come late, and would end what the connection does then: who has told it to
    stop gives the connection up.

    Args:
        connection: nobody else's for as long as the block runs.
        stop: set by whoever no longer wants the answer.
    """
    stopped = Stopped()
    if stop is None:
        yield stopped
        return
    lock, ended = threading.Lock(), threading.Event()

    def watch() -> None:
        while not ended.wait(LOOK_EVERY):
            if not stop.is_set():
                continue
            with lock:
                if not ended.is_set():
                    # Again and again: between two statements the server heeds none.
                    stopped.told = True
                    _cancel(connection)

    watcher = threading.Thread(target=watch, name="stops a statement", daemon=True)
    watcher.start()
    try:
        yield stopped
    finally:
        with lock:
            ended.set()


def _cancel(connection: psycopg.Connection[Any]) -> None:
    try:
        connection.cancel_safe(timeout=1.0)
    except psycopg.Error:  # it cannot be reached: the statement ends by itself, or by its timeout
        return
