"""An append-only file of JSON lines that holds a world: for a restart, and for a second process.

A line is in the file before its event is answered to anybody, so a process that is killed at
any instant has told nobody of an event that is not kept. A kill in the middle of a write
leaves a torn last line: it was answered to nobody, and whoever comes next cuts it off.

Several processes may have one journal open. Each holds the file's lock while it reads what the
others have written and adds its own, so they play in one world.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from smsdesk.carrier.simulator.locking import exclusively
from smsdesk.private_files import make_private_folder, open_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class JournalDamagedError(Exception):
    """A line of the journal cannot be read; ``str()`` says which."""


class Journal:
    """The open file. Not thread-safe: the ledger calls it under its own lock."""

    def __init__(self, path: Path) -> None:
        """Open the journal, or begin it.

        Raises:
            OSError: the file cannot be opened for writing.
        """
        make_private_folder(path.parent)
        # Unbuffered: one write hands the lines to the system, and they outlive the process.
        self._file = os.fdopen(open_private(path), "ab+", buffering=0)
        self._read = 0
        self._lines = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the other processes out."""
        with exclusively(self._file):
            yield

    def news(self) -> Iterator[dict[str, Any]]:
        """Yield what was written since the last look, oldest first; call it while ``held``.

        Raises:
            JournalDamagedError: a whole line is no JSON object.
        """
        end = self._file.seek(0, os.SEEK_END)
        if end == self._read:
            return
        self._file.seek(self._read)
        whole, newline, torn = self._file.readall().rpartition(b"\n")
        if torn:
            # Nobody else writes while the lock is held, so its writer is dead.
            self._file.truncate(end - len(torn))
        self._read = end - len(torn)
        for line in whole.split(b"\n") if newline else ():
            self._lines += 1
            yield self._record(line)

    def append(self, records: Iterable[dict[str, Any]]) -> None:
        """Write ``records`` as one piece; call it while ``held``, after the ``news``.

        Raises:
            OSError: the disk is full or gone; nothing of the records is kept.
        """
        lines = [json.dumps(record, separators=(",", ":")) for record in records]
        content = "".join(f"{line}\n" for line in lines).encode()
        before = self._file.seek(0, os.SEEK_END)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.truncate(before)
            raise
        self._read = before + len(content)
        self._lines += len(lines)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def damage(self) -> JournalDamagedError:
        """Return the error that names the line read last."""
        return JournalDamagedError(f"line {self._lines} of the simulator's journal is damaged")

    def _record(self, line: bytes) -> dict[str, Any]:
        try:
            record = json.loads(line)
        except ValueError as error:
            raise self.damage() from error
        if not isinstance(record, dict):
            raise self.damage()
        return record
