"""What a delivery or a failure tells about the contact (spec, sections 6 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.faults import Fault
from smsdesk.core.contacts import auto_block, consent
from smsdesk.core.contacts.facts import line_type_of
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.phone import national
from smsdesk.display import phrase
from smsdesk.store.tables import contact_events, contacts, sent_messages
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.terms import LineType, Status

if TYPE_CHECKING:
    from smsdesk.core.context import Context, Writing
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.contact_record import ContactRecord
    from smsdesk.store.tables.message_record import MessageRecord

DAY_US = 86_400_000_000
_LOOK_BACK = 50

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


def apply_outcome(context: Context, work: Writing, message: MessageRecord) -> tuple[Alert, ...]:
    """Let the contact's state follow the last word on one of our texts.

    Args:
        message: as it stands now, with its final status and fault.

    Returns:
        What the agents must know of, for the red line.
    """
    learned = learn_from_failure(context, work, message)
    if message.status not in (Status.FAILED, Status.UNDELIVERED):
        return learned
    return (not_sent_alert(context, work.connection, message), *learned)


def learn_from_failure(
    context: Context, work: Writing, message: MessageRecord, *, is_history: bool = False
) -> tuple[Alert, ...]:
    """Let the contact's state follow what became of a text, whoever sent it.

    The carrier may tell it late and in any order. So what counts is when the text left: a claim
    that a later text or a later Lookup disproves is none.

    Args:
        message: as it stands now, with its final status and fault.
        is_history: it is from before the desk was set up: nobody need be told now, and nobody
            pays for a Lookup before the thread is opened.

    Returns:
        What the agents must know of besides the text itself.
    """
    if message.status == Status.DELIVERED:
        _delivered(context, work, message)
        return ()
    if message.status not in (Status.FAILED, Status.UNDELIVERED) or message.error_code is None:
        return ()
    match message.fault:
        case Fault.OPTED_OUT | Fault.DO_NOT_CONTACT:
            consent.opt_out_by_carrier(work, message, message.error_code)
        case Fault.INVALID_NUMBER:
            _invalid(context, work, message)
        case Fault.NOT_IN_SERVICE:
            _judge_service(context, work, message)
        case Fault.LANDLINE:
            _landline(work, message)
        case Fault.LANDLINE_CLAIMED:
            _landline_claimed(context, work, message, ask=not is_history)
        case Fault.CARRIER_FILTERING:
            after = context.config.auto_block.after
            if auto_block.judge_filtered(work, message, block_after=after) and not is_history:
                return (Alert(AlertKind.FIRM_FILTERED, FIRM_FILTERED),)
        case _:
            pass
    return ()


def not_sent_alert(context: Context, connection: Connection, message: MessageRecord) -> Alert:
    """Return the red line about a text that has not left, or not arrived, or not for certain."""
    contact = contacts.get(connection, message.number)
    name = contact.name if contact and contact.name else national(message.number, context.region)
    reason = message.reason or context.codes.explain(message.error_code)
    open_still = message.status in (Status.HELD, Status.UNCONFIRMED)
    sentence = "{name}: {reason}" if open_still else "Not sent to {name}: {reason}"
    said = phrase(sentence, name=name, reason=reason)
    return Alert(AlertKind.SEND_FAILED, said, message.number, message.id)


def _delivered(context: Context, work: Writing, message: MessageRecord) -> None:
    contact = contacts.get(work.connection, message.number)
    if contact is None:
        return
    if contact.out_of_service_at:
        _judge_service(context, work, message)
    if contact.filtered_in_row:
        auto_block.judge_delivered(work, message, block_after=context.config.auto_block.after)
    if contact.landline_code is not None or contact.invalid_reason:
        _disprove(work, contact, message)


def _disprove(work: Writing, contact: ContactRecord, message: MessageRecord) -> None:
    """Lift what the carrier has claimed of a line that a later text of ours has reached."""
    claims = {
        (event.kind, event.recorded_at)
        for event in contact_events.of_number(work.connection, message.number)
        if event.source == EventSource.CARRIER and event.happened_at < message.happened_at
    }
    lifted: dict[str, str | None] = {}
    if (EventKind.LANDLINE, contact.landline_at) in claims:
        lifted |= {"landline_code": None, "landline_at": None}
    if (EventKind.INVALID, contact.invalid_at) in claims:
        lifted |= {"invalid_reason": "", "invalid_at": None}
    if lifted:
        contacts.change(work.connection, message.number, **lifted)
        _note(work, message, EventKind.REACHED, "")


def _is_disproved(work: Writing, message: MessageRecord) -> bool:
    """Whether a claim about the line is older than what speaks against it."""
    left_at = message.attempt_began_at or message.happened_at
    contact = contacts.get(work.connection, message.number)
    if contact is not None and _is_textable(contact) and (contact.looked_up_at or 0) > left_at:
        return True
    return sent_messages.was_reached_after(work.connection, message.conversation_id, left_at)


def _is_textable(contact: ContactRecord) -> bool:
    return line_type_of(contact) in _TEXTABLE_LINES


def _invalid(context: Context, work: Writing, message: MessageRecord) -> None:
    if _is_disproved(work, message):
        return
    reason = context.codes.explain(message.error_code).removesuffix(".")
    contacts.change(
        work.connection,
        message.number,
        invalid_reason=f"{reason[0].lower()}{reason[1:]}",
        invalid_at=work.now_us,
    )
    _note(work, message, EventKind.INVALID, str(message.error_code))


def _judge_service(context: Context, work: Writing, message: MessageRecord) -> None:
    """A number is out of service when the carrier says so twice, a day apart.

    Counted are the texts since the last one that arrived, and since Lookup last spoke for it.
    """
    contact = contacts.get(work.connection, message.number)
    since = contact.looked_up_at or 0 if contact and not contact.invalid_reason else 0
    told: list[MessageRecord] = []
    for text in sent_messages.newest_outbound(
        work.connection, message.conversation_id, since=0, limit=_LOOK_BACK
    ):
        if text.status == Status.DELIVERED:
            break
        if text.fault == Fault.NOT_IN_SERVICE and text.created_at > since:
            told.append(text)
    first = told[-1].happened_at if told else None
    contacts.change(work.connection, message.number, out_of_service_at=first)
    if first is not None and told[0].happened_at - first >= DAY_US:
        _invalid(context, work, told[0])


def _landline(work: Writing, message: MessageRecord) -> bool:
    """Write down that the carrier calls it a landline; return whether that is news."""
    if _is_disproved(work, message):
        return False
    contacts.change(
        work.connection,
        message.number,
        landline_code=message.error_code,
        landline_at=work.now_us,
    )
    _note(work, message, EventKind.LANDLINE, str(message.error_code))
    return True


def _landline_claimed(
    context: Context, work: Writing, message: MessageRecord, *, ask: bool
) -> None:
    """A landline unless a Lookup says otherwise, now or later."""
    contact = contacts.get(work.connection, message.number)
    if contact is not None and _is_textable(contact):
        return
    answered = contact is not None and line_type_of(contact) is not LineType.UNKNOWN
    if _landline(work, message) and ask and not answered and context.config.lookup.enabled:
        contacts.change(work.connection, message.number, lookup_due_at=work.steady_us)


def _note(work: Writing, message: MessageRecord, kind: EventKind, evidence: str) -> None:
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
            evidence=evidence,
        ),
    )
    work.touch(message.number)
