"""What stands above a table: reports name their event there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.cells import tidy_cell
from smsdesk.core.spreadsheets.header_meanings import meaning_of
from smsdesk.core.spreadsheets.header_words import rank_languages, read_words
from smsdesk.core.spreadsheets.times import looks_like_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.core.spreadsheets.rows import Row

_WORDS = {"event", "topic", "title"}
_BESIDE = {"name", "title", "topic", "event", "filler", "type"}


def event_above(rows: Sequence[Row]) -> str:
    """Return the event that the rows above a header name, or nothing.

    It stands below its name in a small table (Zoom, GoToWebinar), beside it (``Webinar, Selling
    in spring``), or after a colon (``Event: Selling in spring``).
    """
    tidy = [list(map(tidy_cell, row.cells)) for row in rows]
    for place, cells in enumerate(tidy):
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and sum(map(_is_label, filled)) >= 1 and place + 1 < len(tidy):
            found = _below(cells, tidy[place + 1])
            if found:
                return found
        if len(filled) == 2 and names_event(filled[0].rstrip(":")) and not _is_label(filled[1]):
            return _value(filled[1])
        if len(filled) == 1 and ":" in filled[0]:
            label, _, value = filled[0].partition(":")
            if names_event(label) and value.strip():
                return _value(value.strip())
    return ""


def _below(labels: Sequence[str], values: Sequence[str]) -> str:
    """Return what stands below the cell that names the event, in a row of labels."""
    if not (_are_labels(labels) and any(values)) or _are_labels(values):
        return ""
    for label, value in zip(labels, values, strict=False):
        if label and names_event(label) and value:
            return _value(value)
    return ""


def _are_labels(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return 2 * sum(map(_is_label, filled)) >= len(filled)


def _is_label(cell: str) -> bool:
    meaning = meaning_of(cell.rstrip(":"), rank_languages([cell]))
    return bool(meaning.target) and meaning.sure


def names_event(label: str) -> bool:
    """Tell a label whose value is the name of an event."""
    senses = read_words(label, rank_languages([label])).senses
    return bool(senses & _WORDS) and senses <= _BESIDE | {"self"}


def _value(text: str) -> str:
    numbers = text.replace(" ", "").replace("-", "")
    return "" if numbers.isdigit() or looks_like_date(text) else text
