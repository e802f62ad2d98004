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


_FIELDS = tuple(ContactRecord.__dataclass_fields__)
_OWN = ", ".join(f"contact.{name}" for name in _FIELDS[: _FIELDS.index("consent_source")])

# In the order of a ``ContactRecord``.
JOINED = f"""
    {_OWN},
    coalesce(consent_event.source, '') AS consent_source,
    coalesce(consent_event.evidence, '') AS consent_evidence,
    coalesce(consent_event.sid, '') AS consent_sid,
    coalesce(consent_event.recorded_by, '') AS consent_by,
    consent_event.happened_at AS consent_happened_at,
    coalesce(question.evidence, '') AS question_evidence,
    question.message_id AS question_message_id,
    question.happened_at AS question_happened_at,
    coalesce(question.sid, '') AS question_sid
"""
EVENTS = """
    LEFT JOIN contact_event AS consent_event ON consent_event.id = contact.consent_event_id
    LEFT JOIN contact_event AS question ON question.id = contact.question_event_id
"""
