"""Auto-block: when a carrier's filter speaks of the contact, and when of the firm's content."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.carrier.simulator import Behaviour, FaultName
from smsdesk.config import AutoBlockConfig
from smsdesk.core.contacts.auto_block import HOUR_US, firm_wide_spans
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.store.tables.sent_messages import FilteredText
from smsdesk.terms import Code
from tests.world.firm import Firm, code_of
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock

# -- the firm-wide hour, against an oracle ------------------------------------------------------

failures = st.lists(
    st.builds(
        FilteredText,
        number=st.sampled_from([SARAH, TOM, ANA, "+14155550144"]),
        conversation_id=st.just(1),
        happened_at=st.integers(0, 40).map(lambda steps: steps * HOUR_US // 10),
    ),
    max_size=10,
).map(lambda told: sorted(told, key=lambda one: one.happened_at))


@given(failures)
def test_a_failure_is_firm_wide_if_three_contacts_failed_within_an_hour_around_it(
    told: list[FilteredText],
) -> None:
    spans = firm_wide_spans(told)
    for one in told:
        expected = any(
            len({near.number for near in told if first <= near.happened_at <= first + HOUR_US}) >= 3
            for first in {near.happened_at for near in told}
            if first <= one.happened_at <= first + HOUR_US
        )
        found = any(first <= one.happened_at <= last for first, last in spans)
        assert found == expected


# -- three in a row -----------------------------------------------------------------------------


def fail(
    firm: Firm,
    desk: Desk,
    *numbers: str,
    behaviour: Behaviour = Behaviour.FILTERED,
    hours_later: float = 2,
) -> tuple[Alert, ...]:
    """Send a text to each number, let the carrier have its say, and let hours pass."""
    for number in numbers:
        firm.is_behind(number, behaviour)
        assert desk.sending.send(number, f"Hi, it is {firm.clock.now():%H:%M}").status == "sent"
    firm.clock.move(60)
    alerts = desk.background.sync().alerts
    firm.clock.move(minutes=hours_later * 60)
    return alerts


def test_three_in_a_row_flag_the_contact(firm: Firm, desk: Desk) -> None:
    for expected in (Code.OK, Code.OK, Code.AUTO_BLOCKED):
        fail(firm, desk, SARAH)
        assert code_of(desk) is expected
    verdict = desk.threads.get(SARAH).verdict
    assert "3 texts in a row" in verdict.message
    assert desk.sending.send(SARAH, "Once more").code == "auto_blocked"
    assert firm.rows("SELECT kind, source, evidence FROM contact_event") == [
        ("auto_block", "carrier", "3 texts in a row were filtered")
    ]


@pytest.mark.parametrize("behaviours", itertools.product(
    [Behaviour.FILTERED, Behaviour.BLOCKED], repeat=3
))  # fmt: skip
def test_30007_and_30004_count_alike(
    firm: Firm, desk: Desk, behaviours: tuple[Behaviour, ...]
) -> None:
    for behaviour in behaviours:
        fail(firm, desk, SARAH, behaviour=behaviour)
    assert code_of(desk) is Code.AUTO_BLOCKED


def test_a_delivery_in_between_begins_the_count_again(firm: Firm, desk: Desk) -> None:
    for behaviour in (
        Behaviour.FILTERED, Behaviour.FILTERED, Behaviour.SILENT,
        Behaviour.FILTERED, Behaviour.FILTERED,
    ):  # fmt: skip
        fail(firm, desk, SARAH, behaviour=behaviour)
        assert code_of(desk) is Code.OK
    fail(firm, desk, SARAH)
    assert code_of(desk) is Code.AUTO_BLOCKED


@pytest.mark.parametrize("behaviour", [
    Behaviour.UNREACHABLE, Behaviour.UNEXPLAINED, Behaviour.NO_REPORT,
])  # fmt: skip
def test_other_failures_neither_count_nor_interrupt(
    firm: Firm, desk: Desk, behaviour: Behaviour
) -> None:
    for one in (Behaviour.FILTERED, behaviour, Behaviour.FILTERED, behaviour):
        fail(firm, desk, SARAH, behaviour=one)
    assert code_of(desk) is Code.OK
    fail(firm, desk, SARAH)
    assert code_of(desk) is Code.AUTO_BLOCKED


@pytest.mark.parametrize("after", [1, 2, 5])
def test_how_many_is_configured(firm: Firm, after: int) -> None:
    desk = firm.desk(auto_block=AutoBlockConfig(after=after))
    for count in range(1, after + 1):
        fail(firm, desk, SARAH)
        assert (code_of(desk) is Code.AUTO_BLOCKED) == (count == after)


def test_a_delivery_that_is_reported_late_lifts_what_it_disproves(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    """The second of four texts takes three minutes: it was delivered in between."""
    for behaviour in (Behaviour.FILTERED, Behaviour.SLOW, Behaviour.FILTERED, Behaviour.FILTERED):
        firm.is_behind(SARAH, behaviour)
        desk.sending.send(SARAH, f"Hi {clock.now():%H:%M:%S}")
        clock.move(30)
        desk.background.sync()
    assert code_of(desk) is Code.AUTO_BLOCKED
    clock.move(minutes=10)
    desk.background.sync()
    assert code_of(desk) is Code.OK


# -- the firm's content -------------------------------------------------------------------------


def test_three_contacts_within_an_hour_flag_nobody(firm: Firm, desk: Desk) -> None:
    for _ in range(4):
        alerts = fail(firm, desk, SARAH, TOM, ANA)
        assert AlertKind.FIRM_FILTERED in {alert.kind for alert in alerts}
    assert {code_of(desk, number) for number in (SARAH, TOM, ANA)} == {Code.OK}


def test_two_contacts_within_an_hour_are_no_pattern(firm: Firm, desk: Desk) -> None:
    for _ in range(3):
        alerts = fail(firm, desk, SARAH, TOM)
        assert AlertKind.FIRM_FILTERED not in {alert.kind for alert in alerts}
    assert code_of(desk) is code_of(desk, TOM) is Code.AUTO_BLOCKED


def test_who_was_flagged_in_such_an_hour_is_freed_again(firm: Firm, desk: Desk) -> None:
    for _ in range(3):
        fail(firm, desk, SARAH, hours_later=0.1)
    assert code_of(desk) is Code.AUTO_BLOCKED
    fail(firm, desk, TOM, ANA, hours_later=0)
    assert code_of(desk) is Code.OK
    assert any("unblocked" in line for line in desk.contacts.why(SARAH).history)


def test_failures_of_a_firm_wide_hour_never_count(firm: Firm, desk: Desk) -> None:
    fail(firm, desk, SARAH)
    fail(firm, desk, SARAH, TOM, ANA)
    fail(firm, desk, SARAH)
    assert code_of(desk) is Code.OK
    fail(firm, desk, SARAH)
    assert code_of(desk) is Code.AUTO_BLOCKED


def test_a_freed_contact_keeps_what_it_had_before(firm: Firm, desk: Desk) -> None:
    """Two failures of its own, a third in a firm-wide hour, and one more of its own."""
    fail(firm, desk, SARAH)
    fail(firm, desk, SARAH)
    fail(firm, desk, SARAH, hours_later=0.1)
    assert code_of(desk) is Code.AUTO_BLOCKED
    fail(firm, desk, TOM, ANA)
    assert code_of(desk) is Code.OK
    fail(firm, desk, SARAH)
    assert code_of(desk) is Code.AUTO_BLOCKED


# -- unblock ------------------------------------------------------------------------------------


@pytest.mark.parametrize("skew", [0, 600, -600])
def test_unblock_lifts_it_on_the_record_and_counting_starts_afresh(
    firm: Firm, desk: Desk, clock: MovedClock, skew: float
) -> None:
    firm.goes_wrong(FaultName.CLOCK_SKEW, times=None, seconds=skew)
    for _ in range(3):
        fail(firm, desk, SARAH, hours_later=0.01)
    assert desk.contacts.unblock(SARAH, "asked by phone, wants the texts")
    assert code_of(desk) is Code.OK
    assert "asked by phone" in desk.contacts.why(SARAH).history[0]
    assert "by maria" in desk.contacts.why(SARAH).history[0]
    assert not desk.contacts.unblock(SARAH, "again")
    clock.move(1)
    for expected in (Code.OK, Code.OK, Code.AUTO_BLOCKED):
        fail(firm, desk, SARAH, hours_later=1)
        assert code_of(desk) is expected
