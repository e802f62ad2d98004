"""What a delivery or a failure tells about the contact (spec, sections 6 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.twilio.errors import Fault, describe, explain, fault_of
from smsdesk.core.contacts import auto_block, consent
from smsdesk.core.contacts.facts import line_type_of
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.phone import is_toll_free
from smsdesk.core.views.alerts import Alert, AlertKind
from smsdesk.store.tables import contact_events, contacts
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.terms import LineType, Status
from smsdesk.text import one_line

if TYPE_CHECKING:
    from smsdesk.core.context import Context, Writing
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord

DAY_US = 86_400_000_000

FIRM_FILTERED = (
    "Texts to several leads were filtered within an hour: it is what the firm writes, not the"
    " leads. Change the wording, and check the number's registration with the carrier."
)

_TEXTABLE_LINES = frozenset(
    {
        LineType.MOBILE,
        LineType.FIXED_VOIP,
        LineType.NON_FIXED_VOIP,
        LineType.TOLL_FREE,
        LineType.PERSONAL,
    }
)


def take_outcome(context: Context, work: Writing, message: MessageRecord) -> tuple[Alert, ...]:
    """Let the contact's state follow the last word on one of our texts.

    Args:
        message: as it stands now, with its final status and error.

    Returns:
        What the agents must know of, for the red line.
    """
    if message.status == Status.DELIVERED:
        _delivered(context, work, message)
        return ()
    if message.status not in (Status.FAILED, Status.UNDELIVERED):
        return ()
    alerts = [not_sent_alert(work.connection, message)]
    code = message.error_code
    if code is None:
        return tuple(alerts)
    toll_free = is_toll_free(message.sender)
    match fault_of(code, sender_is_toll_free=toll_free):
        case Fault.OPTED_OUT | Fault.DO_NOT_CONTACT:
            consent.opt_out_by_carrier(work, message, code)
        case Fault.INVALID_NUMBER:
            _invalid(work, message, code)
        case Fault.NOT_IN_SERVICE:
            _not_in_service(work, message, code)
        case Fault.LANDLINE:
            _landline(context, work, message, code)
        case Fault.CARRIER_FILTERING:
            if auto_block.judge_filtered(
                work,
                message,
                block_after=context.config.auto_block.after,
                sender_is_toll_free=toll_free,
            ):
                alerts.append(Alert(AlertKind.FIRM_FILTERED, FIRM_FILTERED))
        case _:
            pass
    return tuple(alerts)


def not_sent_alert(connection: Connection, message: MessageRecord) -> Alert:
    """Return the red line about a text that has not left, or not arrived, or not for certain."""
    contact = contacts.get(connection, message.number)
    name = one_line(contact.name) if contact and contact.name else message.number
    reason = message.reason or explain(message.error_code)
    said = name if message.status in (Status.HELD, Status.UNCONFIRMED) else f"Not sent to {name}"
    return Alert(AlertKind.SEND_FAILED, f"{said}: {reason}", message.number, message.id)


def _delivered(context: Context, work: Writing, message: MessageRecord) -> None:
    contact = contacts.get(work.connection, message.number)
    if contact is None or not (contact.filtered_in_row or contact.out_of_service_at):
        return
    contacts.change(work.connection, message.number, out_of_service_at=None)
    auto_block.judge_delivered(
        work,
        message,
        block_after=context.config.auto_block.after,
        sender_is_toll_free=is_toll_free(message.sender),
    )


def _invalid(work: Writing, message: MessageRecord, code: int) -> None:
    reason = describe(code).sentence.removesuffix(".")
    contacts.change(
        work.connection,
        message.number,
        invalid_reason=f"{reason[0].lower()}{reason[1:]} ({code})",
        invalid_at=work.now_us,
    )
    _note(work, message, EventKind.INVALID, code)


def _not_in_service(work: Writing, message: MessageRecord, code: int) -> None:
    """30005 is believed when it comes twice, a day apart."""
    contact = contacts.get(work.connection, message.number)
    first = contact.out_of_service_at if contact else None
    if first is None:
        contacts.change(work.connection, message.number, out_of_service_at=message.happened_at)
    elif message.happened_at - first >= DAY_US:
        _invalid(work, message, code)


def _landline(context: Context, work: Writing, message: MessageRecord, code: int) -> None:
    """21635 is believed; 30006 and 21614 unless a Lookup says otherwise, now or later."""
    contact = contacts.get(work.connection, message.number)
    doubtful = describe(code).confirm_by_lookup
    if doubtful and contact is not None and line_type_of(contact) in _TEXTABLE_LINES:
        return
    contacts.change(work.connection, message.number, landline_code=code, landline_at=work.now_us)
    if doubtful and context.config.lookup.enabled:
        contacts.change(work.connection, message.number, lookup_due_at=work.now_us)
    _note(work, message, EventKind.LANDLINE, code)


def _note(work: Writing, message: MessageRecord, kind: EventKind, code: int) -> None:
    contact_events.add(
        work.connection,
        EventRecord(
            number=message.number,
            kind=kind,
            source=EventSource.CARRIER,
            happened_at=message.happened_at,
            recorded_at=work.now_us,
            message_id=message.id,
            sid=message.sid or "",
            evidence=str(code),
        ),
    )
    work.touch(message.number)
