"""What the last word on a text says of its contact: spec, sections 6 and 8, told by a table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.twilio.errors import fault_of
from smsdesk.core.contacts.delivery_outcomes import apply_outcome, not_sent_alert
from smsdesk.core.context import writing
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.read_models.alerts import AlertKind
from smsdesk.store.tables import contact_events, contacts, messages
from smsdesk.store.times import to_us
from smsdesk.terms import Code, Status
from tests.world.clocks import START
from tests.world.firm import code_of, submit
from tests.world.people import ANA, SARAH, TOLL_FREE_FIRM, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.read_models.alerts import Alert
    from smsdesk.desk import Desk
    from smsdesk.store.driver import Value
    from smsdesk.store.tables.contact_events import EventRecord
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


def ended(
    context: Context,
    desk: Desk,
    status: Status,
    code: int | None = None,
    *,
    number: str = SARAH,
    **changes: Value,
) -> tuple[Alert, ...]:
    """Let a text of ours come to its end; the carrier says whose fault its code is."""
    context.clock.sleep(3)
    return comes_to(context, submit(desk, "Hi Sarah", number), status, code, **changes)


def comes_to(
    context: Context, message_id: int, status: Status, code: int | None = None, **changes: Value
) -> tuple[Alert, ...]:
    """Let a text that is recorded come to its end."""
    toll_free = changes.get("sender") == TOLL_FREE_FIRM
    fault = fault_of(code, sender_is_toll_free=toll_free).value if code is not None else ""
    with writing(context) as work:
        record = messages.get_known(work.connection, message_id)
        message = set_status(work, record, status, error_code=code, fault=fault, **changes)
        return apply_outcome(context, work, message)


def events(context: Context, number: str = SARAH) -> list[EventRecord]:
    with context.database.read() as connection:
        return contact_events.of_number(connection, number)


DAY_US = 24 * 60 * 60 * 1_000_000


# -- whose fault it is ----------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "stands"), [
    (21610, Code.OPTED_OUT),
    (30640, Code.OPTED_OUT),
    (21211, Code.INVALID_PHONE),
    (21635, Code.LANDLINE),
    (30006, Code.LANDLINE),
    (30005, Code.OK),  # once is not believed
    (30007, Code.OK),  # counted, and one is not enough
    (30004, Code.OK),
    (30003, Code.OK),  # the handset is off
    (30034, Code.OK),  # the firm's registration
    (30038, Code.OK),
    (21606, Code.OK),
    (20003, Code.OK),
    (99999, Code.OK),  # a code that this version does not know
])  # fmt: skip
@pytest.mark.parametrize("status", [Status.FAILED, Status.UNDELIVERED])
def test_each_code(context: Context, desk: Desk, status: Status, code: int, stands: Code) -> None:
    ended(context, desk, status, code)
    assert code_of(desk) is stands


def test_an_account_or_content_fault_is_not_held_against_the_contact(
    context: Context, desk: Desk
) -> None:
    for code in (20003, 21606, 21608, 30034, 30038):
        ended(context, desk, Status.FAILED, code)
    assert events(context) == []
    with context.database.read() as connection:
        contact = contacts.get(connection, SARAH)
    assert contact is not None
    assert contact.filtered_in_row == 0


def test_30004_from_a_toll_free_number_is_an_opt_out(firm: Firm, context: Context) -> None:
    desk = firm.desk()
    ended(context, desk, Status.UNDELIVERED, 30004, sender=TOLL_FREE_FIRM)
    assert code_of(desk) is Code.OPTED_OUT


def test_what_has_not_ended_says_nothing(context: Context, desk: Desk) -> None:
    assert ended(context, desk, Status.SENT, 21610) == ()
    assert code_of(desk) is Code.OK


# -- the record ---------------------------------------------------------------------------------


def test_each_finding_is_on_record_with_its_text(context: Context, desk: Desk) -> None:
    ended(context, desk, Status.FAILED, 21211, sid="SM1")
    [event] = events(context)
    assert (event.kind, event.source, event.evidence, event.sid) == (
        "invalid", "carrier", "21211", "SM1",
    )  # fmt: skip
    assert event.message_id is not None
    assert event.happened_at == event.recorded_at == to_us(START + timedelta(seconds=3))


# -- 30005, twice, a day apart --------------------------------------------------------------------


@pytest.mark.parametrize(("apart", "stands"), [
    (DAY_US // 2, Code.OK),
    (DAY_US - 1, Code.OK),
    (DAY_US, Code.INVALID_PHONE),
])  # fmt: skip
def test_30005_is_believed_from_a_day_on(
    context: Context, desk: Desk, apart: int, stands: Code
) -> None:
    first = to_us(START)
    ended(context, desk, Status.UNDELIVERED, 30005, happened_at=first)
    ended(context, desk, Status.UNDELIVERED, 30005, happened_at=first + apart)
    assert code_of(desk) is stands


def test_it_is_counted_from_the_first_one(context: Context, desk: Desk) -> None:
    """Three within a day and a bit: the one in between must not begin the day again."""
    first = to_us(START)
    for apart in (0, DAY_US // 2, DAY_US):
        ended(context, desk, Status.UNDELIVERED, 30005, happened_at=first + apart)
    assert code_of(desk) is Code.INVALID_PHONE


# -- landlines ------------------------------------------------------------------------------------


def test_a_doubtful_landline_is_looked_up_and_a_certain_one_is_not(
    context: Context, desk: Desk, clock: MovedClock
) -> None:
    ended(context, desk, Status.UNDELIVERED, 30006)
    ended(context, desk, Status.FAILED, 21635, number=TOM)
    with context.database.read() as connection:
        sarah, tom = contacts.get(connection, SARAH), contacts.get(connection, TOM)
    assert sarah is not None
    assert tom is not None
    assert (sarah.landline_code, tom.landline_code) == (30006, 21635)
    assert sarah.lookup_due_at == to_us(clock.now()) - 3_000_000
    assert tom.lookup_due_at is None


@pytest.mark.parametrize("line_type", ["mobile", "nonFixedVoip", "tollFree", "personal"])
def test_lookup_knows_better_than_30006_and_not_than_21635(
    context: Context, desk: Desk, line_type: str
) -> None:
    with writing(context) as work:
        for number in (SARAH, TOM):
            contacts.ensure(work.connection, number)
            contacts.change(work.connection, number, line_type=line_type, looked_up_at=work.now_us)
    ended(context, desk, Status.UNDELIVERED, 30006)
    ended(context, desk, Status.FAILED, 21635, number=TOM)
    assert code_of(desk) is Code.OK
    assert code_of(desk, TOM) is Code.LANDLINE


# -- the red line ---------------------------------------------------------------------------------


def test_every_failure_is_told_with_name_reason_and_message(context: Context, desk: Desk) -> None:
    with writing(context) as work:
        contacts.ensure(work.connection, SARAH)
        contacts.change(work.connection, SARAH, name="Sarah\nBerg")
    [alert] = ended(context, desk, Status.FAILED, 30003, reason="Off (30003).")
    assert (alert.kind, alert.number) == (AlertKind.SEND_FAILED, SARAH)
    assert alert.message == "Not sent to Sarah Berg: Off (30003)."
    assert alert.message_id is not None


@pytest.mark.parametrize(("status", "begins"), [
    (Status.FAILED, "Not sent to (415) 555-0111: "),
    (Status.NOT_SENT, "Not sent to (415) 555-0111: "),
    (Status.HELD, "(415) 555-0111: "),
    (Status.UNCONFIRMED, "(415) 555-0111: "),
])  # fmt: skip
def test_not_sent_is_said_only_of_what_is_not_sent(
    context: Context, desk: Desk, status: Status, begins: str
) -> None:
    message_id = submit(desk, "Hi Sarah")
    with writing(context) as work:
        record = messages.get_known(work.connection, message_id)
        moved = set_status(work, record, status, reason="Why.")
        assert not_sent_alert(context, work.connection, moved).message == f"{begins}Why."


def test_a_filter_that_hits_several_is_told_as_the_firms(context: Context, desk: Desk) -> None:
    told = [
        ended(context, desk, Status.UNDELIVERED, 30007, number=number)
        for number in (SARAH, TOM, ANA)
    ]
    kinds = [[alert.kind for alert in alerts] for alerts in told]
    assert kinds == [
        [AlertKind.SEND_FAILED],
        [AlertKind.SEND_FAILED],
        [AlertKind.SEND_FAILED, AlertKind.FIRM_FILTERED],
    ]


# -- a delivery ---------------------------------------------------------------------------------


def test_a_delivery_ends_what_was_counted(context: Context, desk: Desk) -> None:
    ended(context, desk, Status.UNDELIVERED, 30005)
    ended(context, desk, Status.UNDELIVERED, 30007)
    assert ended(context, desk, Status.DELIVERED) == ()
    with context.database.read() as connection:
        contact = contacts.get(connection, SARAH)
    assert contact is not None
    assert (contact.filtered_in_row, contact.out_of_service_at) == (0, None)


@pytest.mark.parametrize(("later", "stands"), [
    (-1, Code.LANDLINE), (0, Code.LANDLINE), (1, Code.OK),
])  # fmt: skip
def test_a_delivery_lifts_what_was_claimed_of_the_line_before_the_text_left(
    context: Context, desk: Desk, later: int, stands: Code
) -> None:
    first = to_us(START)
    failed, delivered = submit(desk, "Hi Sarah"), submit(desk, "Are you there?")
    comes_to(context, failed, Status.UNDELIVERED, 30006, happened_at=first)
    assert code_of(desk) is Code.LANDLINE
    comes_to(context, delivered, Status.DELIVERED, happened_at=first + later)
    assert code_of(desk) is stands
