"""What is free goes back to the system, now and then, wherever that can be done."""

from __future__ import annotations

import ctypes
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from smsdesk import memory
from smsdesk.core.background import loop

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def test_the_c_library_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, tuple[int, ...]]] = []
    library = SimpleNamespace(
        malloc_trim=lambda *given: asked.append(("malloc_trim", given)),
        mallopt=lambda *given: asked.append(("mallopt", given)),
    )
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    memory.keep_heap_small()
    memory.give_back()
    assert asked == [("mallopt", (-8, 1)), ("mallopt", (-3, 131072)), ("malloc_trim", (0,))]


@pytest.mark.parametrize("error", [OSError, TypeError, AttributeError])
def test_another_c_library_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuse(_name: None) -> None:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    memory.keep_heap_small()
    memory.give_back()


def test_an_open_desk_does_it_every_ten_minutes(
    desk: Desk, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, stop = threading.Semaphore(0), threading.Event()
    monkeypatch.setattr(loop, "TICK", 0.001)
    monkeypatch.setattr(loop, "give_back", given.release)
    looks = threading.Semaphore(0)
    monkeypatch.setattr(loop.BackgroundLoop, "_notice_changes", lambda _self: looks.release())

    def look_twice() -> None:
        while looks.acquire(blocking=False):
            pass
        assert looks.acquire(timeout=20)
        assert looks.acquire(timeout=20)

    working = threading.Thread(target=desk.background.run, args=(stop, lambda _event: None))
    working.start()
    try:
        look_twice()
        assert not given.acquire(blocking=False)
        for _ in range(2):
            clock.move(minutes=10)
            assert given.acquire(timeout=20)
        look_twice()
        assert not given.acquire(blocking=False)
    finally:
        stop.set()
        working.join()
