"""Files that hold what people wrote to each other, or the firm's keys: their owner's alone.

A file of ours is made with ``O_EXCL``, so that it is a new one and not what somebody has laid ready
under its name (a file that others can read, a link to somewhere else), and with a mode of its own,
whatever the umask is.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Exposure(NamedTuple):
    """Something of ours that others on this computer can get at.

    Attributes:
        says: what they can do, without a full stop.
        fix: the command that ends it; it names the file.
        writable: whether they can change it, not only read it.
    """

    says: str
    fix: str
    writable: bool


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner alone.

    Raises:
        OSError: it cannot be made.
    """
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def make_private_file(path: Path) -> None:
    """Make an empty file for the owner alone, unless it is there; SQLite's log takes after it.

    Raises:
        OSError: it cannot be made, or its name is a link that leads to nothing.
    """
    try:
        os.close(open_new(path))
    except FileExistsError:
        if not path.exists():
            raise


def open_new(path: Path) -> int:
    """Make a file for the owner alone and return its descriptor, to be read and written.

    Raises:
        FileExistsError: there is something of that name, be it a link to nothing.
        OSError: it cannot be made.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags, 0o600)


def open_replacing(path: Path) -> int:
    """Do the same in place of a leftover of that name; what a link leads to stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    path.unlink(missing_ok=True)
    return open_new(path)


def open_private(path: Path) -> int:
    """Open a file of ours to be read and added to, made for the owner alone where it is missing.

    Raises:
        OSError: it cannot be, or the name is a link.
    """
    with suppress(FileExistsError):
        os.close(open_new(path))
    return os.open(path, os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0))


def exposures_of(path: Path) -> list[Exposure]:
    """Return how others on this computer can get at a file; where nobody can, nothing."""
    return exposures_of_all([path])


def exposures_of_all(paths: Iterable[Path]) -> list[Exposure]:
    """Return the same for files that lie together and are told of in one line.

    Not known on Windows, whose files are private to their user by what they inherit.
    """
    if os.name != "posix":
        return []
    modes = {path: mode for path in paths if (mode := _mode(path)) is not None}
    opened = [path for path, mode in modes.items() if mode & _FOR_OTHERS]
    found = []
    if opened:
        writable = any(modes[path] & (stat.S_IWGRP | stat.S_IWOTH) for path in opened)
        fix = f"chmod 600 {' '.join(map(str, opened))}"
        verb = "change" if writable else "read"
        found.append(Exposure(f"others can {verb} the file", fix, writable))
    for path in list(modes)[:1]:
        folder = path.absolute().parent
        above = _mode(folder) or 0
        if above & stat.S_IWOTH and not above & stat.S_ISVTX:
            fix = f"chmod 700 {folder}"
            found.append(Exposure(f"others can replace {path.name}", fix, writable=True))
    return found


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except OSError:
        return None
