"""Signups that have been read go into the database: each once, its contact and card with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.cards import card_without_number, names_of, new_card
from smsdesk.store import contacts, leads
from smsdesk.store.search_sqlite import add_cards

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from smsdesk.core.context import Writing
    from smsdesk.core.lead_reading import ReadLead
    from smsdesk.store.database import Connection
    from smsdesk.store.leads import LeadRecord


class Kept(NamedTuple):
    """What became of some signups.

    Attributes:
        fresh: those that were not on record, nor twice among them.
        new_contacts: the numbers that nobody knew before.
    """

    fresh: list[ReadLead]
    new_contacts: frozenset[str]


class _Signup(NamedTuple):
    record: LeadRecord
    words: tuple[str, ...]


def sift(connection: Connection, batch: Sequence[ReadLead]) -> Kept:
    """Tell what is new among some signups, and write nothing."""
    seen = set(leads.known(connection, [read.lead.fingerprint for read in batch]))
    fresh = []
    for read in batch:
        if read.lead.fingerprint not in seen:
            seen.add(read.lead.fingerprint)
            fresh.append(read)
    numbers = {read.lead.number for read in fresh if read.lead.number}
    return Kept(fresh, frozenset(numbers - contacts.existing(connection, numbers)))


def keep(work: Writing, batch: Sequence[ReadLead]) -> Kept:
    """Write the signups that are new, with their contacts and search cards.

    A contact that was known follows at the end of the transaction, with all of its signups; one
    that is new has only these, so its name and its card are made of them.
    """
    kept = sift(work.connection, batch)
    first = leads.last_id(work.connection) + 1
    records = leads.numbered(first, [read.lead for read in kept.fresh])
    signups = [
        _Signup(record, read.words) for record, read in zip(records, kept.fresh, strict=True)
    ]
    newcomers = _by_number(signups, kept.new_contacts)
    contacts.add_all(
        work.connection, [names_of([one.record for one in group]) for group in newcomers.values()]
    )
    leads.add_all(work.connection, records)
    add_cards(
        work.connection,
        [
            *(
                new_card(
                    number,
                    [one.record for one in group],
                    [word for one in group for word in one.words],
                )
                for number, group in newcomers.items()
            ),
            *(
                card_without_number(one.record, one.words)
                for one in signups
                if not one.record.number
            ),
        ],
    )
    for record in records:
        if record.number and record.number not in kept.new_contacts:
            work.touch(record.number)
    return kept


def _by_number(signups: Sequence[_Signup], numbers: Collection[str]) -> dict[str, list[_Signup]]:
    """Return the signups of some numbers, newest first (``leads.of_numbers``)."""
    found: dict[str, list[_Signup]] = {}
    for one in signups:
        number = one.record.number
        if number is not None and number in numbers:
            found.setdefault(number, []).append(one)
    for group in found.values():
        group.sort(key=_age, reverse=True)
    return found


def _age(signup: _Signup) -> tuple[bool, int, int]:
    at = signup.record.signed_up_at
    return at is not None, at or 0, signup.record.id
