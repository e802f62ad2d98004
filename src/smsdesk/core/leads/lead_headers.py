"""Which column of a lead file holds what, by the name in its header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.csv_file import LeadFileError
from smsdesk.core.spreadsheets.header_spellings import recognise
from smsdesk.text import clip, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TARGETS = (
    "name",
    "first_name",
    "last_name",
    "email",
    "phone",
    "event",
    "signed_up_at",
    "source_id",
)
"""What a column may be mapped to with ``--map``."""

_OPTION = re.compile(r"\s*([a-z_]+)\s*=\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a header has what.

    Attributes:
        places: target to the positions of its columns, from 0, best first; those of
            ``source_id`` belong together, of the others the first that is filled counts.
        headers: target to the header texts of those columns.
        unused: the header texts of all other columns.
    """

    places: Mapping[str, tuple[int, ...]]
    headers: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]


def header_worth(cells: Sequence[str], mapping: Mapping[str, str]) -> int:
    """Return how much a row looks like the header of a lead file: 0 for not at all.

    A row without a phone column is worth less than any with one, yet enough to be named as the
    header that lacks it. With a mapping, a row that holds every header named there is the one.
    """
    targets = {found[0] for found in map(recognise, cells) if found}
    worth = len(targets) + (100 if "phone" in targets else 0)
    if mapping:
        here = {one_line(cell).casefold() for cell in cells}
        named = sum(one_line(header).casefold() in here for header in mapping.values())
        worth += 100 * named + (1_000 if named == len(mapping) else 0)
    return worth


def find_columns(header: Sequence[str], mapping: Mapping[str, str], where: str) -> Columns:
    """Settle which column is what.

    Args:
        header: the cells of the header row.
        mapping: target to header text, as the user has said; it goes before what is recognised.
        where: file and line, for the error.

    Raises:
        LeadFileError: there is no phone column, two columns claim to be it, or the mapping
            names a target or a header that does not exist.
    """
    places: dict[str, tuple[int, ...]] = {}
    for target, text in mapping.items():
        if target not in TARGETS:
            raise LeadFileError(_unknown_target(target))
        places[target] = (_place_of(text, header, where),)
    taken = {place for (place,) in places.values()}
    for target, ranked in _recognised(header, taken).items():
        if target not in places:
            places[target] = tuple(place for _, place in ranked)
            if target == "phone":
                _refuse_twins(ranked, header, where)
    if "name" in mapping:
        for part in {"first_name", "last_name"} - {*mapping}:
            places.pop(part, None)
    if "phone" not in places:
        raise LeadFileError(
            f"{where}: no column is known to hold phone numbers; name it with "
            f'--map phone="...". The columns are: {_listed(header)}.'
        )
    _join_order_and_attendee(places)
    used = {place for group in places.values() for place in group}
    return Columns(
        places,
        {t: tuple(one_line(header[place]) for place in group) for t, group in places.items()},
        tuple(one_line(cell) for i, cell in enumerate(header) if i not in used and cell.strip()),
    )


def parse_mapping(options: Sequence[str]) -> dict[str, str]:
    """Read ``--map`` options such as ``phone=Cell`` into target to header text.

    Raises:
        LeadFileError: an option has another form, an unknown target, or a target that another
            option has already.
    """
    mapping: dict[str, str] = {}
    for option in options:
        match = _OPTION.fullmatch(option)
        if not match or not match[2]:
            raise LeadFileError(
                f'--map {one_line(option)} cannot be read; write it as --map phone="Cell".'
            )
        target, header = match[1], match[2]
        if target not in TARGETS:
            raise LeadFileError(_unknown_target(target))
        if target in mapping:
            raise LeadFileError(f"--map names {target} twice; name one column for it.")
        mapping[target] = header
    return mapping


def _recognised(header: Sequence[str], taken: set[int]) -> dict[str, list[tuple[int, int]]]:
    """Group the columns that are not mapped by target: (rank, place), best first."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for place, cell in enumerate(header):
        found = recognise(cell)
        if found and place not in taken:
            groups.setdefault(found[0], []).append((found[1], place))
    return {target: sorted(ranked) for target, ranked in groups.items()}


def _refuse_twins(ranked: Sequence[tuple[int, int]], header: Sequence[str], where: str) -> None:
    """Refuse two phone columns of one name: a guess could text somebody else."""
    for (rank, place), (next_rank, next_place) in pairwise(ranked):
        if rank == next_rank and _same(header[place], header[next_place]):
            raise LeadFileError(
                f"{where}: columns {place + 1} and {next_place + 1} are both called "
                f'"{one_line(header[place])}"; rename one of them in the file.'
            )


def _place_of(text: str, header: Sequence[str], where: str) -> int:
    places = [i for i, cell in enumerate(header) if _same(cell, text)]
    if len(places) > 1:
        numbers = " and ".join(str(place + 1) for place in places)
        raise LeadFileError(
            f'{where}: columns {numbers} are all called "{one_line(text)}"; '
            "rename all but one of them in the file."
        )
    if not places:
        raise LeadFileError(
            f'{where}: there is no column "{one_line(text)}". The columns are: {_listed(header)}.'
        )
    return places[0]


def _same(header: str, other: str) -> bool:
    return one_line(header).casefold() == one_line(other).casefold()


def _join_order_and_attendee(places: dict[str, tuple[int, ...]]) -> None:
    """Take Eventbrite's two numbers as the source id where no column holds one."""
    order, attendee = places.pop("order_number", ()), places.pop("attendee_number", ())
    if "source_id" in places:
        places["source_id"] = places["source_id"][:1]
    elif attendee:
        places["source_id"] = (*order[:1], *attendee[:1])


def _unknown_target(target: str) -> str:
    return f"--map {one_line(target)}: no such target; there are {', '.join(TARGETS)}."


def _listed(header: Iterable[str], limit: int = 12) -> str:
    named = [clip(one_line(cell), 30)[0] for cell in header if cell.strip()]
    more = f" and {len(named) - limit} more" if len(named) > limit else ""
    return ", ".join(f'"{name}"' for name in named[:limit]) + more
