"""How a message of ours stands, as the answer to a send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.sending import SendResult, SendStatus
from smsdesk.terms import Code, Status

if TYPE_CHECKING:
    from smsdesk.store.tables.message_record import MessageRecord
    from smsdesk.terms import Verdict

_SEND_STATUS = {
    Status.QUEUED: SendStatus.QUEUED,
    Status.PLANNED: SendStatus.PLANNED,
    Status.HELD: SendStatus.HELD,
    Status.SENDING: SendStatus.UNCONFIRMED,
    Status.UNCONFIRMED: SendStatus.UNCONFIRMED,
    Status.FAILED: SendStatus.REFUSED,
    Status.UNDELIVERED: SendStatus.REFUSED,
    Status.NOT_SENT: SendStatus.BLOCKED,
    Status.CANCELED: SendStatus.BLOCKED,
}


def result_of(record: MessageRecord | None) -> SendResult:
    """Return how a message of ours stands, as the answer to a send."""
    if record is None:
        return nothing(None, "There is no such message.")
    status = _SEND_STATUS.get(Status(record.status), SendStatus.SENT)
    if status is SendStatus.BLOCKED and record.rule_code == Code.DUPLICATE:
        status = SendStatus.DUPLICATE
    code = "ok"
    if status is SendStatus.DUPLICATE:
        code = Code.DUPLICATE.value
    elif status is SendStatus.BLOCKED:
        code = record.rule_code or record.status
    elif status is SendStatus.HELD:
        code = record.rule_code or code
    elif status is SendStatus.REFUSED:
        code = str(record.error_code) if record.error_code else "refused"
    return SendResult(
        status=status,
        code=code,
        message=record.reason,
        message_id=record.id,
        sid=record.sid,
        to=record.number,
        segments=record.segments,
    )


def told(
    record: MessageRecord,
    status: SendStatus,
    *,
    code: str = "ok",
    message: str = "",
    sid: str | None = None,
) -> SendResult:
    """Return what is known of a send that the database does not know of."""
    return SendResult(status, code, message, record.id, sid, record.number, record.segments)


def blocked(
    verdict: Verdict, number: str, wait: float = 0.0, unseen: tuple[int, ...] = ()
) -> SendResult:
    """Return the answer to a send that the gate stopped."""
    return SendResult(
        SendStatus.BLOCKED,
        verdict.code.value,
        verdict.message,
        None,
        None,
        number,
        0,
        wait,
        unseen=unseen,
    )


def duplicate(twin: MessageRecord | None, number: str) -> SendResult:
    """Return the answer to a send whose text is on its way already."""
    return SendResult(
        SendStatus.DUPLICATE,
        Code.DUPLICATE.value,
        "",
        twin.id if twin else None,
        twin.sid if twin else None,
        number,
        twin.segments if twin else 0,
    )


def nothing(message_id: int | None, message: str) -> SendResult:
    """Return the answer where there is nothing to send."""
    return SendResult(SendStatus.BLOCKED, "unknown_message", message, message_id, None, "", 0)
