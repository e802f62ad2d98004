"""The file of rejected rows: the rows as they came, each with its reason, ready to be put right.

It can be imported again as it is; ``csv_formulas`` says how its cells are kept from running as
formulas and still come back unchanged.
"""

from __future__ import annotations

import csv
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol, TextIO

from smsdesk.core.spreadsheets.errors import LeadFileError, shown
from smsdesk.csv_formulas import guarded
from smsdesk.private_files import open_replacing
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


REASON = "reason"
"""The name of the column that is added behind those of the file."""


class RejectedRow(Protocol):
    """A row as it came."""

    @property
    def cells(self) -> tuple[str, ...]:
        """Return its cells as in the file."""
        ...


def check_rejects_path(path: Path, leads: Path, *, force: bool = False) -> None:
    """Refuse to write the rejected rows over anything that somebody may want to keep.

    An empty file and an earlier file of rejects (its last header is ours) may be replaced.

    Args:
        path: where the rejected rows would go.
        leads: the file that is imported, which is never replaced: also not through a link.
        force: whether any other file may be replaced.

    Raises:
        LeadFileError: the rows must not go there.
    """
    try:
        for place in (path, _part_of(path)):
            if place.exists() and leads.exists() and place.samefile(leads):
                raise LeadFileError(
                    f"{shown(path)} would replace the list that is imported; name another file."
                )
        if not path.exists():
            return
        if not path.is_file():
            raise LeadFileError(f"{shown(path)} is no ordinary file; name another one.")
        if not (force or path.stat().st_size == 0 or _is_of_rejects(path)):
            raise LeadFileError(
                f"{shown(path)} is there already and holds no rejected rows; name another file, "
                "or say --force."
            )
    except OSError as error:
        raise _unwritable(path, error) from None


@contextmanager
def write_rejects(
    path: Path, header: Sequence[str]
) -> Iterator[Callable[[RejectedRow, str], None]]:
    """Collect rejected rows in a CSV file (UTF-8 with a byte order mark, for Excel).

    Use as ``with write_rejects(path, file.header) as reject: reject(row, "wrong length")``. The
    file appears, in place of an older one, when the block ends well and a row was rejected.
    Until then, and after a crash, the rows are in ``<name>.part`` beside it, whose name says
    that it may not be complete; it is opened at once, so that a place that cannot be written to
    is found out before anything is imported. Cells that a row has beyond the header follow the
    reason. ``check_rejects_path`` tells what may be replaced.

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
    """The open file; its header is written with the first row."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._part = _part_of(path)
        # A file of rejects that is imported again: the new reason takes the old one's place.
        again = _ends_with_reason(header)
        self._names = list(header[:-1] if again else header)
        self._skipped = 1 if again else 0
        self._empty = True
        self._file = _open_anew(path, self._part)

    def add(self, row: RejectedRow, reason: str) -> None:
        width = len(self._names)
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        beyond = cells[width + self._skipped :]
        try:
            if self._empty:
                self._empty = False
                _write(self._file, [*self._names, REASON])
            _write(self._file, [*cells[:width], reason, *beyond])
        except OSError as error:
            raise _unwritable(self._path, error) from None

    def publish(self) -> None:
        if self._empty:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self._path)
        except OSError as error:
            raise _unwritable(self._path, error) from None

    def close(self) -> None:
        with suppress(OSError):  # a full disk: what could not be written has been said already
            self._file.close()
        if self._empty:
            self._part.unlink(missing_ok=True)


def _part_of(path: Path) -> Path:
    return path.parent / f"{path.name}.part"


def _open_anew(path: Path, part: Path) -> TextIO:
    try:
        return os.fdopen(open_replacing(part), "w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise _unwritable(path, error) from None


def _ends_with_reason(header: Sequence[str]) -> bool:
    return bool(header) and header[-1].strip().lower() == REASON


def _is_of_rejects(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            return _ends_with_reason(next(csv.reader(file), []))
        except csv.Error:
            return False


def _unwritable(path: Path, error: OSError) -> LeadFileError:
    reason = one_line(error.strerror or type(error).__name__)
    return LeadFileError(
        f"The rejected rows cannot be written to {shown(path)} ({reason}); name another file."
    )


def _write(file: TextIO, cells: Sequence[str]) -> None:
    csv.writer(file).writerow(map(guarded, cells))
