"""Headers of two rows: titles of groups above (``Agent | Customer``), or parts below (``Phone``).

Merged cells come as one filled cell and blank ones after it. A title goes before the headers
that stand below it, where these do not say enough alone.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.cells import tidy_row
from smsdesk.core.spreadsheets.column_profiles import holds_person
from smsdesk.core.spreadsheets.header_meanings import meaning_of
from smsdesk.core.spreadsheets.header_words import UNKNOWN, rank_languages, read_words
from smsdesk.core.spreadsheets.rows import Row
from smsdesk.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence


def whole_header(rows: Sequence[Row], place: int, region: str) -> Row:
    """Return the header at ``place``, joined with the row above or below that completes it."""
    header = rows[place]
    if place:
        joined = _joined(rows[place - 1], header, region)
        if joined is not None:
            return Row(header.line, header.last_line, joined)
    if place + 1 < len(rows):
        below = rows[place + 1]
        joined = _joined(header, below, region) if _names_parts(below) else None
        if joined is not None:
            return Row(below.line, below.last_line, joined)
    return header


def _names_parts(row: Row) -> bool:
    """Tell a row of nothing but known words without digits: ``Home | Cell``."""
    filled = [cell for cell in tidy_row(row.cells, 0) if cell]
    languages = rank_languages(filled)
    return bool(filled) and not any(
        any(map(str.isdigit, cell)) or UNKNOWN in read_words(cell, languages).senses
        for cell in filled
    )


def _joined(upper: Row, lower: Row, region: str) -> list[str] | None:
    width = max(len(upper.cells), len(lower.cells))
    titles, headers = tidy_row(upper.cells, width), tidy_row(lower.cells, width)
    if holds_person(titles, region) or holds_person(headers, region):
        return None
    twins = {name for name, count in Counter(map(fold, headers)).items() if name and count > 1}
    blank = any(title and not header for title, header in zip(titles, headers, strict=True))
    if not (_are_groups(titles) and (twins or blank)):
        return None
    languages = rank_languages([*titles, *headers])
    joined = []
    group = ""
    for title, header in zip(titles, headers, strict=True):
        group = title or group
        said = _completed(header, group, languages, twin=fold(header) in twins)
        joined.append(said if header else title)
    return joined


def _are_groups(titles: Sequence[str]) -> bool:
    """Tell a row of several titles, one of which reaches over columns before the next begins."""
    places = [place for place, title in enumerate(titles) if title]
    return any(after - before > 1 for before, after in pairwise(places)) and not any(
        title.endswith(":") for title in titles
    )


def _completed(header: str, group: str, languages: tuple[str, ...], *, twin: bool) -> str:
    meaning = meaning_of(header, languages)
    alone = meaning.sure and meaning.target not in {"", "known"}
    understood = bool(group) and UNKNOWN not in read_words(group, languages).senses
    return f"{group} {header}" if group and (twin or understood or not alone) else header
