"""What the red lines say, and what they are about."""

from __future__ import annotations

from typing import Any

import pytest

from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.terms import Code
from smsdesk.tui.troubles import (
    RATE_LIMIT,
    alert_trouble,
    blocked_trouble,
    failed_trouble,
    messages_of,
    subject_of_message,
)

SARAH = "+14155550111"


def result(
    status: SendStatus, code: str = Code.OK, message: str = "No.", **more: Any
) -> SendResult:
    return SendResult(status, code, message, 7, None, SARAH, 1, **more)


def test_a_message_is_found_again_by_its_red_line() -> None:
    alert = Alert(AlertKind.SEND_FAILED, "Not sent to Tom.", SARAH, 11)
    trouble = alert_trouble(alert)
    assert (trouble.text, trouble.subject) == ("Not sent to Tom.", subject_of_message(11))
    assert messages_of([trouble.subject, "offline", "send_failed:"]) == (11,)


def test_what_is_about_no_message_is_about_a_number() -> None:
    alert = Alert(AlertKind.LOOKUP, "Lookups cost too much today.", SARAH)
    assert messages_of([alert_trouble(alert).subject]) == ()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (SendStatus.REFUSED, "Not sent to Sarah Berg: No."),
        (SendStatus.BLOCKED, "Not sent to Sarah Berg: No."),
        (SendStatus.UNCONFIRMED, "Sarah Berg: No."),
    ],
)
def test_an_attempt_that_failed_says_whom_it_was_to(status: SendStatus, said: str) -> None:
    trouble = failed_trouble(result(status), "Sarah Berg")
    assert trouble is not None
    assert (trouble.text, trouble.subject) == (said, subject_of_message(7))


def test_an_attempt_that_went_well_or_waits_says_nothing() -> None:
    fine = set(SendStatus) - {SendStatus.REFUSED, SendStatus.BLOCKED, SendStatus.UNCONFIRMED}
    assert [failed_trouble(result(status), "Sarah") for status in fine] == [None] * len(fine)
    assert failed_trouble(result(SendStatus.REFUSED, message=""), "Sarah") is None


def test_a_rule_that_the_thread_shows_needs_no_red_line() -> None:
    opted_out = result(SendStatus.BLOCKED, Code.OPTED_OUT)
    assert blocked_trouble(opted_out, SARAH, again=False) is None
    other = blocked_trouble(result(SendStatus.BLOCKED, Code.TOO_LONG), SARAH, again=False)
    assert other is not None
    assert other.subject == f"{Code.TOO_LONG}:{SARAH}"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Code.OPTED_OUT, "No."),
        (Code.DUPLICATE, "Not sent again: the same text has just been sent to them."),
        (Code.QUIET_HOURS, None),  # it stands over the box
    ],
)
def test_a_failed_text_that_may_not_be_sent_again_is_never_met_with_silence(
    code: Code, said: str | None
) -> None:
    trouble = blocked_trouble(result(SendStatus.BLOCKED, code), SARAH, again=True)
    assert (trouble and trouble.text) == said


def test_the_rate_limit_counts_down() -> None:
    limited = result(SendStatus.BLOCKED, Code.RATE_LIMITED, retry_in=22.4)
    trouble = blocked_trouble(limited, SARAH, again=False)
    assert trouble is not None
    assert (trouble.subject, trouble.seconds) == (RATE_LIMIT, 22.4)
