"""Which columns hold the lead's own phones, and which say whose number each is.

Whatever two columns claim with equal right is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError
from smsdesk.core.spreadsheets.header_meanings import PHONE_KINDS
from smsdesk.core.spreadsheets.header_words import read_words
from smsdesk.core.spreadsheets.observed_columns import ordered
from smsdesk.core.spreadsheets.phone_cells import is_phone, read_cell
from smsdesk.text import clip, fold, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smsdesk.core.spreadsheets.observed_columns import Column

_WORK = PHONE_KINDS.index("work")
_MOST_PARTS, _LONGEST_PART = 4, 5


@dataclass(frozen=True, slots=True)
class PhoneColumn:
    """A column of the lead's own phones.

    Attributes:
        place: from 0; less rank is better.
        label: the place of the column that says of each number what it is, or ``None``.
        calling_code: the place of its own column of calling codes, or ``None``.
        area_code: the same of area codes.
        international: whether its numbers come with country codes, with a plus or not.
        parts: the places of the columns that a number is spread over, this one first.
    """

    place: int
    rank: tuple[int, int]
    label: int | None = None
    calling_code: int | None = None
    area_code: int | None = None
    international: bool = False
    parts: tuple[int, ...] = ()


def phone_columns(
    columns: Sequence[Column], mapped: Mapping[str, int], region: str, where: str
) -> tuple[list[Column], str]:
    """Return the columns of the lead's own phones, best first, and the role they are of."""
    if "phone" in mapped:
        return [], ""
    found = [column for column in columns if column.meaning.target == "phone"]
    sure = [column for column in found if column.meaning.sure]
    own = [column for column in sure if not column.meaning.person]
    firms = [column for column in own if column.meaning.rank[0] == _WORK]
    roles = {column.meaning.person for column in sure} - {""}
    if own and not (len(own) == len(firms) and roles):
        # A firm's switchboard is no lead's own phone, as long as there is any other.
        switchboards = [column for column in firms if column.meaning.rank >= (_WORK, 5)]
        return _ranked([c for c in own if c not in switchboards] or own, where), ""
    if len(roles) == 1:
        role = roles.pop()
        return _ranked([column for column in sure if column.meaning.person == role], where), role
    if len(roles) > 1:
        raise _unsure(where, "There are phones of several people", ordered(sure))
    weak = ordered(column for column in found if not column.meaning.sure)
    named = [column for column in weak if column.meaning.rank < (5, 9)] or weak
    if named:
        if len(named) > 1:
            raise _unsure(where, "Several columns may hold the lead's phone", named)
        return named, named[0].meaning.person
    unknown = [
        column
        for column in columns
        if not column.meaning.target and column.profile.phone_evidence >= 1
    ]
    if len(unknown) > 1:
        raise _unsure(where, "Several columns hold phone numbers", unknown)
    if unknown:
        return unknown, ""
    spread = [
        column
        for column in columns
        if column.meaning.target == "area_code" and _parts(column, columns, region)
    ]
    if len(spread) == 1:
        return spread, ""
    raise _no_phones(columns, where)


def _ranked(columns: Sequence[Column], where: str) -> list[Column]:
    """Put columns in order; two of one name that differ are no guess to make."""
    ranked = ordered(columns)
    by_header: dict[str, Column] = {}
    kept = []
    for column in ranked:
        twin = by_header.setdefault(fold(column.header), column)
        if twin is column:
            kept.append(column)
        elif any(a != b for a, b in zip(twin.cells, column.cells, strict=True)):
            raise _unsure(
                where,
                f"Columns {twin.place + 1} and {column.place + 1} are both called "
                f'"{clip(twin.header, 40)[0]}"',
                [twin, column],
            )
    return kept


def _unsure(where: str, what: str, columns: Sequence[Column]) -> UnsureError:
    options = [(_example(column), f"phone={_reference(column, columns)}") for column in columns]
    commands = " or ".join(f"--map {_quoted(option)}" for _, option in options)
    return UnsureError(
        f"{where}: {what[0].lower() + what[1:]}; say which is the lead's: {commands}.",
        f"{what}. Which is the lead's phone?",
        options,
    )


def _reference(column: Column, among: Sequence[Column]) -> str:
    twins = [other for other in among if fold(other.header) == fold(column.header)]
    return column.header if column.header and len(twins) == 1 else f"#{column.place + 1}"


def _quoted(option: str) -> str:
    target, _, value = option.partition("=")
    return f'{target}="{value}"'


def _example(column: Column) -> str:
    cell = next((cell for cell in column.cells if cell), "")
    name = column.header or f"column {column.place + 1}"
    return f"{name} ({clip(cell, 40)[0]})" if cell else name


def _no_phones(columns: Sequence[Column], where: str) -> LeadFileError:
    """Say that no column is known to hold phones; the likely ones first, all of them named."""
    named = [column for column in columns if column.header]
    likely = sorted(named, key=lambda column: -column.profile.phones)
    guess = likely[0].header if likely else ""
    listed = ", ".join(f'"{clip(one_line(column.header), 60)[0]}"' for column in likely)
    refused = [c for c in named if c.meaning.target == "other" and c.profile.phones]
    hint = ""
    if refused:
        hint = f' ("{clip(refused[0].header, 40)[0]}" reads like somebody else\'s)'
    nobody_knows = f"no column is known to hold the leads' phone numbers{hint}"
    holding = [column for column in likely if column.profile.phones]
    if not holding:
        return LeadFileError(
            f"{where}: {nobody_knows}; export the list with them, or name the column with "
            f'--map phone="...". The columns are: {listed}.'
        )
    return UnsureError(
        f'{where}: {nobody_knows}; name it with --map phone="{guess}". The columns are: {listed}.',
        f"{nobody_knows[0].upper()}{nobody_knows[1:]}. Which one does?",
        [(_example(column), f"phone={_reference(column, columns)}") for column in holding],
    )


def with_neighbours(
    phones: Sequence[Column], columns: Sequence[Column], region: str
) -> tuple[PhoneColumn, ...]:
    """Add to each column of phones those that say whose number it is, and of which kind."""
    labels = _by_stem(columns, "phone_label")
    found = []
    for column in phones:
        stem = _stem(column.header)
        parts = _parts(column, columns, region)
        found.append(
            PhoneColumn(
                column.place,
                column.meaning.rank,
                labels.get(stem, labels.get("") if len(phones) == 1 else None),
                _nearest(columns, column.place, "calling_code"),
                None if parts else _nearest(columns, column.place, "area_code"),
                international=column.meaning.international or _all_international(column, region),
                parts=parts,
            )
        )
    return tuple(found)


def _parts(column: Column, columns: Sequence[Column], region: str) -> tuple[int, ...]:
    """Return the columns that a number is spread over: area code, exchange, line."""
    if column.profile.phones or not _holds_part(column):
        return ()
    parts = [column]
    for following in columns[column.place + 1 : column.place + _MOST_PARTS]:
        if following.meaning.target not in {"", "known", "phone"} or not _holds_part(following):
            return ()
        parts.append(following)
        rows = [row for row in zip(*(part.cells for part in parts), strict=True) if any(row)]
        if 2 * sum(is_phone(" ".join(filter(None, row)), region) for row in rows) > len(rows):
            return tuple(part.place for part in parts)
    return ()


def _holds_part(column: Column) -> bool:
    filled = column.filled
    digits = [cell.strip("()") for cell in filled]
    return bool(filled) and all(cell.isdigit() and len(cell) <= _LONGEST_PART for cell in digits)


def _stem(header: str) -> str:
    """Return what a phone's header and that of its label share: ``phone 1``."""
    words = read_words(header).main
    kept = [w.text for w in words if not w.senses & {"type", "filler", "number", "self"}]
    return " ".join("phone" if w in {"phone", "telephone", "tel"} else w for w in kept)


def _by_stem(columns: Sequence[Column], target: str) -> dict[str, int]:
    return {
        _stem(column.header): column.place for column in columns if column.meaning.target == target
    }


def _nearest(columns: Sequence[Column], place: int, target: str) -> int | None:
    among = [column.place for column in columns if column.meaning.target == target]
    return min(among, key=lambda other: abs(other - place), default=None)


def _all_international(column: Column, region: str) -> bool:
    """Tell a column whose numbers all carry a country code, though not all of them a plus."""
    bare = [cell for cell in column.cells if cell.isascii() and cell.isdigit() and len(cell) > 6]
    if len(bare) < 2 or any(len(cell) < 11 or cell[0] == "0" for cell in bare):
        return False
    return all(read_cell(f"+{cell}", region).phones[0].phone.problem is None for cell in bare[:100])
