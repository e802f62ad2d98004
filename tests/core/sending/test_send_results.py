"""The answer to a send: one word and one code for every way in which a text can stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.context import writing
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.sending import send_results
from smsdesk.store.tables import messages
from smsdesk.terms import Code, Status, Verdict
from tests.world.firm import submit
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.sending import SendResult
    from smsdesk.desk import Desk
    from smsdesk.store.driver import Value


def standing(context: Context, desk: Desk, status: Status, **changes: Value) -> SendResult:
    message_id = submit(desk, "Hi Sarah")
    with writing(context) as work:
        record = set_status(
            work, messages.get_known(work.connection, message_id), status, **changes
        )
    return send_results.result_of(record)


@pytest.mark.parametrize(("status", "word", "code"), [
    (Status.QUEUED, "queued", "ok"),
    (Status.HELD, "held", "ok"),
    (Status.SENDING, "unconfirmed", "ok"),
    (Status.UNCONFIRMED, "unconfirmed", "ok"),
    (Status.SENT, "sent", "ok"),
    (Status.DELIVERED, "sent", "ok"),
    (Status.FAILED, "refused", "refused"),
    (Status.UNDELIVERED, "refused", "refused"),
    (Status.NOT_SENT, "blocked", "not_sent"),
    (Status.CANCELED, "blocked", "canceled"),
])  # fmt: skip
def test_each_status(context: Context, desk: Desk, status: Status, word: str, code: str) -> None:
    result = standing(context, desk, status)
    assert (result.status, result.code) == (word, code)
    assert (result.to, result.segments) == (SARAH, 1)


def test_a_refusal_has_the_carriers_code_and_its_reason(context: Context, desk: Desk) -> None:
    result = standing(context, desk, Status.FAILED, error_code=21211, reason="No number (21211).")
    assert (result.code, result.message) == ("21211", "No number (21211).")


def test_one_that_the_gate_stopped_at_leaving_has_the_rules_code(
    context: Context, desk: Desk
) -> None:
    result = standing(context, desk, Status.NOT_SENT, rule_code="landline", reason="A landline.")
    assert (result.code, result.message) == ("landline", "A landline.")


def test_a_verdict_is_the_answer_where_nothing_was_recorded() -> None:
    result = send_results.blocked(Verdict(Code.RATE_LIMITED, "Wait."), SARAH, 12.5)
    assert (result.status, result.code, result.message) == ("blocked", "rate_limited", "Wait.")
    assert (result.message_id, result.sid, result.to, result.retry_in) == (None, None, SARAH, 12.5)


def test_a_duplicate_is_the_first_message(context: Context, desk: Desk) -> None:
    message_id = submit(desk, "Hi Sarah")
    with writing(context) as work:
        twin = set_status(
            work, messages.get_known(work.connection, message_id), Status.SENT, sid="SM1"
        )
    result = send_results.duplicate(twin, SARAH)
    assert (result.status, result.code, result.message) == ("duplicate", "duplicate", "")
    assert (result.message_id, result.sid, result.segments) == (message_id, "SM1", 1)


def test_there_is_no_such_message() -> None:
    result = send_results.result_of(None)
    assert (result.status, result.code) == ("blocked", "unknown_message")
    assert result.message == "There is no such message."
