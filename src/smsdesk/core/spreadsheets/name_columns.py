"""Which columns hold the lead's name, and which part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from smsdesk.core.spreadsheets.observed_columns import Column

NAMES = ("first_name", "last_name", "name")
"""The targets that a lead's name is put together from."""


def name_columns(
    columns: Sequence[Column],
    mapped: Mapping[str, int],
    person: str,
    phones: Sequence[Column],
) -> list[tuple[str, tuple[int, ...]]]:
    """Return the places of the lead's names: of the person whose phones are taken."""
    if "name" in mapped:
        return [("preferred", ())]
    taken = {column.place for column in phones}
    named = [c for c in columns if c.meaning.target in NAMES and c.place not in taken]
    roles = {column.meaning.person for column in named}
    if not person and len(roles) == 1:
        person = roles.pop()  # "Guest name" beside a mere "Phone"
    found: dict[str, list[Column]] = {target: [] for target in NAMES}
    for column in named:
        if column.meaning.person in {person, ""}:
            found[column.meaning.target].append(column)
    for target, group in found.items():
        group.sort(key=_claim(person))
        if any(c.meaning.person == person for c in group):
            found[target] = [c for c in group if c.meaning.person == person]
    if not any(found.values()):
        guesses = [
            c for c in columns
            if not c.meaning.target and c.place not in taken and c.profile.filled
            and c.profile.names == c.profile.filled and not c.profile.answers
            and c.profile.distinct == c.profile.filled
        ]  # fmt: skip
        found["name"] = guesses if len(guesses) == 1 else []
    first = [c for c in found["first_name"] if c.meaning.rank[0] == 0]
    preferred = [c for c in found["first_name"] if c.meaning.rank[0] > 0]
    if first and not found["last_name"] and found["name"]:
        _part_of_name(first[0], found, "last_name")
    elif found["last_name"] and not found["first_name"] and found["name"]:
        _part_of_name(found["last_name"][0], found, "first_name")
        first = found["first_name"]
    return [
        ("first_name", tuple(c.place for c in first or (preferred if not found["name"] else []))),
        ("infix", tuple(c.place for c in columns if c.meaning.target == "infix")),
        ("last_name", tuple(c.place for c in found["last_name"])),
        ("name", tuple(c.place for c in found["name"])),
    ]


def _claim(person: str) -> Callable[[Column], tuple[object, ...]]:
    return lambda c: (c.meaning.person != person, not c.meaning.sure, c.meaning.rank, c.place)


def _part_of_name(part: Column, found: dict[str, list[Column]], other: str) -> None:
    """Take ``Nom`` beside ``Prénom`` for the other part, where it does not hold both."""
    full = found["name"][0]
    pairs = [(a, b) for a, b in zip(part.cells, full.cells, strict=True) if a and b]
    whole = sum(fold(a) in fold(b) for a, b in pairs)
    if full.meaning.rank[0] in {1, 2} and (not pairs or 2 * whole < len(pairs)):
        found[other] = [full]
        found["name"] = found["name"][1:]


def last_first(columns: Sequence[Column], places: Mapping[str, tuple[int, ...]]) -> bool:
    """Tell names that are written family name first, as in Japan, China and Korea."""
    cells = [cell for place in places.get("last_name", ()) for cell in columns[place].cells if cell]
    return bool(cells) and all(
        "\u3040" <= cell[0] <= "\u9fff" or "\uac00" <= cell[0] <= "\ud7af" for cell in cells
    )
