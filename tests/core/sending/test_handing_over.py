"""One call of the carrier: what came of it is told, whatever the database can do."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.core.sending import outbox
from smsdesk.core.sending.handing_over import (
    LONGEST_BACKOFF,
    SETTLE_PAUSE,
    SETTLE_SECONDS,
    backoff,
)
from smsdesk.store.times import to_us
from tests.world.disk import set_on_writers
from tests.world.firm import statuses, submit
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


def cannot_write(desk: Desk) -> None:
    """Let the disk be read-only from now on."""
    set_on_writers(desk, "query_only = ON")


@pytest.mark.parametrize(("fault", "status", "code"), [
    (None, "sent", "ok"),
    (FaultName.ACCEPT_THEN_DROP, "unconfirmed", "ok"),
    (FaultName.CONNECTION_REFUSED, "unconfirmed", "ok"),
])  # fmt: skip
def test_what_came_of_it_is_told_though_it_cannot_be_written_down(
    firm: Firm, desk: Desk, clock: MovedClock, fault: FaultName | None, status: str, code: str
) -> None:
    if fault is not None:
        firm.goes_wrong(fault, RequestKind.CREATE)
    firm.carrier.before_send = lambda: cannot_write(desk)
    began = clock.now()
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert (sent.status, sent.code, bool(sent.sid)) == (status, code, status == "sent")
    assert "could not be written down" in sent.message
    assert sent.message.startswith("Not confirmed" if status == "unconfirmed" else "It could")
    tried = (clock.now() - began).total_seconds()
    assert SETTLE_SECONDS <= tried <= SETTLE_SECONDS + 2 * SETTLE_PAUSE
    other = firm.desk("jonas")
    for _ in range(8):
        clock.move(minutes=1)
        other.background.sync()
    there = fault is not FaultName.CONNECTION_REFUSED
    assert statuses(other) == ["delivered" if there else "not_sent"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"] * there


def test_a_refusal_is_told_though_it_cannot_be_written_down(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, valid=False)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    firm.carrier.before_send = lambda: cannot_write(desk)
    refused = desk.sending.send(SARAH, "Hi Sarah")
    assert (refused.status, refused.code) == ("refused", "21211")
    assert "21211" in refused.message


def test_a_refusal_is_on_record_with_all_that_was_told(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, valid=False)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    desk.sending.send(SARAH, "Hi Sarah")
    [(code, fault, reason, settled_at, lease, began, ended)] = firm.rows(
        "SELECT error_code, fault, reason, settled_at, lease_until, attempt_began_at,"
        " attempt_ended_at FROM message"
    )
    assert (code, fault, lease) == (21211, "invalid_number", None)
    assert "21211" in reason
    assert settled_at == to_us(firm.clock.now())
    assert began <= ended <= began + 1_000_000, "the call took no time"


def test_a_database_that_can_write_again_in_time_has_it_all(firm: Firm, desk: Desk) -> None:
    """It is tried for a while: most of what keeps a database from writing is over soon."""
    lock = sqlite3.connect(firm.database, isolation_level=None)

    def is_busy() -> None:
        lock.execute("BEGIN IMMEDIATE")
        threading.Timer(0.2, lock.execute, ["ROLLBACK"]).start()

    lock.close()
    lock = sqlite3.connect(firm.database, isolation_level=None, check_same_thread=False)
    firm.carrier.before_send = is_busy
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert (sent.status, sent.message) == ("sent", "")
    assert statuses(desk) == ["sent"]
    lock.close()


def test_a_problem_of_our_own_after_the_request_is_unconfirmed(
    firm: Firm, desk: Desk, context: Context, clock: MovedClock
) -> None:
    def stumbles() -> None:
        raise KeyError("sid")

    firm.carrier.after_send = stumbles
    ended = outbox.transmit(context, submit(desk, "Hi Sarah"))
    assert ended.result.status == "unconfirmed"
    assert [alert.message for alert in ended.alerts] == [
        "smsdesk met a problem of its own (KeyError)"
    ]
    clock.move(2)
    desk.background.sync()
    assert statuses(desk) == ["delivered"]
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]


def test_a_text_that_was_recorded_is_queued_whatever_happens_before_the_request(
    firm: Firm, desk: Desk
) -> None:
    firm.carrier.before_lookup = lambda: cannot_write(desk)
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert sent.status == "queued"
    assert sent.message_id is not None
    assert firm.carrier.transmissions == []


def test_where_the_carrier_is_out_of_reach_for_four_the_others_are_not_tried(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    for place in range(6):
        submit(desk, "Hi", f"+1415555{200 + place:04}")
    clock.move(5)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.CREATE, times=None)
    desk.background.sync()
    assert firm.rows("SELECT attempts, count(*) FROM message GROUP BY 1 ORDER BY 1") == [
        (0, 2),
        (1, 4),
    ]


def test_the_pause_doubles_up_to_a_minute(context: Context) -> None:
    for attempts in range(1, 40):
        pauses = [backoff(context, attempts) for _ in range(20)]
        expected = min(2.0 ** (attempts - 1), LONGEST_BACKOFF)
        assert all(expected * 0.9 <= pause <= expected * 1.1 for pause in pauses)
