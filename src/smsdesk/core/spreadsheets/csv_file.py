"""Reading somebody's CSV as it is: which text, which delimiter, which line a row starts in.

Files are read as a stream, so a million rows take no more memory than ten. Line numbers are
those an editor shows, counted from 1.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.spreadsheets.csv_encoding import (
    Encoding,
    decode_sample,
    detect_encoding,
    foreign_format,
)
from smsdesk.errors import DeskError
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from _typeshed import WriteableBuffer

SAMPLE_BYTES = 64 * 1024
"""How much of a file is looked at to tell its encoding, its delimiter and its header."""

_DELIMITERS = (",", ";", "\t")

# Fed to the csv module after the last line: where it does not come back as a row of its own,
# a quote was still open at the end of the file, which the module itself passes over.
_END = "\0end of file\0"


class LeadFileError(DeskError):
    """A file of leads, or of opt-outs, cannot be read.

    ``str()`` is one line for the user: what is wrong, where, and what to do.
    """

    exit_code = 2


@dataclass(slots=True)
class ReadProgress:
    """How far the reading of a file has got, in bytes."""

    bytes_read: int = 0


class CsvRow(NamedTuple):
    """The cells of one row, and the lines in which it starts and ends.

    A tuple, for there are millions of them.
    """

    line: int
    last_line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file known to be a table.

    Attributes:
        sample: the rows within the first 64 KiB.
        whole: whether the sample is all there is.
        size_bytes: the size of the file when it was opened.
    """

    path: Path
    encoding: Encoding
    delimiter: str
    size_bytes: int
    sample: tuple[CsvRow, ...] = field(repr=False)
    whole: bool
    progress: ReadProgress = field(default_factory=ReadProgress, repr=False, compare=False)

    def rows(self) -> Iterator[CsvRow]:
        """Read the file from its first line to its last, blank lines left out.

        Raises:
            LeadFileError: a quote is never closed, or the file can no longer be read.
        """
        self.progress.bytes_read = 0
        try:
            with io.TextIOWrapper(
                io.BufferedReader(_CountedFile(self.path, self.progress), SAMPLE_BYTES),
                encoding=self.encoding.codec,
                errors=self.encoding.errors,
                newline="",
            ) as lines:
                yield from _parse(lines, self.delimiter, self.path)
        except OSError as error:
            raise _unreadable(self.path, error) from None


def open_csv(path: Path, worth: Callable[[Sequence[str]], int]) -> CsvFile:
    """Look at the beginning of a file and settle how to read it.

    Args:
        path: the file.
        worth: how much a row looks like a header (0: not at all); the delimiter that gives
            the best header is taken, among equals the one that gives the widest rows.

    Raises:
        LeadFileError: the file cannot be opened, is empty or is no text.
    """
    raw, size = _read_sample(path)
    encoding = detect_encoding(raw)
    foreign = foreign_format(raw, encoding)
    if foreign:
        raise LeadFileError(f"{shown(path)} {foreign}.")
    text = decode_sample(raw, encoding)
    if not text.strip("\ufeff\x1a\0 \t\r\n"):
        raise LeadFileError(f"{shown(path)} is empty; export the list again.")
    whole = len(raw) >= size
    lines = list(io.StringIO(text, newline=""))
    if not whole:
        lines.pop()  # cut somewhere
    if not lines:
        raise LeadFileError(
            f"{shown(path)} has no line end in its first {SAMPLE_BYTES // 1024} KiB; "
            "export the list as CSV, one row per line."
        )
    delimiter, sample = _choose_delimiter(lines, path, worth)
    return CsvFile(path, encoding, delimiter, size, sample, whole)


def shown(path: Path) -> str:
    """Return a path for an error line; a file name may hold anything."""
    return one_line(str(path))


def quote_runs_on(row: CsvRow) -> bool:
    """Tell a row in which a quote was not closed where its cell ended.

    Such a row has swallowed those after it, up to the next quote in the file. That one was
    taken for the closing one, so what follows it holds one quote too few: a cell of several
    lines with an odd number of them.
    """
    return row.last_line > row.line and any(
        cell.count('"') % 2 and _line_breaks(cell) for cell in row.cells
    )


def _line_breaks(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _read_sample(path: Path) -> tuple[bytes, int]:
    """Return the first bytes and the size of the whole file, in bytes."""
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            # A pipe can be read only once; the file is read twice: for its header, then whole.
            raise LeadFileError(f"{shown(path)} is a pipe or a device; save it to a file first.")
        with path.open("rb") as file:
            return file.read(SAMPLE_BYTES), path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> LeadFileError:
    if isinstance(error, FileNotFoundError):
        return LeadFileError(f"There is no file {shown(path)}; check its name and folder.")
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return LeadFileError(f"{shown(path)} is a folder; name the CSV file in it.")
    if isinstance(error, PermissionError):
        return LeadFileError(f"You may not read {shown(path)}; change its permissions or copy it.")
    reason = one_line(error.strerror or type(error).__name__)
    return LeadFileError(f"{shown(path)} cannot be read ({reason}); copy it and try again.")


def _choose_delimiter(
    lines: Sequence[str], path: Path, worth: Callable[[Sequence[str]], int]
) -> tuple[str, tuple[CsvRow, ...]]:
    first = lines[0].strip("\ufeff\r\n ").lower()
    declared = first[4:] if first.startswith("sep=") else ""  # Excel's own way to say it
    best = (-1, -1)
    choice = _DELIMITERS[0], tuple[CsvRow, ...]()
    for delimiter in (declared,) if declared in {*_DELIMITERS, "|"} else _DELIMITERS:
        rows = tuple(_parse(iter(lines), delimiter, path, complete=False))
        score = (
            max((worth(row.cells) for row in rows), default=0),
            max((len(row.cells) for row in rows), default=0),
        )
        if score > best:
            best, choice = score, (delimiter, rows)
    return choice


def _parse(
    lines: Iterator[str], delimiter: str, path: Path, *, complete: bool = True
) -> Iterator[CsvRow]:
    """Split lines into rows; ``complete`` says that the last line is the file's last one."""
    feed = chain(lines, (_END,)) if complete else lines
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            last_line = reader.line_num
            if complete and cells and cells[-1].endswith(_END):
                if cells == [_END]:
                    return
                opened = line + sum(map(_line_breaks, cells[:-1]))
                raise LeadFileError(
                    f"{shown(path)}, line {opened}: a quote opens here and is never closed; "
                    "close it or take it out."
                )
            if any(cells):
                yield CsvRow(line, last_line, cells)
            line = last_line + 1
    except csv.Error:
        raise LeadFileError(
            f"{shown(path)}, line {line}: a cell of this row runs over "
            f"{csv.field_size_limit():,} characters; most likely a quote is never closed."
        ) from None


class _CountedFile(io.FileIO):
    """A file that notes how much of it has been read."""

    def __init__(self, path: Path, progress: ReadProgress) -> None:
        super().__init__(path)
        self._progress = progress

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        count = super().readinto(buffer)
        self._progress.bytes_read += count or 0
        return count
