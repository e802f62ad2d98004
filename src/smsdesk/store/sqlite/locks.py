"""Who has a SQLite file open: told by the locks that every connection holds as long as it lives.

Where they lie is part of the file format (sqlite.org/fileformat2.html, "The WAL-Index File Format"
and os_unix.c): a shared lock on byte 128 of the ``-shm`` file, and on the file's own shared range.
"""

from __future__ import annotations

import errno
import os
import struct
import sys
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

_DEAD_MAN = (128, 1)
_SHARED = (0x40000002, 510)

_FLOCK = "hhqqi4x"
"""``struct flock`` of 64-bit Linux; elsewhere its fields are in another order."""


def is_open_elsewhere(path: Path) -> bool:
    """Whether another process has the file open; not known on Windows, where it stays put then."""
    if sys.platform == "win32":
        return False
    beside = path.with_name(path.name + "-shm")
    return _is_locked(beside, _DEAD_MAN) or _is_locked(path, _SHARED)


def who_has_it_open(path: Path) -> int | None:
    """Return the process that has the file open, where the system tells."""
    if sys.platform != "linux":
        return None
    beside = path.with_name(path.name + "-shm")
    start, length = _DEAD_MAN
    asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)
    try:
        file = os.open(beside, os.O_RDWR)
    except OSError:
        return None
    try:
        kind, *_, process = struct.unpack(_FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
    except OSError:
        return None
    finally:
        os.close(file)
    return process if kind != fcntl.F_UNLCK and process > 0 else None


def _is_locked(path: Path, place: tuple[int, int]) -> bool:
    start, length = place
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
    except OSError as error:
        return error.errno in (errno.EAGAIN, errno.EACCES)
    finally:
        os.close(file)
    return False
