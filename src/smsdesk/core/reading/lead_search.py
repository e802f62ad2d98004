"""The search over leads: what was typed, in any form of writing, to contacts newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts.facts import facts_of
from smsdesk.core.read_models.leads import Counted, LeadHit, LeadHits
from smsdesk.core.reading.threads import reason_words
from smsdesk.core.rules.phone import national, problem_words, typed_digits
from smsdesk.core.rules.send_rules import ContactFacts, contact_code
from smsdesk.core.rules.wording import say_day
from smsdesk.e164 import one_contact
from smsdesk.store.search import SENDABLE
from smsdesk.store.tables import contacts
from smsdesk.store.times import from_us
from smsdesk.terms import Code, PhoneProblem
from smsdesk.text import words

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from smsdesk.core.context import Context
    from smsdesk.store.search import HitRecord
    from smsdesk.store.tables.contact_record import ContactRecord

SHORTEST = 2
"""Characters from which a search says anything."""

MOST_BEYOND = 150
"""Matches beyond the page are counted up to here.

A total over a million leads costs 25 ms, and a thousand of them two, where every card is compared.
"""


def search(
    context: Context,
    query: str,
    *,
    left_out: bool,
    limit: int,
    stop: threading.Event | None = None,
) -> LeadHits:
    """Return the contacts that match, each once, newest signup first.

    Args:
        left_out: whether those that cannot be texted are listed too, each with its reason.
        stop: ends the search early.
    """
    terms = terms_of(query)
    if not terms:
        return LeadHits(query, (), Counted(0), Counted(0))
    most = MOST_BEYOND + 1
    lead_search = context.database.lead_search
    with context.database.read(stop) as connection:
        found, beyond, others = lead_search.page(
            connection, terms, left_out=left_out, limit=limit, most=most
        )
        # What a sendable card says of its contact is that nothing keeps it from being texted.
        # Only the firm's own number it does not know: that is the configuration's.
        ours = one_contact(context.our_number)
        found = [hit for hit in found if left_out or hit.number != ours]
        asked = [
            hit.number
            for hit in found
            if hit.number and (hit.code != SENDABLE or hit.number == ours)
        ]
        known = contacts.get_all(connection, asked) if asked else {}
    hits = tuple(_hit(context, record, known) for record in found)
    return LeadHits(query, hits, _counted(beyond), _counted(others))


def _counted(found: int) -> Counted:
    return Counted(min(found, MOST_BEYOND), more=found > MOST_BEYOND)


def terms_of(query: str) -> tuple[str, ...]:
    """Return the words every match must have, each from its start; none for too short a query."""
    if len(query.strip()) < SHORTEST:
        return ()
    digits = typed_digits(query)
    return (digits,) if digits else words(query)


def _hit(context: Context, record: HitRecord, known: Mapping[str, ContactRecord]) -> LeadHit:
    phone = record.number or record.phone
    code, reason = _verdict(context, record, known)
    return LeadHit(
        name=record.name,
        email=record.email,
        phone=phone,
        display_phone=national(phone, context.region) if record.number else phone,
        number=record.number or "",
        event=record.event,
        signed_up_at=from_us(record.signed_up_at),
        signups=record.signups,
        code=code,
        reason=reason,
    )


def _verdict(
    context: Context, record: HitRecord, known: Mapping[str, ContactRecord]
) -> tuple[Code, str]:
    """Return the rules' answer about a hit, and why it is left out, if it is."""
    if record.code == SENDABLE and record.number not in known:
        return Code.OK, ""
    facts = _facts(record, known, context.our_number)
    opted_out_at = facts.opt_out.at if facts.opt_out else None
    day = say_day(opted_out_at, context.zone) if opted_out_at else ""
    return contact_code(facts), reason_words(facts, day)


def _facts(record: HitRecord, known: Mapping[str, ContactRecord], our_number: str) -> ContactFacts:
    if record.number:
        return facts_of(known[record.number], our_number)
    if not record.problem or record.problem == PhoneProblem.NONE_ON_FILE:
        return ContactFacts("")
    return ContactFacts("", phone_problem=problem_words(PhoneProblem(record.problem)))
