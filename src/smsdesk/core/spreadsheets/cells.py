"""The cells of a list as they are read: each in one tidy line.

The apostrophe that keeps a cell from running as a formula (``csv_formulas``) comes off, so a file
of rejected rows that somebody has put right in a spreadsheet reads as the first file did.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING

from smsdesk.csv_formulas import without_guards
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NUMBER_AS_TEXT = re.compile(r'\s*="([^"]*)"\s*')


def tidy_row(cells: Sequence[str], width: int) -> list[str]:
    """Return every cell of a row tidy, with empty ones at the end up to ``width``."""
    row = "".join(cells)
    # Nearly every row of a real file is plain, and a file may hold a million of them.
    if "'" in row or "=" in row:
        tidy = list(map(tidy_cell, cells))
    else:
        plain = row.isprintable() and "  " not in row
        tidy = list(map(str.strip if plain else one_line, cells))
    if len(tidy) < width:
        tidy += [""] * (width - len(tidy))
    return tidy


def tidy_cell(cell: str) -> str:
    """Return a cell in one clean line, without what was put round it for a spreadsheet."""
    if "'" not in cell and "=" not in cell:
        return one_line(cell)
    plain = without_guards(cell)
    # Some tools export phones as ="4155550100", so that a spreadsheet shows every digit.
    as_text = _NUMBER_AS_TEXT.fullmatch(plain)
    return one_line(as_text[1] if as_text else plain)


def cell_taker(places: Sequence[int]) -> Callable[[Sequence[str]], str]:
    """Return what takes the first filled cell among ``places`` (from 0) out of a tidy row."""
    if not places:
        return lambda cells: ""
    if len(places) == 1:
        return itemgetter(places[0])
    return lambda cells: next((cells[place] for place in places if cells[place]), "")
