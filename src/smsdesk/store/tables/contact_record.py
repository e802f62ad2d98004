"""What is read of a contact: the record, and the columns and joins that fill it.

Without SQLAlchemy: the first rows of a start are read before that is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A contact with the two events that its standing rests on. Times in microseconds."""

    number: str
    name: str = ""
    also_known_as: str = ""
    signups: int = 0
    newest_lead_id: int | None = None
    line_type: str = "unknown"
    carrier_name: str = ""
    looked_up_at: int | None = None
    lookup_due_at: int | None = None
    lookup_claimed_until: int | None = None
    lookup_tries: int = 0
    lookup_error: str = ""
    invalid_reason: str = ""
    invalid_at: int | None = None
    out_of_service_at: int | None = None
    landline_code: int | None = None
    landline_at: int | None = None
    consent: str = ""
    consent_event_id: int | None = None
    question_event_id: int | None = None
    filtered_in_row: int = 0
    auto_blocked_at: int | None = None
    inbound_complete_at: int | None = None
    consent_source: str = ""
    consent_evidence: str = ""
    consent_sid: str = ""
    consent_by: str = ""
    consent_happened_at: int | None = None
    question_evidence: str = ""
    question_message_id: int | None = None
    question_happened_at: int | None = None
    question_sid: str = ""


_OF_EVENTS = {
    "consent_source": "coalesce(consent_event.source, '')",
    "consent_evidence": "coalesce(consent_event.evidence, '')",
    "consent_sid": "coalesce(consent_event.sid, '')",
    "consent_by": "coalesce(consent_event.recorded_by, '')",
    "consent_happened_at": "consent_event.happened_at",
    "question_evidence": "coalesce(question.evidence, '')",
    "question_message_id": "question.message_id",
    "question_happened_at": "question.happened_at",
    "question_sid": "coalesce(question.sid, '')",
}
JOINED = ", ".join(
    f"{_OF_EVENTS.get(name, f'contact.{name}')} AS {name}"
    for name in ContactRecord.__dataclass_fields__
)
"""A column for every field of a ``ContactRecord``, in its order."""

EVENTS = """
    LEFT JOIN contact_event AS consent_event ON consent_event.id = contact.consent_event_id
    LEFT JOIN contact_event AS question ON question.id = contact.question_event_id
"""
