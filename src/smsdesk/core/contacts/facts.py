"""From what the database holds of a contact to what the rules want to know of it.

The first rows of a start need it before SQLAlchemy is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.rules.phone import is_read_only
from smsdesk.core.rules.send_rules import ContactFacts, OpenQuestion, OptOut
from smsdesk.e164 import one_contact
from smsdesk.store.times import from_us
from smsdesk.terms import LineType

if TYPE_CHECKING:
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.contact_record import ContactRecord


def facts_of(record: ContactRecord, our_number: str = "") -> ContactFacts:
    """Return the facts about a stored contact.

    Args:
        our_number: the firm's own; without it the contact is taken for somebody else.
    """
    return ContactFacts(
        number=record.number,
        read_only=is_read_only(record.number),
        is_ours=record.number == one_contact(our_number),
        invalid_reason=record.invalid_reason,
        invalid_at=from_us(record.invalid_at),
        opt_out=_opt_out(record),
        question=_question(record),
        line_type=line_type_of(record),
        looked_up_at=from_us(record.looked_up_at),
        landline_code=record.landline_code,
        landline_at=from_us(record.landline_at),
        filtered_in_row=record.filtered_in_row,
        auto_blocked_at=from_us(record.auto_blocked_at),
    )


def facts_of_number(connection: Connection, number: str, our_number: str) -> ContactFacts:
    """Return the facts about a number; one that nobody knows is simply a number."""
    from smsdesk.store.tables import contacts

    record = contacts.get(connection, number)
    if record is not None:
        return facts_of(record, our_number)
    is_ours = number == one_contact(our_number)
    return ContactFacts(number, read_only=is_read_only(number), is_ours=is_ours)


def line_type_of(record: ContactRecord) -> LineType:
    """Return the stored line type; a word that this version does not know is unknown."""
    try:
        return LineType(record.line_type)
    except ValueError:
        return LineType.UNKNOWN


def _opt_out(record: ContactRecord) -> OptOut | None:
    if record.consent != "out" or record.consent_happened_at is None:
        return None
    return OptOut(
        source=record.consent_source,
        said=record.consent_evidence,
        at=from_us(record.consent_happened_at),
        sid=record.consent_sid,
        by=record.consent_by,
    )


def _question(record: ContactRecord) -> OpenQuestion | None:
    if record.question_happened_at is None:
        return None
    return OpenQuestion(
        record.question_evidence, from_us(record.question_happened_at), record.question_sid
    )
