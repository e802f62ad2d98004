"""Which columns say who wants texts, and which of them say it clearly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.consent_cells import is_answer
from smsdesk.core.spreadsheets.header_words import read_words
from smsdesk.core.spreadsheets.observed_columns import says_opted_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from smsdesk.core.spreadsheets.observed_columns import Column


@dataclass(frozen=True, slots=True)
class ConsentColumn:
    """A column that says something about consent.

    Attributes:
        acts: whether its *no* is clearly about texts; else it is only counted and named.
        denies: whether a *yes* in it means no texts.
    """

    place: int
    header: str
    acts: bool
    denies: bool


def consent_columns(
    columns: Sequence[Column], places: Mapping[str, tuple[int, ...]], forced: set[int]
) -> tuple[ConsentColumn, ...]:
    """Return the columns about consent.

    Args:
        columns: of the table.
        places: target to the columns that were taken for something else.
        forced: places of columns whose *yes*, or whose word, means no texts, as the user says.
    """
    has_emails = any(columns[place].profile.emails for place in places.get("email", ()))
    taken = {place for group in places.values() for place in group}
    found = []
    for column in columns:
        if column.place in forced:
            negative = column.meaning.denies or column.meaning.target != "consent"
            found.append(ConsentColumn(column.place, column.header, acts=True, denies=negative))
        elif column.place in taken:
            continue
        elif column.meaning.target in {"consent", "consent_date"}:
            acts = _is_about_texts(column, has_emails=has_emails)
            denies = column.meaning.denies
            found.append(ConsentColumn(column.place, column.header, acts=acts, denies=denies))
    return tuple(found)


def _is_about_texts(column: Column, *, has_emails: bool) -> bool:
    """Tell whether a *no* in a column is clearly about texts.

    A column that names no channel is, where it says *opt out* in so many words, or where the
    table has no e-mail addresses that it could be about.
    """
    meaning = column.meaning
    if meaning.channel:
        return meaning.channel in {"sms", "all"}
    if meaning.target == "consent_date":
        return not has_emails
    opts = any(word.text.startswith("opt") for word in read_words(column.header).main)
    if (meaning.denies and opts) or says_opted_out(column):
        return True
    answers = column.profile.mostly(sum(map(is_answer, column.filled)))
    return not has_emails and answers
