"""The sheets of a workbook (XLSX, XLSM, XLSB, XLS, ODS), read by ``python-calamine``.

Its cells come as numbers, dates and truths; they go on as the text that a CSV of the same sheet
would hold, but for dates, which are written with the year first, so that no order is in doubt.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.errors import LeadFileError, shown, unreadable
from smsdesk.core.spreadsheets.rows import ReadProgress, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

SAMPLE_ROWS = 1000
"""How many rows are looked at to tell what a sheet holds."""

_LARGEST = 200_000_000
_ONLY_TEXT = (
    (b"word/", "is a Word document; save the list in it as CSV"),
    (b"ppt/", "is a presentation; export the list as CSV instead"),
    (b"Index/", "is an Apple Numbers sheet; export it as CSV or XLSX"),
    (b"META-INF/container.xml", "is an e-book; export the list as CSV instead"),
)


@dataclass(slots=True)
class WorkbookSheet:
    """One sheet of a workbook."""

    path: Path
    name: str
    size_bytes: int
    sample: tuple[Row, ...] = field(repr=False)
    whole: bool
    _cells: CalamineSheet = field(repr=False)
    separator: str = ""
    progress: ReadProgress = field(default_factory=ReadProgress, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The name of the sheet."""
        return self.name

    def rows(self) -> Iterator[Row]:
        """Read the sheet from its first row to its last, blank ones left out."""
        height = max(self._cells.total_height, 1)
        for row in _rows(self._cells):
            self.progress.bytes_read = self.size_bytes * min(row.line, height) // height
            yield row
        self.progress.bytes_read = self.size_bytes


def open_workbook(path: Path, size: int, old_container: bool) -> Sequence[WorkbookSheet]:  # noqa: FBT001
    """Return the sheets that hold anything, those that are shown before those that are hidden.

    Raises:
        LeadFileError: it is no workbook, needs a password, or is broken.
    """
    import python_calamine as calamine

    if not old_container:
        _refuse_other_archives(path)
    if size > _LARGEST:
        raise LeadFileError(
            f"{shown(path)} is too large for a workbook; save the sheet with the leads as CSV."
        )
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        visible = calamine.SheetVisibleEnum.Visible
        named = [meta.name for meta in book.sheets_metadata if meta.visible == visible]
        named += [name for name in book.sheet_names if name not in named]
        sheets = [_sheet(path, size, book.get_sheet_by_name(name)) for name in named]
    except calamine.PasswordError:
        raise LeadFileError(
            f"{shown(path)} is protected by a password; open it and save it without one."
        ) from None
    except calamine.CalamineError:
        what = "is no Excel workbook that can be read" if old_container else "is a broken workbook"
        raise LeadFileError(
            f"{shown(path)} {what}; open it in a spreadsheet and save it as XLSX or CSV."
        ) from None
    except OSError as error:
        raise unreadable(path, error) from None
    filled = [sheet for sheet in sheets if sheet.sample]
    if not filled:
        raise LeadFileError(f"{shown(path)} is a workbook with nothing in it; export it again.")
    return filled


def _refuse_other_archives(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise LeadFileError(
            f"{shown(path)} is a broken workbook or archive; export it again."
        ) from None
    for mark, sentence in _ONLY_TEXT:
        if any(name.startswith(mark.decode()) for name in names):
            raise LeadFileError(f"{shown(path)} {sentence}.")
    known = ("xl/", "content.xml")
    if not any(name.startswith(known) for name in names):
        raise LeadFileError(
            f"{shown(path)} is a ZIP archive; unpack it and import the file inside."
        )


def _sheet(path: Path, size: int, cells: CalamineSheet) -> WorkbookSheet:
    sample: list[Row] = []
    whole = True
    for row in _rows(cells):
        if len(sample) == SAMPLE_ROWS:
            whole = False
            break
        sample.append(row)
    return WorkbookSheet(path, cells.name, size, tuple(sample), whole, cells)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    for line, values in enumerate(sheet.iter_rows(), 1):
        cells = list(map(_text, values))
        if any(cells):
            yield Row(line, line, cells)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e17 else repr(value)
    if isinstance(value, dt.datetime):
        clock = value.time()
        return value.date().isoformat() if clock == dt.time() else value.isoformat(" ", "seconds")
    return "" if value is None else str(value)
