"""The demo's own files: one demo at a time, a half-built world is none, nobody else's are touched.

The folder holds the database, the simulated carrier's journal, and a marker that is put there
when the world is complete. A world without a marker, or with another version's, is built anew.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smsdesk.errors import DeskError
from smsdesk.private_files import make_private_folder, open_private, open_replacing

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

VERSION: Final = "1"
"""Of the sample firm; another one makes the worlds of older versions begin afresh."""


class DemoUnusable(DeskError):
    """The demo cannot be opened; ``str()`` is one line that says why and what to do."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where a demo keeps its world."""

    path: Path

    @property
    def database(self) -> Path:
        """The desk's database."""
        return self.path / "smsdesk.db"

    @property
    def journal(self) -> Path:
        """The simulated carrier's books."""
        return self.path / "carrier.jsonl"

    @property
    def registrants(self) -> Path:
        """A registrants' report on its way into the database."""
        return self.path / "registrants.csv"

    @property
    def _marker(self) -> Path:
        return self.path / "complete"

    @property
    def is_complete(self) -> bool:
        """Whether a world of this version is there, built to its end."""
        return self._marker.is_file() and self._marker.read_bytes().strip() == VERSION.encode()

    def mark_complete(self) -> None:
        """Note that the world is built to its end; at once or not at all."""
        unfinished = self._marker.with_name("complete.part")
        with os.fdopen(open_replacing(unfinished), "w", encoding="utf-8") as file:
            file.write(f"{VERSION}\n")
        unfinished.replace(self._marker)

    def clear(self) -> None:
        """Delete the world: these files and no others."""
        # The marker goes first, so that a kill in between leaves no world that looks complete.
        own = [self._marker, self._marker.with_name("complete.part"), self.journal]
        own += [self.database.with_name(f"smsdesk.db{end}") for end in ("", "-wal", "-shm")]
        own += [self.registrants, *self.path.glob("smsdesk.db.before-*")]
        for file in own:
            file.unlink(missing_ok=True)

    def hold(self) -> FileIO:
        """Make the folder and keep other demos out of it until the file is closed.

        Raises:
            DemoUnusable: another demo is open.
            OSError: the folder cannot be written.
        """
        make_private_folder(self.path)
        file = os.fdopen(open_private(self.path / "lock"), "ab", buffering=0)
        try:
            _lock(file)
        except OSError as error:
            file.close()
            # What flock and msvcrt say of a lock that somebody holds; the rest is the disk's.
            if not isinstance(error, BlockingIOError | PermissionError):
                raise
            raise DemoUnusable(
                "the demo is open already: close it in the other terminal first"
            ) from error
        return file


if sys.platform == "win32":
    import msvcrt

    def _lock(file: FileIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
