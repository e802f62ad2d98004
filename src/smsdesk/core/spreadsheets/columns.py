"""Which column holds what: header words, cells and neighbours weighed together.

Nothing here is a special case of a program: a header that nobody has seen is judged by its words,
and one without known words by its cells. Whatever two columns claim with equal right is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.consent_columns import ConsentColumn, consent_columns
from smsdesk.core.spreadsheets.name_columns import NAMES, last_first, name_columns
from smsdesk.core.spreadsheets.neighbours import give_to_neighbours
from smsdesk.core.spreadsheets.observed_columns import columns_of, observe_columns
from smsdesk.core.spreadsheets.phone_columns import PhoneColumn, phone_columns, with_neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from smsdesk.core.spreadsheets.observed_columns import Column


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table has what.

    Attributes:
        places: target to the positions of its columns, from 0, best first.
        phones: the columns of phones, best first.
        consents: those about consent; ``statuses``: those about the signup itself.
        clock: the place of the time of day that belongs to ``signed_up_at``, or ``None``.
        headers: target to the header texts of its columns.
        unused: the header texts that nothing is taken from.
        last_first: whether family names go before given names.
    """

    places: Mapping[str, tuple[int, ...]]
    phones: tuple[PhoneColumn, ...]
    consents: tuple[ConsentColumn, ...]
    statuses: tuple[tuple[int, str], ...]
    clock: int | None
    headers: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    last_first: bool = False


def judge_columns(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    region: str,
    mapped: Mapping[str, int],
    opt_out: Iterable[int] = (),
    where: str,
) -> Columns:
    """Settle which column is what.

    Args:
        header: the cells of the header, tidy; empty ones for a table without a header.
        rows: the first rows below it, tidy and as wide.
        region: the desk's.
        mapped: target to place, as the user has said: it goes before what is judged.
        opt_out: places of columns whose *yes*, or whose word, means no texts, as the user says.
        where: file and line, for an error.

    Raises:
        LeadFileError: there is no column of phones.
        UnsureError: two columns claim to be it.
    """
    columns = observe_columns(header, rows, region)
    free = [column for column in columns if column.place not in mapped.values()]
    give_to_neighbours(free)
    phones, person = phone_columns(free, mapped, region, where)
    places: dict[str, tuple[int, ...]] = {t: (place,) for t, place in mapped.items()}
    for target, found in (
        *name_columns(free, mapped, person, phones),
        *_others(free, person),
    ):
        if target not in places and found:
            places[target] = found
    clock = _clock(columns, places.get("signed_up_at", ()))
    mapped_phones = [column for column in columns if column.place in places.get("phone", ())]
    chosen = with_neighbours(phones or mapped_phones, columns, region)
    places["phone"] = tuple(column.place for column in chosen)
    forced = set(opt_out)
    consents = consent_columns(columns, places, forced)
    statuses = tuple(
        (c.place, c.header) for c in free if c.meaning.target == "status" and c.place not in forced
    )
    used = {place for group in places.values() for place in group}
    used |= {column.place for column in consents if column.acts}
    used |= {clock} if clock is not None else set()
    for one in chosen:
        used |= {
            place for place in (one.label, one.calling_code, one.area_code) if place is not None
        } | set(one.parts)
    headers = {t: tuple(_titled(header, place) for place in group) for t, group in places.items()}
    return Columns(
        places, chosen, consents, statuses, clock, headers,
        tuple(c.header for c in columns if c.place not in used and c.header),
        last_first(columns, places),
    )  # fmt: skip


def _titled(header: Sequence[str], place: int) -> str:
    return header[place] or f"#{place + 1}"


def _others(columns: Sequence[Column], person: str) -> list[tuple[str, tuple[int, ...]]]:
    found: list[tuple[str, tuple[int, ...]]] = []
    emails = columns_of(columns, "email")
    own = _own_emails(columns, emails, person)
    if not (own or emails):
        own = [
            c for c in columns
            if not c.meaning.target and c.profile.filled and c.profile.emails == c.profile.filled
        ][:1]  # fmt: skip
    found.append(("email", tuple(c.place for c in own)))
    found.append(("event", tuple(c.place for c in columns_of(columns, "event")[:1])))
    times = [
        c for c in columns_of(columns, "signed_up_at")
        if not c.profile.mostly(c.profile.clocks) or c.profile.dates
    ]  # fmt: skip
    times.sort(key=lambda c: not (c.profile.dates or c.profile.time_numbers))
    found.append(("signed_up_at", tuple(c.place for c in times[:1])))
    found += [
        (target, tuple(c.place for c in columns_of(columns, target)))
        for target in ("country", "state", "zip")
    ]
    found.append(("source_id", _source_id(columns)))
    return found


def _own_emails(columns: Sequence[Column], emails: Sequence[Column], person: str) -> list[Column]:
    """Return the lead's own: an e-mail with an unknown word, or of a role, may be another's."""
    sure = [column for column in emails if column.meaning.sure]
    if not sure and any(column.meaning.target == "other" for column in columns):
        return []
    found = sure or emails
    own = [column for column in found if column.meaning.person in {"", person}]
    named = any(c.meaning.target in NAMES and c.meaning.person == person for c in columns)
    return own or ([] if named else list(found))


def _source_id(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the columns that name one signup; Eventbrite numbers orders, and attendees in them."""
    own = [c.place for c in columns if c.meaning.target == "source_id"]
    orders = [c.place for c in columns if c.meaning.target == "order_number"]
    attendees = [c.place for c in columns if c.meaning.target == "attendee_number"]
    if own:
        return (own[0],)
    return (*orders[:1], *attendees[:1]) if attendees else ()


def _clock(columns: Sequence[Column], signed_up_at: tuple[int, ...]) -> int | None:
    """Return the column with the time of day of a date that has none, beside it."""
    if not signed_up_at:
        return None
    date = columns[signed_up_at[0]]
    whole_days = date.profile.dates or date.profile.time_numbers
    if date.profile.times or not whole_days:
        return None
    beside = sorted(columns, key=lambda column: abs(column.place - date.place))
    return next(
        (
            column.place
            for column in beside
            if column.place != date.place
            and column.meaning.target == "signed_up_at"
            and column.profile.mostly(column.profile.clocks)
            and column.profile.clocks > column.profile.dates
        ),
        None,
    )
