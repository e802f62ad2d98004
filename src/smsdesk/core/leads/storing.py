"""Signups that have been read go into the database: each once, its contact and card with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.leads.search_cards import card_of, card_without_number, names_of, search_words
from smsdesk.store.tables import contacts, leads
from smsdesk.terms import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from smsdesk.core.context import Writing
    from smsdesk.core.leads.preparing import ReadLead
    from smsdesk.store.database import Connection
    from smsdesk.store.search import CardRecord
    from smsdesk.store.tables.leads import LeadRecord


class Kept(NamedTuple):
    """What became of some signups.

    Attributes:
        fresh: those that were not on record, nor twice among them.
        new_contacts: the numbers that nobody knew before.
        ids: those that the fresh ones have got.
    """

    fresh: list[ReadLead]
    new_contacts: frozenset[str]
    ids: Sequence[int] = ()


class _Signup(NamedTuple):
    record: LeadRecord
    read: ReadLead


def only_new(connection: Connection, batch: Sequence[ReadLead]) -> Kept:
    """Tell what is new among some signups, and write nothing."""
    seen = leads.known(connection, [read.lead for read in batch])
    fresh = []
    for read in batch:
        signup = (read.lead.number, read.lead.fingerprint)
        if signup not in seen:
            seen.add(signup)
            fresh.append(read)
    numbers = {read.lead.number for read in fresh if read.lead.number}
    return Kept(fresh, frozenset(numbers - contacts.existing(connection, numbers)))


def keep(work: Writing, batch: Sequence[ReadLead]) -> Kept:
    """Write the signups that are new, with their contacts and search cards.

    A contact that was known follows at the end of the transaction, with all of its signups; one
    that is new has only these, so its name and its card are made of them.
    """
    kept = only_new(work.connection, batch)
    records = leads.numbered(work.connection, [read.lead for read in kept.fresh])
    signups = list(map(_Signup, records, kept.fresh))
    newcomers = _by_number(signups, kept.new_contacts)
    contacts.add_all(
        work.connection, [names_of([one.record for one in group]) for group in newcomers.values()]
    )
    leads.add_all(work.connection, records)
    cards = [_new_card(group) for group in newcomers.values()]
    cards += [
        card_without_number(one.record, one.read.search_words)
        for one in signups
        if one.record.number is None
    ]
    work.database.search_cards.add_cards(work.connection, cards)
    for record in records:
        if record.number and record.number not in kept.new_contacts:
            work.touch(record.number)
    return kept._replace(ids=[record.id for record in records])


def _new_card(signups: Sequence[_Signup]) -> CardRecord:
    """Return the card of a contact that nobody knew before: nothing keeps it from being texted."""
    newest = signups[0]
    words = newest.read.search_words
    if len(signups) > 1:
        names = [word for one in signups for word in one.read.names]
        words = search_words(newest.record.number, "", names)
    return card_of([one.record for one in signups], Code.OK, words)


def _by_number(signups: Sequence[_Signup], numbers: Collection[str]) -> dict[str, list[_Signup]]:
    """Return the signups of some numbers, newest first (``leads.of_numbers``)."""
    found: dict[str, list[_Signup]] = {}
    for one in signups:
        number = one.record.number
        if number is not None and number in numbers:
            found.setdefault(number, []).append(one)
    for group in found.values():
        if len(group) > 1:
            group.sort(key=_age, reverse=True)
    return found


def _age(signup: _Signup) -> tuple[bool, int, int]:
    at = signup.record.signed_up_at
    return at is not None, at or 0, signup.record.id
