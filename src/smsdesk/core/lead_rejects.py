"""The file of rejected rows: the rows as they came, each with its reason, ready to be put right.

It can be imported again as it is; ``csv_cells`` says how its cells are kept from running as
formulas and still come back unchanged.
"""

from __future__ import annotations

import csv
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from smsdesk.core.csv_cells import guard_cell
from smsdesk.core.csv_file import LeadFileError, shown
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from smsdesk.core.lead_row import LeadRow

REASON = "reason"
"""The name of the column that is added behind those of the file."""


@contextmanager
def write_rejects(path: Path, header: Sequence[str]) -> Iterator[Callable[[LeadRow, str], None]]:
    """Collect rejected rows in a CSV file (UTF-8 with a byte order mark, for Excel).

    Use as ``with write_rejects(path, file.header) as reject: reject(row, "wrong length")``. The
    file appears, in place of an older one, when the block ends well and a row was rejected.
    Until then, and after a crash, the rows are in ``<name>.part`` beside it, whose name says
    that it may not be complete. Cells that a row has beyond the header follow the reason.

    Raises:
        LeadFileError: the file cannot be written.
    """
    rejects = _RejectsFile(path, header)
    try:
        yield rejects.add
        rejects.publish()
    finally:
        rejects.close()


class _RejectsFile:
    """The open file; there is none before the first row."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._part = path.with_name(path.name + ".part")
        # A file of rejects that is imported again: the new reason takes the old one's place.
        again = bool(header) and header[-1].strip().lower() == REASON
        self._names = list(header[:-1] if again else header)
        self._skipped = 1 if again else 0
        self._file: TextIO | None = None

    def add(self, row: LeadRow, reason: str) -> None:
        width = len(self._names)
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        beyond = cells[width + self._skipped :]
        try:
            if self._file is None:
                self._file = self._part.open("w", encoding="utf-8-sig", newline="")
                _write(self._file, [*self._names, REASON])
            _write(self._file, [*cells[:width], reason, *beyond])
        except OSError as error:
            raise self._unwritable(error) from None

    def publish(self) -> None:
        if self._file is None:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._path)
        except OSError as error:
            raise self._unwritable(error) from None

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _unwritable(self, error: OSError) -> LeadFileError:
        reason = one_line(error.strerror or type(error).__name__)
        return LeadFileError(
            f"The rejected rows cannot be written to {shown(self._path)} ({reason}); "
            "name another file."
        )


def _write(file: TextIO, cells: Sequence[str]) -> None:
    csv.writer(file).writerow(map(guard_cell, cells))
