"""What a firm knows of one contact, read in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts.facts import facts_of_number, line_type_of
from smsdesk.core.contacts.notes import read_notes
from smsdesk.core.contacts.why import event_line
from smsdesk.core.leads.correcting import corrections_of, place_of
from smsdesk.core.read_models.lead_profile import LeadProfile
from smsdesk.core.reading.threads import signup_of
from smsdesk.core.rules.phone import national, zone
from smsdesk.core.rules.send_rules import judge_contact
from smsdesk.store.tables import answering, contact_events, contacts, leads
from smsdesk.store.times import from_us
from smsdesk.terms import ConversationState, LineType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.core.context import Context


def lead_profile(context: Context, number: str) -> LeadProfile:
    """Return what is known of a contact; of a number that nobody knows, only what it tells."""
    with context.database.read() as connection:
        contact = contacts.get(connection, number)
        signups = leads.of_number(connection, number)
        turn = answering.turn_with(connection, number)
        facts = facts_of_number(connection, number, context.our_number)
        return LeadProfile(
            number=number,
            display_number=national(number, context.region),
            names=_different(one.name for one in signups),
            emails=_different(one.email for one in signups),
            place=place_of(signups[0]) if signups else "",
            signups=tuple(map(signup_of, signups)),
            line_type=line_type_of(contact) if contact else LineType.UNKNOWN,
            carrier=contact.carrier_name if contact else "",
            looked_up_at=from_us(contact.looked_up_at) if contact else None,
            zone=zone(number),
            verdict=judge_contact(facts, context.zone),
            history=tuple(
                event_line(event, context.zone)
                for event in contact_events.of_number(connection, number)
            ),
            owner=turn.owner if turn else "",
            state=ConversationState(turn.state) if turn else None,
            since=from_us(turn.to_answer_since) if turn else None,
            snoozed_until=from_us(turn.snoozed_until) if turn else None,
            notes=read_notes(connection, number),
            corrections=corrections_of(connection, number),
        )


def _different(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (" ".join(text.split()) for text in texts))))
