"""A lock that every process holds which has the same file open. It goes with its process."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

if sys.platform == "win32":
    import msvcrt

    _FAR_AWAY = 1 << 40
    """Windows locks bytes, and keeps others from reading them: one that no file reaches."""

    @contextmanager
    def exclusively(file: FileIO) -> Iterator[None]:
        """Hold the lock of ``file``, after waiting for it."""
        file.seek(_FAR_AWAY)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            file.seek(_FAR_AWAY)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    @contextmanager
    def exclusively(file: FileIO) -> Iterator[None]:
        """Hold the lock of ``file``, after waiting for it."""
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
