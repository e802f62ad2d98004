"""How much memory a process takes, as Linux tells it."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY = 0.5
"""Seconds between two looks: a look holds the process up for some milliseconds."""

_KIB = 1024


def resident(pid: int | str) -> float:
    """Return a process's resident memory in MiB."""
    return _told(Path(f"/proc/{pid}/status"), "VmRSS:")


def pss(pid: int) -> float:
    """Return in MiB what a process takes: of what others use too, its share."""
    return _share(pid)


class Peak:
    """The most that a process and its children took together, in MiB.

    What they share (the interpreter, its libraries) counts once, as the share of each.
    """

    def __init__(self, pid: int) -> None:
        """Watch the process ``pid``."""
        self._pid = pid
        self.mib = 0.0

    def look(self) -> None:
        """Look once."""
        self.mib = max(self.mib, sum(map(_share, _family(self._pid))))


@contextmanager
def watched(pid: int) -> Iterator[Peak]:
    """Look at a process and its children again and again."""
    peak, over = Peak(pid), threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            peak.look()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has ended
            for child in children.read_text().split():
                yield from _family(int(child))


def _share(pid: int) -> float:
    try:
        return _told(Path(f"/proc/{pid}/smaps_rollup"), "\nPss:")
    except (OSError, IndexError):  # it has ended, or is about to
        return 0.0


def _told(path: Path, name: str) -> float:
    return int(path.read_text().partition(name)[2].split()[0]) / _KIB
