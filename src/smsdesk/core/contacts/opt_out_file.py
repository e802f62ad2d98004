"""A CSV of people who have opted out, from another tool or from ``smsdesk optout export``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.csv_cells import cell_taker, tidy_cell, tidy_row
from smsdesk.core.spreadsheets.csv_file import (
    CsvFile,
    CsvRow,
    LeadFileError,
    open_csv,
    quote_runs_on,
    shown,
)
from smsdesk.core.spreadsheets.header_spellings import normal_header, recognise
from smsdesk.core.spreadsheets.time_column import time_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

# Best first; spelled as `normal_header` leaves them. A phone column is also known by every
# spelling of a lead file.
_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "phone": ("number", "address", "msisdn", "recipient", "to"),
    "happened_at": (
        "opted out at",
        "opted out on",
        "opted out",
        "opt out at",
        "opt out date",
        "opt out time",
        "unsubscribed at",
        "unsubscribed on",
        "unsubscribe date",
        "happened at",
        "date time",
        "date",
        "time",
        "timestamp",
        "created at",
        "date created",
    ),
    "evidence": (
        "evidence",
        "reason",
        "note",
        "notes",
        "comment",
        "keyword",
        "message",
        "body",
        "text",
        "source",
    ),
}

_FEWEST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class ConsentFileRow:
    """One opt-out.

    Attributes:
        line: the line in which the row starts, from 1.
        phone: the number as written; empty where the row has none.
        happened_at: aware UTC; ``None`` where the file does not say, or not legibly.
        evidence: what the file says about it, in one line; may be empty.
    """

    line: int
    phone: str
    happened_at: datetime | None
    evidence: str


def open_consent_file(path: Path, zone: tzinfo) -> Iterator[ConsentFileRow]:
    """Find out how an opt-out list is written, and read its rows as a stream.

    A list without a header is one where each row is a number and nothing else. A row is never
    left out, also one without a number: an opt-out that is lost is a text that must not go.

    Args:
        path: the file.
        zone: what times without a zone are in.

    Raises:
        LeadFileError: the file cannot be read, or has no column of numbers; while reading, also
            where a quote that is not closed has swallowed rows.
    """
    file = open_csv(path, lambda cells: len(_columns(cells)))
    header = max(file.sample, key=lambda row: len(_columns(row.cells)))
    places = _columns(header.cells)
    if "phone" not in places:
        if not _is_bare_list(file.sample):
            raise LeadFileError(
                f"{shown(path)}, line {header.line}: no column is known to hold phone numbers; "
                'name it "Phone" in the file, or leave nothing but the numbers in it.'
            )
        header, places = CsvRow(0, 0, []), {"phone": (0,)}
    happened_at = time_reader(file, header, places.get("happened_at", ()), zone)
    return _rows(file, header, places, happened_at)


def _rows(
    file: CsvFile,
    header: CsvRow,
    places: Mapping[str, tuple[int, ...]],
    happened_at: Callable[[Sequence[str]], datetime | None],
) -> Iterator[ConsentFileRow]:
    phone, evidence = cell_taker(places["phone"]), cell_taker(places.get("evidence", ()))
    for row in file.rows():
        cells = tidy_row(row.cells, len(header.cells))
        if row.line <= header.line or not any(cells):
            continue
        if quote_runs_on(row):
            raise LeadFileError(
                f"{shown(file.path)}, line {row.line}: a quote is not closed, so the lines to "
                f"{row.last_line} read as one row; close it or take it out."
            )
        yield ConsentFileRow(row.line, phone(cells), happened_at(cells), evidence(cells))


def _columns(cells: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return target to the positions of its columns, best first."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, cell in enumerate(cells):
        as_lead = recognise(cell)
        if as_lead and as_lead[0] == "phone":
            found.setdefault("phone", []).append((as_lead[1], place))
            continue
        for target, spellings in _SPELLINGS.items():
            if normal_header(cell) in spellings:
                rank = spellings.index(normal_header(cell))
                # "Phone" goes before "To": the latter may be the firm's own number.
                found.setdefault(target, []).append((rank + 1_000, place))
    return {target: tuple(place for _, place in sorted(at)) for target, at in found.items()}


def _is_bare_list(rows: Sequence[CsvRow]) -> bool:
    """Tell a list of numbers without a header."""
    filled = [[cell for cell in map(tidy_cell, row.cells) if cell] for row in rows]
    digits = sum(character.isdecimal() for character in "".join(filled[0][:1]))
    return digits >= _FEWEST_DIGITS and all(len(cells) <= 1 for cells in filled)
