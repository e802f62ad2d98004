"""Keeping the search cards true: they say what the gate says, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.facts import facts_of
from smsdesk.core.phone import search_digits
from smsdesk.core.rules import contact_code
from smsdesk.store import contacts, leads
from smsdesk.store.search_sqlite import CardRecord, put_card
from smsdesk.terms import Code
from smsdesk.text import fold, one_line, words

if TYPE_CHECKING:
    from smsdesk.core.context import Writing
    from smsdesk.store.leads import LeadRecord


def refresh_card(work: Writing, number: str) -> None:
    """Bring a contact's names and its card into line with its signups and its standing."""
    record = contacts.get(work.connection, number)
    signups = leads.of_number(work.connection, number)
    if record is None or not signups:
        return
    newest = signups[0]
    names: dict[str, str | int | None] = {
        "name": one_line(newest.name),
        "also_known_as": _other_name(signups),
        "signups": len(signups),
        "newest_lead_id": newest.id,
    }
    if any(getattr(record, column) != value for column, value in names.items()):
        contacts.change(work.connection, number, **names)
    put_card(
        work.connection,
        CardRecord(
            number=number,
            lead_id=newest.id,
            newest=newest.signed_up_at or newest.imported_at,
            signups=len(signups),
            code=contact_code(facts_of(record)),
            words=card_words(signups, search_digits(number)),
        ),
    )


def refresh_lead_card(work: Writing, lead_id: int) -> None:
    """Make the card of a lead without a number: found only among the left-out ones."""
    lead = leads.get(work.connection, lead_id)
    if lead is None or lead.number is not None:
        return
    put_card(
        work.connection,
        CardRecord(
            number=None,
            lead_id=lead.id,
            newest=lead.signed_up_at or lead.imported_at,
            signups=1,
            code=Code.NO_PHONE if lead.problem == Code.NO_PHONE else Code.INVALID_PHONE,
            words=card_words([lead], tuple(_digits(lead.phone))),
        ),
    )


def card_words(signups: list[LeadRecord], digits: tuple[str, ...]) -> str:
    """Return the words under which a contact is found, of all its signups, each once."""
    texts = [text for lead in signups for text in (lead.name, lead.email)]
    return " ".join(dict.fromkeys((*words(*texts), *digits)))


def _digits(phone: str) -> list[str]:
    digits = "".join(character for character in phone if character in "0123456789")
    return list(dict.fromkeys((digits, digits[-7:], digits[-4:]))) if digits else []


def _other_name(signups: list[LeadRecord]) -> str:
    """Return the newest name of an older signup that differs from the newest signup's."""
    shown = fold(one_line(signups[0].name))
    for lead in signups[1:]:
        name = one_line(lead.name)
        if name and fold(name) != shown:
            return name
    return ""
