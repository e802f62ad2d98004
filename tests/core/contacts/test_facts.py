"""From the record to the facts: all that a rule asks for arrives, and nothing is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.contacts.facts import facts_of, facts_of_number, line_type_of
from smsdesk.core.rules.send_rules import ContactFacts, OpenQuestion, OptOut, judge_contact
from smsdesk.store.tables.contact_record import ContactRecord
from smsdesk.store.times import to_us
from smsdesk.terms import Code, LineType
from tests.world.clocks import START
from tests.world.people import FIRM, SARAH, ZONE

if TYPE_CHECKING:
    from smsdesk.core.context import Context

NOBODY = ContactRecord(SARAH)
AT = to_us(START)
OUT = replace(
    NOBODY,
    consent="out",
    consent_source="keyword",
    consent_evidence="Stop",
    consent_sid="SM1",
    consent_by="maria",
    consent_happened_at=AT,
)


def test_of_a_number_that_nobody_knows_there_is_only_the_number(context: Context) -> None:
    with context.database.read() as connection:
        assert facts_of_number(connection, SARAH, FIRM) == ContactFacts(SARAH)
        short_code = ContactFacts("40404", read_only=True)
        assert facts_of_number(connection, "40404", FIRM) == short_code
        assert facts_of_number(connection, FIRM, FIRM) == ContactFacts(FIRM, is_ours=True)
    assert facts_of(NOBODY) == ContactFacts(SARAH)


@pytest.mark.parametrize(("record", "code"), [
    (NOBODY, Code.OK),
    (replace(NOBODY, number="40404"), Code.INVALID_PHONE),
    (replace(NOBODY, number="ALERTS"), Code.INVALID_PHONE),
    (replace(NOBODY, invalid_reason="no number", invalid_at=AT), Code.INVALID_PHONE),
    (OUT, Code.OPTED_OUT),
    (replace(NOBODY, question_happened_at=AT, question_evidence="stop?"), Code.OPT_OUT_QUESTION),
    (replace(NOBODY, line_type="landline", looked_up_at=AT), Code.LANDLINE),
    (replace(NOBODY, landline_code=21635, landline_at=AT), Code.LANDLINE),
    (replace(NOBODY, line_type="pager", looked_up_at=AT), Code.NOT_TEXTABLE),
    (replace(NOBODY, auto_blocked_at=AT, filtered_in_row=3), Code.AUTO_BLOCKED),
    (replace(OUT, consent="in"), Code.OK),
])  # fmt: skip
def test_what_is_on_record_reaches_its_rule(record: ContactRecord, code: Code) -> None:
    assert judge_contact(facts_of(record), ZONE).code is code


def test_the_evidence_is_carried_along() -> None:
    asked = replace(
        OUT,
        question_evidence="please\x1b[2J stop",
        question_happened_at=AT + 1_000_000,
        question_sid="SM2",
        looked_up_at=AT + 2_000_000,
        landline_code=30006,
        landline_at=AT + 3_000_000,
        auto_blocked_at=AT + 4_000_000,
        filtered_in_row=3,
    )
    facts = facts_of(asked)
    second = timedelta(seconds=1)
    assert facts.opt_out == OptOut("keyword", "Stop", START, "SM1", "maria")
    assert facts.question is not None
    assert facts.question == OpenQuestion(facts.question.said, START + second, "SM2")
    assert facts.question.said == "please\x1b[2J stop", "as it came"
    assert facts.looked_up_at == START + 2 * second
    assert (facts.landline_code, facts.landline_at) == (30006, START + 3 * second)
    assert (facts.filtered_in_row, facts.auto_blocked_at) == (3, START + 4 * second)


def test_a_line_type_of_a_newer_version_is_unknown() -> None:
    assert line_type_of(replace(NOBODY, line_type="satellite")) is LineType.UNKNOWN
    assert line_type_of(replace(NOBODY, line_type="mobile")) is LineType.MOBILE
