"""Which row is the header: judged by its words, and by what stands below them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.cells import tidy_cell, tidy_row
from smsdesk.core.spreadsheets.column_profiles import holds_person, is_email
from smsdesk.core.spreadsheets.header_meanings import meaning_of
from smsdesk.core.spreadsheets.header_words import UNKNOWN, rank_languages, read_words
from smsdesk.core.spreadsheets.phone_cells import is_phone
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from smsdesk.core.spreadsheets.header_meanings import Meaning
    from smsdesk.core.spreadsheets.rows import Row

_WORTH = {
    "phone": 100, "email": 20, "name": 15, "first_name": 15, "last_name": 10, "consent": 10,
    "event": 8, "signed_up_at": 8, "country": 4, "zip": 4, "state": 4, "source_id": 4,
    "phone_label": 4, "calling_code": 4, "area_code": 4, "known": 2, "other": 2, "status": 3,
    "from": 12, "to": 12, "direction": 5, "body": 3, "error_code": 3, "evidence": 3,
}  # fmt: skip
_UNSURE = 0.3
_START = re.compile(r"\s*([^\W\d_]+)\s*[._:>/-]+\s*(?=\S)")
_FEWEST_COMMON = 3
_LONG_RUN = re.compile(r"\d(?:[ .()-]{0,2}\d){8}")
_MAPPED = 1_000
_BELOW = 40
_ROWS_BELOW = 10


def meanings_of(cells: Sequence[str]) -> list[Meaning]:
    """Return what each cell of a header says, read in the languages of the whole row."""
    languages = rank_languages(cells)
    return [meaning_of(cell, languages) for cell in _without_common_start(cells)]


def _without_common_start(cells: Sequence[str]) -> list[str]:
    """Take off an unknown word that many headers begin with: ``traits.email``, ``traits.phone``."""
    starts = Counter(found[1] for found in map(_START.match, cells) if found)
    common = {
        start
        for start, count in starts.items()
        if count >= _FEWEST_COMMON and UNKNOWN in read_words(start).senses
    }
    return [
        cell[found.end() :] if (found := _START.match(cell)) and found[1] in common else cell
        for cell in cells
    ]


def header_worth(cells: Sequence[str], named: Collection[str], region: str) -> int:
    """Return how much a row looks like a header by its words: 0 for not at all.

    Args:
        cells: the row.
        named: headers that the user has named: a row that holds all of them is the one.
        region: the desk's, two letters.
    """
    tidy = tidy_row(cells, 0)
    if named:
        here = {cell.casefold() for cell in tidy}
        if all(one_line(name).casefold() in here for name in named):
            return _MAPPED
    filled = list(filter(None, tidy))
    if holds_person(tidy, region) or (len(filled) == 1 and _LONG_RUN.search(filled[0])):
        return 0  # in one cell: by another separator it would hold a person
    best: dict[str, float] = {}
    rest = 0.0
    for meaning in meanings_of(tidy):
        worth = _WORTH.get(meaning.target, 0) * (1 if meaning.sure else _UNSURE)
        if meaning.target in {"known", "other"}:
            rest += worth
        elif meaning.target:
            best[meaning.target] = max(best.get(meaning.target, 0), worth)
    return round(sum(best.values()) + min(rest, 10))


def find_header(rows: Sequence[Row], named: Collection[str], region: str) -> int | None:
    """Return which of a table's first rows is its header, or ``None`` where none is."""
    best, choice = 0.0, None
    seen_people = False
    for place, row in enumerate(rows):
        worth = header_worth(row.cells, named, region)
        seen_people = seen_people or holds_person(tidy_row(row.cells, 0), region)
        if seen_people and worth < _WORTH["phone"]:
            continue  # below people only a header that names their phones is one
        if worth < _MAPPED:
            worth = _with_what_is_below(worth, place, rows, region)
        if worth > best:
            best, choice = worth, place
    return choice


def _with_what_is_below(worth: int, place: int, rows: Sequence[Row], region: str) -> int:
    header = list(map(tidy_cell, rows[place].cells))
    if not worth and any(cell.replace(".", "").isdigit() for cell in header):
        return worth
    width = len(header)
    below = [tidy_row(row.cells, width) for row in rows[place + 1 : place + 1 + _ROWS_BELOW]]
    meant = {at for at, one in enumerate(meanings_of(header)) if one.target == "phone"}
    for at, cell in enumerate(header):
        if not cell or (meant and at not in meant):
            continue
        cells = [row[at] for row in below]
        if any(is_phone(found, region) for found in cells) and (
            worth or sum(map(bool, header)) > 1 or len(header) == 1
        ):
            return worth + _BELOW
    if any(is_email(row[at]) for row in below for at, cell in enumerate(header) if cell):
        return worth + 1
    return worth


def lies_on_its_side(rows: Sequence[Row], header: Row, region: str) -> bool:
    """Tell a table whose first column is its header: one lead a column."""
    if any(one.target == "phone" for one in meanings_of(header.cells)):
        return False
    names = [tidy_cell(row.cells[0]) for row in rows]
    meanings = [(one.target if one.sure else "") for one in meanings_of(names)]
    phones = [row for row, target in zip(rows, meanings, strict=True) if target == "phone"]
    beside = [tidy_cell(cell) for row in phones for cell in row.cells[1:]]
    persons = {"name", "first_name", "last_name", "email"} & set(meanings)
    return bool(persons) and any(is_phone(cell, region) for cell in beside)


def looks_like_header(cells: Sequence[str]) -> bool:
    """Tell a row inside a table that is the header of another one.

    Every filled cell is a header that is known, and there are two of them at least.
    """
    filled = [tidy_cell(cell) for cell in cells if cell.strip()]
    if len(filled) < 2:
        return False
    languages = rank_languages(filled)
    sure = 0
    for cell in filled:
        meaning = meaning_of(cell, languages)
        if not meaning.target:
            return False
        sure += meaning.sure
    return sure >= 2
