"""Keeping the search cards true: they say what the gate says, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from smsdesk.core.facts import facts_of
from smsdesk.core.phone import search_digits
from smsdesk.core.rules import contact_code
from smsdesk.store import contacts, leads
from smsdesk.store.search_sqlite import CardRecord, put_cards
from smsdesk.terms import Code
from smsdesk.text import fold, one_line, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from smsdesk.core.context import Writing
    from smsdesk.store.contacts import ContactRecord
    from smsdesk.store.leads import LeadRecord

_T = TypeVar("_T")

TOGETHER = 500
"""How many cards are refreshed by one set of statements."""


def refresh_cards(work: Writing, numbers: Collection[str]) -> None:
    """Bring contacts' names and cards into line with their signups and their standing."""
    for some in _parts(sorted(numbers)):
        records = contacts.get_all(work.connection, some)
        signups = leads.of_numbers(work.connection, some)
        known = [records[number] for number in some if number in records and number in signups]
        renamed = [
            names
            for record in known
            if (names := _names(record, signups[record.number])) is not None
        ]
        contacts.rename(work.connection, renamed)
        put_cards(work.connection, [_card(record, signups[record.number]) for record in known])


def refresh_lead_cards(work: Writing, lead_ids: Collection[int]) -> None:
    """Make the cards of leads without a number: found only among the left-out ones."""
    for some in _parts(sorted(lead_ids)):
        put_cards(
            work.connection,
            [
                CardRecord(
                    number=None,
                    lead_id=lead.id,
                    newest=lead.signed_up_at or lead.imported_at,
                    signups=1,
                    code=Code.NO_PHONE if lead.problem == Code.NO_PHONE else Code.INVALID_PHONE,
                    words=card_words([lead], _written_digits(lead.phone)),
                )
                for lead in leads.get_all(work.connection, some)
                if lead.number is None
            ],
        )


def _parts(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), TOGETHER):
        yield items[start : start + TOGETHER]


def _names(record: ContactRecord, signups: Sequence[LeadRecord]) -> contacts.Names | None:
    """Return what a contact is called now, ``None`` where it is called so already."""
    name, other, newest = one_line(signups[0].name), _other_name(signups), signups[0].id
    said = (record.name, record.also_known_as, record.signups, record.newest_lead_id)
    if said == (name, other, len(signups), newest):
        return None
    return {
        "number": record.number,
        "name": name,
        "also_known_as": other,
        "signups": len(signups),
        "newest_lead_id": newest,
    }


def _card(record: ContactRecord, signups: Sequence[LeadRecord]) -> CardRecord:
    newest = signups[0]
    return CardRecord(
        number=record.number,
        lead_id=newest.id,
        newest=newest.signed_up_at or newest.imported_at,
        signups=len(signups),
        code=contact_code(facts_of(record)),
        words=card_words(signups, search_digits(record.number)),
    )


def card_words(signups: Sequence[LeadRecord], digits: Sequence[str]) -> str:
    """Return the words under which a contact is found, of all its signups, each once."""
    texts = [text for lead in signups for text in (lead.name, lead.email)]
    return " ".join(dict.fromkeys((*words(*texts), *digits)))


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
