"""Whose a bare ``Phone`` or ``Email`` is, told by the person whose column stands before it.

``Emergency Contact | Relationship | Phone`` and ``Agent | Phone``: the header alone would take
that phone for the lead's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.header_meanings import OTHER
from smsdesk.core.spreadsheets.header_words import read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.core.spreadsheets.observed_columns import Column

_BARE = frozenset({
    "phone", "mobile", "cell", "home", "work", "number", "email", "filler", "digit", "landline",
})  # fmt: skip
_PERSON = frozenset({"other", "name", "full", "first", "last", "filler", "self", "role"})
_BETWEEN = 3
"""Columns that may stand between a person and a phone: relationship, e-mail, another phone."""


def give_to_neighbours(columns: Sequence[Column]) -> None:
    """Mark the bare phones and e-mails that are those of somebody named just before them.

    One person who comes with one and the same number in several rows is proof enough; else there
    has to be another column for the lead's own.
    """
    for target in ("phone", "email"):
        bare = [column for column in columns if column.meaning.target == target]
        for column in bare:
            person = _person_before(columns, column)
            if person is None:
                continue
            pairs = [(p, v) for p, v in zip(person.cells, column.cells, strict=True) if p and v]
            numbers = dict(pairs)
            if any(numbers[name] != value for name, value in pairs):
                continue  # an agent of several leads, each with a phone of its own
            others = [c for c in bare if c is not column and _is_own(c, target)]
            if others or len(pairs) > max(len(numbers), 2):
                column.meaning = OTHER


def _is_own(column: Column, target: str) -> bool:
    meaning = column.meaning
    return meaning.target == target and meaning.sure and not meaning.person


def _person_before(columns: Sequence[Column], column: Column) -> Column | None:
    if not read_words(column.header).senses <= _BARE:
        return None
    place = columns.index(column)
    for before in reversed(columns[max(place - _BETWEEN, 0) : place]):
        senses = read_words(before.header).senses
        if "other" in senses and senses <= _PERSON:
            return before if before.profile.mostly(before.profile.names) else None
        is_bare = before.meaning.target in {"other", "phone", "email"} and senses <= _BARE
        if not (is_bare or before.meaning.target == "known"):
            return None  # also an "Agent Phone": then the agent has said theirs
    return None
