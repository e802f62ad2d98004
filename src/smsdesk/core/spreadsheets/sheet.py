"""Somebody's file of rows as it is: a text with separators, or the sheets of a workbook.

Texts are read as a stream, so a million rows take no more memory than ten. Line numbers are
those an editor shows, counted from 1; in a workbook those of its rows.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from smsdesk.core.spreadsheets.encodings import Encoding, decode_sample, detect_encoding
from smsdesk.core.spreadsheets.errors import LeadFileError, shown, unreadable
from smsdesk.core.spreadsheets.formats import (
    OLE,
    foreign_bytes,
    foreign_text,
    is_binary,
    is_workbook,
)
from smsdesk.core.spreadsheets.rows import ReadProgress, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from _typeshed import WriteableBuffer

SAMPLE_BYTES = 64 * 1024
"""How much of a file is looked at to tell its encoding, its separator and its header."""

_SEPARATORS = (",", ";", "\t", "|")

HEADER_WITHIN = 200
"""Rows among which the header is looked for: reports may have tables of their own above it."""

# Fed to the csv module after the last line: where it does not come back as a row of its own,
# a quote was still open at the end of the file, which the module itself passes over.
_END = "\0end of file\0"


class Sheet(Protocol):
    """A table that can be read from its start, again and again."""

    path: Path
    separator: str  # empty for a workbook's
    size_bytes: int
    sample: tuple[Row, ...]
    whole: bool  # whether the sample is all there is
    progress: ReadProgress

    @property
    def label(self) -> str:
        """The name of its encoding, or of the sheet in its workbook."""
        ...

    def rows(self) -> Iterator[Row]:
        """Read the rows from the first to the last, blank ones left out.

        Raises:
            LeadFileError: a quote is never closed, or the file can no longer be read.
        """
        ...


@dataclass(slots=True)
class TextSheet:
    """A text with separators."""

    path: Path
    encoding: Encoding
    separator: str
    size_bytes: int
    sample: tuple[Row, ...] = field(repr=False)
    whole: bool
    progress: ReadProgress = field(default_factory=ReadProgress, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The name of its encoding."""
        return self.encoding.label

    def rows(self) -> Iterator[Row]:
        """Read the file from its first line to its last, blank lines left out."""
        self.progress.bytes_read = 0
        try:
            with io.TextIOWrapper(
                io.BufferedReader(_CountedFile(self.path, self.progress), SAMPLE_BYTES),
                encoding=self.encoding.codec,
                errors=self.encoding.errors,
                newline="",
            ) as lines:
                yield from _parse(lines, self.separator, self.path)
        except OSError as error:
            raise unreadable(self.path, error) from None


def open_sheets(path: Path, region: str, worth: Callable[[Sequence[str]], int]) -> list[Sheet]:
    """Look at the beginning of a file and settle how to read it.

    Args:
        path: the file, whatever its name ends in.
        region: the desk's: its language's code page goes first where a text leaves a doubt.
        worth: how much a row looks like a header (0: not at all); the separator that gives
            the best header is taken, among equals the one that gives the widest rows.

    Returns:
        One text, or the sheets of a workbook that hold anything.

    Raises:
        LeadFileError: the file cannot be opened, is empty or is no table.
    """
    raw, size = _read_sample(path)
    foreign = foreign_bytes(raw)
    if foreign:
        raise LeadFileError(f"{shown(path)} {foreign}.")
    if is_workbook(raw):
        from smsdesk.core.spreadsheets.workbooks import open_workbook

        return [*open_workbook(path, size, raw.startswith(OLE))]
    return [_open_text(path, raw, size, region, worth)]


def _open_text(
    path: Path, raw: bytes, size: int, region: str, worth: Callable[[Sequence[str]], int]
) -> TextSheet:
    whole = len(raw) >= size
    evidence = raw if whole or not raw.isascii() else _first_beyond_ascii(path) or raw
    encoding = detect_encoding(evidence, region)
    text = decode_sample(raw, encoding)
    foreign = foreign_text(text)
    if foreign:
        raise LeadFileError(f"{shown(path)} {foreign}.")
    if encoding.label != "UTF-16" and is_binary(raw):
        raise LeadFileError(f"{shown(path)} is not a text file; export the list as CSV.")
    if not text.strip("\ufeff\x1a\0 \t\r\n"):
        raise LeadFileError(f"{shown(path)} is empty; export the list again.")
    lines = list(io.StringIO(text, newline=""))
    if not whole:
        lines.pop()  # cut somewhere
    if not lines:
        raise LeadFileError(
            f"{shown(path)} has no line end in its first {SAMPLE_BYTES // 1024} KiB; "
            "export the list as CSV, one row per line."
        )
    separator, sample = _choose_separator(lines, path, worth)
    return TextSheet(path, encoding, separator, size, sample, whole)


def quote_runs_on(row: Row) -> bool:
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
        raise unreadable(path, error) from None


def _first_beyond_ascii(path: Path) -> bytes:
    """Return the part of a long file in which its first letter beyond ASCII stands."""
    try:
        with path.open("rb") as file:
            while part := file.read(SAMPLE_BYTES * 16):
                if not part.isascii():
                    at = next(place for place, byte in enumerate(part) if byte > 127)
                    return part[at : at + SAMPLE_BYTES]
    except OSError as error:
        raise unreadable(path, error) from None
    return b""


def _choose_separator(
    lines: Sequence[str], path: Path, worth: Callable[[Sequence[str]], int]
) -> tuple[str, tuple[Row, ...]]:
    first = lines[0].strip("\ufeff\r\n ").lower()
    declared = first[4:] if first.startswith("sep=") else ""  # Excel's own way to say it
    best = (-1, -1)
    choice = _SEPARATORS[0], tuple[Row, ...]()
    for separator in (declared,) if declared in _SEPARATORS else _SEPARATORS:
        rows = tuple(_parse(iter(lines), separator, path, complete=False))
        score = (
            max((worth(row.cells) for row in rows[:HEADER_WITHIN]), default=0),
            max((len(row.cells) for row in rows), default=0),
        )
        if score > best:
            best, choice = score, (separator, rows)
    return choice


def _parse(
    lines: Iterator[str], separator: str, path: Path, *, complete: bool = True
) -> Iterator[Row]:
    """Split lines into rows; ``complete`` says that the last line is the file's last one."""
    feed = chain(lines, (_END,)) if complete else lines
    reader = csv.reader(feed, delimiter=separator, skipinitialspace=True)
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
                yield Row(line, last_line, cells)
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
