"""One text from its number and words to the carrier's answer: recorded, then transmitted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.sending import AT_ONCE
from smsdesk.core.sending import gate, outbox
from smsdesk.store.errors import StoreError

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.sending import Leaving, SendResult


def send(
    context: Context,
    number: str,
    text: str,
    *,
    answers: bool = False,
    leaving: Leaving = AT_ONCE,
) -> SendResult:
    """Submit a text and transmit it, if the gate lets it through.

    Args:
        answers: whether its writer had their newest text in view (``gate.submit``).
        leaving: as for ``gate.submit``; one with a time of its own is not transmitted now.

    Raises:
        NotANumber: the number is not in E.164.
        StoreError: nothing was recorded.
    """
    recorded = gate.submit(context, number, text, answers=answers, leaving=leaving)
    if recorded.status != "queued" or recorded.message_id is None:
        return recorded
    try:
        return replace(transmit(context, recorded.message_id), warning=recorded.warning)
    except StoreError as error:  # before the carrier was called: it is recorded, and waits
        alert = Alert(AlertKind.DATABASE, str(error), number, recorded.message_id)
        said = f"Recorded, and not sent yet: {error}."
        return replace(recorded, message=said, alerts=(alert,))


def transmit(context: Context, message_id: int) -> SendResult:
    """Let a recorded text leave, if it may, and return when the attempt has ended.

    Its alerts are about everything else: how the text itself stands is the result.
    """
    transmission = outbox.transmit(context, message_id)
    others = tuple(alert for alert in transmission.alerts if alert.message_id != message_id)
    return replace(transmission.result, alerts=others)
