"""From a stored conversation to its row in the list.

A start shows its first rows before SQLAlchemy and the flows are loaded, so nothing here needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts.facts import facts_of
from smsdesk.core.read_models.conversations import ConversationRow
from smsdesk.core.rules.phone import national
from smsdesk.core.rules.send_rules import ContactFacts, contact_code
from smsdesk.display import one_line, phrase
from smsdesk.store.times import from_us
from smsdesk.terms import Code, ConversationState, Direction, Status

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.store.tables.conversation_page import ConversationRecord

_MARKS = {
    Code.INVALID_PHONE: "not a number",
    Code.OPT_OUT_QUESTION: "opt-out?",
    Code.LANDLINE: "landline",
    Code.NOT_TEXTABLE: "cannot be texted",
    Code.AUTO_BLOCKED: "blocked",
}

_KEYWORD = 12
"""Characters of a keyword that are shown."""


def row_of(record: ConversationRecord, region: str, our_number: str) -> ConversationRow:
    """Return one row of the list.

    Args:
        record: the conversation with its contact.
        region: the desk's own, for the number as agents read it.
        our_number: the firm's own.
    """
    facts = facts_of(record.contact, our_number)
    code = contact_code(facts)
    return ConversationRow(
        conversation_id=record.id,
        number=record.contact.number,
        name=record.contact.name,
        display_number=national(record.contact.number, region),
        last_text=record.last_text,
        last_direction=Direction(record.last_direction),
        last_status=Status(record.last_status),
        last_activity_at=from_us(record.last_activity_at),
        unread=record.unread,
        code=code,
        mark=_mark(code, facts),
        draft=record.draft,
        revision=record.revision,
        state=ConversationState(record.state),
        to_answer_since=_maybe_at(record.to_answer_since),
        snoozed_until=_maybe_at(record.snoozed_until),
        owner=record.owner,
    )


def _maybe_at(at: int | None) -> datetime | None:
    return None if at is None else from_us(at)


def _mark(code: Code, facts: ContactFacts) -> str:
    if code is Code.OPTED_OUT and facts.opt_out is not None:
        keyword = facts.opt_out.source == "keyword"
        said = one_line(facts.opt_out.said, longest=_KEYWORD)
        return phrase("opted out · {said}", said=said) if keyword else "opted out"
    if facts.read_only:
        return ""
    return _MARKS.get(code, "")
