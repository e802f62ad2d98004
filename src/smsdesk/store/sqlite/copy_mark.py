"""What is written beside a SQLite file, so that another copy of it can be told from it.

A copied file brings all of its contents along; what lies beside it, and which file it is to the
file system, it does not.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FileId = tuple[int, int]
"""Device and inode: the same as long as it is one file."""

MARK_SUFFIX = ".copy"
"""What the name of the file beside adds to the database's."""

_LENGTH = 200
"""The mark is written over in place, and always as long: a process may end at any instruction."""


def file_id(path: Path | None) -> FileId | None:
    """Return which file a name leads to; ``(0, 0)`` for none, ``None`` where there is no name."""
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_dev, found.st_ino


class CopyMark:
    """The small file beside a database's."""

    def __init__(self, path: Path) -> None:
        """Look beside the database at ``path``."""
        self._path = path
        self._beside = path.with_name(path.name + MARK_SUFFIX)

    def read(self) -> str:
        """Return the mark; empty where there is none, or it was written beside another file.

        The device is left out: after a restart of the machine it may have another number.
        """
        try:
            inode, _, mark = self._beside.read_text(encoding="ascii").strip().partition(" ")
        except (OSError, UnicodeDecodeError):
            return ""
        is_this = file_id(self._path) or (0, 0)
        return mark if inode == str(is_this[1]) else ""

    def write(self, mark: str) -> None:
        """Write the mark, for this file. Where that cannot be, it is as if there were none."""
        is_this = file_id(self._path) or (0, 0)
        line = f"{is_this[1]} {mark}".ljust(_LENGTH - 1) + "\n"
        with suppress(OSError):
            file = os.open(self._beside, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
            try:
                os.pwrite(file, line.encode("ascii"), 0)
            finally:
                os.close(file)
