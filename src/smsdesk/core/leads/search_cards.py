"""Keeping the search cards true: they say what the gate says, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from smsdesk.core.contacts.facts import facts_of
from smsdesk.core.rules.phone import search_digits
from smsdesk.core.rules.send_rules import contact_code
from smsdesk.store.search import CardRecord
from smsdesk.store.tables import contacts, leads
from smsdesk.terms import Code
from smsdesk.text import fold, names_words, one_line, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from smsdesk.core.context import Writing
    from smsdesk.store.tables.contact_record import ContactRecord
    from smsdesk.store.tables.leads import LeadRecord, NewLead

_T = TypeVar("_T")

TOGETHER = 500
"""How many cards are refreshed by one set of statements."""


def refresh_cards(work: Writing, numbers: Collection[str]) -> None:
    """Bring contacts' names and cards into line with their signups and their standing."""
    for some in _parts(sorted(numbers)):
        records = contacts.get_all(work.connection, some)
        signups = leads.of_numbers(work.connection, some)
        known = [records[number] for number in some if number in records and number in signups]
        names = [(record, names_of(signups[record.number])) for record in known]
        contacts.rename(work.connection, [name for record, name in names if name != _said(record)])
        work.database.search_cards.put_cards(
            work.connection, [_card(record, signups[record.number]) for record in known]
        )
        _forget(work, [records[n] for n in some if n in records and n not in signups])


def _forget(work: Writing, records: Sequence[ContactRecord]) -> None:
    """Take the cards and names of contacts away whose signups were taken back."""
    gone = [record.number for record in records if record.newest_lead_id is not None]
    if gone:
        contacts.forget_names(work.connection, gone)
        work.database.search_cards.remove_cards(work.connection, gone, [])


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), TOGETHER):
        yield items[start : start + TOGETHER]


def names_of(signups: Sequence[LeadRecord]) -> contacts.Names:
    """Return what a contact is called after its signups, which come newest first."""
    newest = signups[0]
    return contacts.Names(
        name=one_line(newest.name),
        also_known_as=_other_name(signups),
        signups=len(signups),
        newest_lead_id=newest.id,
        number=newest.number or "",
    )


def _said(record: ContactRecord) -> contacts.Names:
    return contacts.Names(
        record.name,
        record.also_known_as,
        record.signups,
        record.newest_lead_id or 0,
        record.number,
    )


def _card(record: ContactRecord, signups: Sequence[LeadRecord]) -> CardRecord:
    words = search_words(record.number, "", name_words(signups))
    return card_of(signups, contact_code(facts_of(record)), words)


def search_words(number: str | None, phone: str, names: Iterable[str]) -> str:
    """Return the words under which signups are found that share a number, each once.

    Args:
        phone: as written, for signups without a number.
        names: the words of their names and e-mails, from ``name_words``.
    """
    digits = search_digits(number) if number else _written_digits(phone)
    return " ".join(dict.fromkeys((*names, *digits)))


def card_without_number(lead: LeadRecord, words: str) -> CardRecord:
    """Return the card of a lead without a number: found only among the left-out ones."""
    code = Code.NO_PHONE if lead.problem == Code.NO_PHONE else Code.INVALID_PHONE
    return card_of([lead], code, words)


def card_of(signups: Sequence[LeadRecord], code: Code, words: str) -> CardRecord:
    """Return the card that shows a contact, or a lead without a number, by its newest signup."""
    newest = signups[0]
    return CardRecord(
        number=newest.number,
        lead_id=newest.id,
        newest=newest.signed_up_at or newest.imported_at,
        signups=len(signups),
        code=code,
        words=words,
    )


def name_words(signups: Iterable[LeadRecord | NewLead]) -> tuple[str, ...]:
    """Return the words of the signups' names and e-mails, each once."""
    rows = tuple(signups)
    in_names = names_words(*(lead.name for lead in rows))
    return tuple(dict.fromkeys((*in_names, *words(*(lead.email for lead in rows)))))


def _written_digits(phone: str) -> tuple[str, ...]:
    digits = "".join(character for character in phone if character in "0123456789")
    return tuple(dict.fromkeys((digits, digits[-7:], digits[-4:]))) if digits else ()


def _other_name(signups: Sequence[LeadRecord]) -> str:
    """Return the newest name of an older signup that differs from the newest signup's."""
    if len(signups) == 1:
        return ""
    shown = fold(one_line(signups[0].name))
    names = (one_line(lead.name) for lead in signups[1:])
    return next((name for name in names if name and fold(name) != shown), "")
