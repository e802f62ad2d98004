"""The phones of one row: which is the lead's, read as its country writes numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.rules.phone import Phone, read_phone, usual_phone_reader
from smsdesk.core.spreadsheets.countries import region_of, region_of_calling_code
from smsdesk.core.spreadsheets.header_meanings import PHONE_KINDS
from smsdesk.core.spreadsheets.header_words import read_words
from smsdesk.core.spreadsheets.phone_cells import read_cell
from smsdesk.terms import PhoneProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smsdesk.core.spreadsheets.columns import Columns
    from smsdesk.core.spreadsheets.phone_columns import PhoneColumn


class RowPhones(NamedTuple):
    """What a row has of phones.

    Attributes:
        written: the cell of the number that counts, else the first that is filled.
        phone: that number, or why there is none.
        own: all numbers of the row that are the lead's own, in E.164.
        region: what its country column says, two letters; empty where it says nothing.
        forbids: whether a remark beside a number says that it wants no texts.
    """

    written: str
    phone: Phone
    own: tuple[str, ...]
    region: str
    forbids: bool


_NONE = Phone("", PhoneProblem.NONE_ON_FILE)
_UNKNOWN_COUNTRY = Phone("", PhoneProblem.COUNTRY_UNKNOWN)
_WITH_FRACTION = re.compile(r"(\d{7,15})\.0+")
_NEVER = frozenset({"fax", "pager", "other", "old"})
_WORST = (99, 0)
_USUAL = re.compile(r"\+?(?:\(\d{1,5}\)|\d)[0-9 .-]+")
_LOCAL = re.compile(r"[\d .-]{5,12}")
_FEWEST, _MOST_LOCAL = 5, 9


def phones_reader(columns: Columns, region: str) -> Callable[[Sequence[str]], RowPhones]:
    """Return what reads the phones of a tidy row.

    Args:
        columns: of the table.
        region: the desk's, for rows that say nothing about theirs.
    """
    countries = columns.places.get("country", ())
    phones = columns.phones
    simple = (
        len(phones) == 1
        and not countries
        and not phones[0].parts
        and phones[0].label is phones[0].calling_code is phones[0].area_code is None
        and not phones[0].international
    )
    place = phones[0].place if phones else 0

    read_usual = usual_phone_reader(region)

    def read_one(cells: Sequence[str]) -> RowPhones:
        text = cells[place]
        # Most cells of a real file are a number and nothing else, and a file may hold a million.
        usual = read_usual(text)
        if usual is not None:
            return RowPhones(text, usual, (usual.number,), "", False)  # noqa: FBT003
        if _USUAL.fullmatch(text):
            phone = read_phone(text, region)
            if phone.problem is None:
                written = _as_written(text) if "." in text else text
                return RowPhones(written, phone, (phone.number,), "", False)  # noqa: FBT003
        return read_all(cells)

    def read_all(cells: Sequence[str]) -> RowPhones:
        said = region_said(cells, countries)
        found: list[tuple[tuple[int, int], str, Phone]] = []
        forbids = False
        for column in phones:
            forbids |= read_column(column, cells, region, said, found)
        usable = sorted((one for one in found if one[2].number), key=lambda one: one[0])
        own = tuple(dict.fromkeys(one[2].number for one in usable))
        if usable:
            return RowPhones(_as_written(usable[0][1]), usable[0][2], own, said or "", forbids)
        # A cell that only says "n/a" hides no reason of another.
        bad = [one for one in found if one[2].problem is not PhoneProblem.NONE_ON_FILE]
        if bad:
            return RowPhones(_as_written(bad[0][1]), bad[0][2], (), said or "", forbids)
        written = next((cells[one.place] for one in phones if cells[one.place]), "")
        return RowPhones(written, _NONE, (), said or "", forbids)

    return read_one if simple else read_all


def _as_written(text: str) -> str:
    """Undo ``4155550100.0``, which data tools make of a column of numbers with gaps."""
    match = _WITH_FRACTION.fullmatch(text)
    return match[1] if match else text


def region_said(cells: Sequence[str], countries: Sequence[int]) -> str | None:
    """Return what the row says of its country; ``None`` for one that is not known."""
    for place in countries:
        if cells[place]:
            said = region_of(cells[place])
            if said != "":
                return said
    return ""


def read_column(
    column: PhoneColumn,
    cells: Sequence[str],
    region: str,
    said: str | None,
    found: list[tuple[tuple[int, int], str, Phone]],
    *,
    everybody: bool = False,
) -> bool:
    """Add a column's numbers with their rank; return whether a remark forbids texts.

    Args:
        said: what the row says of its country, from `region_said`.
        everybody: whether numbers count that are not the lead's own.
    """
    text = cells[column.place]
    if column.parts:
        text = " ".join(filter(None, (cells[place] for place in column.parts)))
    if not text:
        return False
    rank = column.rank
    if column.label is not None and cells[column.label] and not everybody:
        rank = _label_rank(cells[column.label], rank)
        if rank == _WORST:
            return False
    if column.calling_code is not None and cells[column.calling_code]:
        said = region_of_calling_code(cells[column.calling_code])
    written = _with_area(text, column, cells)
    here = said or region
    read = read_cell(
        written, here, international=column.international and not said, region_said=said != ""
    )
    for one in read.phones:
        if one.own or everybody:
            phone = _UNKNOWN_COUNTRY if said is None and _needs_country(written) else one.phone
            found.append((_kind_rank(one.senses, rank), text, phone))
    return read.forbids


def _needs_country(text: str) -> bool:
    return any(map(str.isdigit, text)) and "+" not in text and not text.startswith("00")


def _with_area(text: str, column: PhoneColumn, cells: Sequence[str]) -> str:
    """Put the area code of its own column before a local number."""
    if column.area_code is None or not _LOCAL.fullmatch(text):
        return text
    area = "".join(filter(str.isdigit, cells[column.area_code]))
    digits = sum(map(str.isdigit, text))
    if not area or not _FEWEST <= digits <= _MOST_LOCAL:
        return text
    return f"{area} {text}"


def _label_rank(label: str, rank: tuple[int, int]) -> tuple[int, int]:
    return _kind_rank(read_words(label).senses, rank)


def _kind_rank(senses: frozenset[str], rank: tuple[int, int]) -> tuple[int, int]:
    if senses & _NEVER and not senses & {"mobile", "cell", "home", "work", "phone"}:
        return _WORST
    if senses & {"fax", "pager"}:
        return _WORST
    for place, kind in enumerate(PHONE_KINDS):
        if kind in senses and kind != "phone":
            return place, rank[1]
    return rank
