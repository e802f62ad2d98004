"""One row of the list, from the record alone: its mark, its words, its number as agents read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from smsdesk.core.reading.conversation_rows import row_of
from smsdesk.store.tables.contact_record import ContactRecord
from smsdesk.store.tables.conversation_page import ConversationRecord
from smsdesk.store.times import to_us
from smsdesk.terms import Code, ConversationState, Direction, Status
from tests.world.clocks import START
from tests.world.people import FIRM, SARAH

AT = to_us(START)
CONTACT = ContactRecord(SARAH, name="Sarah Berg")
RECORD = ConversationRecord(
    id=7,
    last_message_id=3,
    last_text="See you\nat seven",
    last_direction="outbound",
    last_status="delivered",
    last_activity_at=AT,
    unread=2,
    revision=9,
    state="snoozed",
    to_answer_since=AT - 1_000_000,
    snoozed_until=AT + 1_000_000,
    owner="tom",
    draft="half a\nthought",
    contact=CONTACT,
)


def with_contact(**changes: object) -> ConversationRecord:
    return replace(RECORD, contact=replace(CONTACT, **changes))  # type: ignore[arg-type]


def test_everything_of_the_record_is_carried_along() -> None:
    row = row_of(RECORD, "US", FIRM)
    assert (row.conversation_id, row.number, row.name) == (7, SARAH, "Sarah Berg")
    assert (row.last_direction, row.last_status) == (Direction.OUTBOUND, Status.DELIVERED)
    assert (row.last_activity_at, row.unread, row.revision) == (START, 2, 9)
    assert (row.code, row.mark) == (Code.OK, "")
    assert (row.state, row.owner) == (ConversationState.SNOOZED, "tom")
    second = timedelta(seconds=1)
    assert (row.to_answer_since, row.snoozed_until) == (START - second, START + second)


def test_text_and_draft_are_as_they_came() -> None:
    row = row_of(RECORD, "US", FIRM)
    assert row.last_text == "See you\nat seven"
    assert row.draft == "half a\nthought"


@pytest.mark.parametrize(("region", "shown"), [
    ("US", "(415) 555-0111"), ("GB", "+1 415-555-0111"),
])  # fmt: skip
def test_the_number_is_national_at_home_and_international_abroad(region: str, shown: str) -> None:
    assert row_of(RECORD, region, FIRM).display_number == shown


@pytest.mark.parametrize(("changes", "code", "mark"), [
    ({"number": "40404"}, Code.INVALID_PHONE, ""),
    ({"invalid_reason": "no number"}, Code.INVALID_PHONE, "not a number"),
    ({"question_happened_at": AT}, Code.OPT_OUT_QUESTION, "opt-out?"),
    ({"line_type": "landline"}, Code.LANDLINE, "landline"),
    ({"line_type": "pager"}, Code.NOT_TEXTABLE, "cannot be texted"),
    ({"auto_blocked_at": AT}, Code.AUTO_BLOCKED, "blocked"),
])  # fmt: skip
def test_the_mark_says_why_nothing_can_be_sent(
    changes: dict[str, object], code: Code, mark: str
) -> None:
    row = row_of(with_contact(**changes), "US", FIRM)
    assert (row.code, row.mark) == (code, mark)


@pytest.mark.parametrize(("source", "said", "mark"), [
    ("keyword", "Stop", "opted out · Stop"),
    ("keyword", "STOP\nSTOP STOP STOP", "opted out · STOP STOP S…"),
    ("spoken", "said so on the phone", "opted out"),
    ("carrier", "21610", "opted out"),
    ("list", "row 12", "opted out"),
])  # fmt: skip
def test_an_opt_out_shows_the_lead_s_own_word_and_nobody_else_s(
    source: str, said: str, mark: str
) -> None:
    out = with_contact(
        consent="out", consent_source=source, consent_evidence=said, consent_happened_at=AT
    )
    assert row_of(out, "US", FIRM).mark == mark
