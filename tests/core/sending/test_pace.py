"""A backlog leaves at the rate of writing, and what is fresh goes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.config import LookupConfig
from tests.world.firm import submit
from tests.world.people import SARAH

if TYPE_CHECKING:
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


def test_a_backlog_is_paced_to_the_limit_and_never_refused(firm: Firm, clock: MovedClock) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), enabled=False))
    firm.offline()
    for place in range(14):
        submit(desk, f"Text {place}", f"+1415555020{place % 10}")
        clock.move(10)
    firm.online()
    desk.background.sync()
    assert len(firm.carrier.transmissions) == 10
    waiting = desk.outbox.items()
    assert {item.reason for item in waiting} == {"Waits its turn: 10 leave in a minute."}
    clock.move(61)
    desk.background.sync()
    assert sorted(text.body for text in firm.carrier.transmissions) == sorted(
        f"Text {place}" for place in range(14)
    )


def test_a_fresh_text_goes_before_those_that_wait_in_the_agents_pace(
    firm: Firm, clock: MovedClock
) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), enabled=False))
    firm.offline()
    for place in range(14):
        submit(desk, f"Text {place}", f"+1415555{200 + place:04}")
        clock.move(10)
    firm.online()
    clock.move(minutes=2)
    desk.background.sync()
    assert len(firm.carrier.transmissions) == 10
    clock.move(30)
    assert desk.sending.send(SARAH, "Fresh").status == "queued", "ten have left in this minute"
    for _ in range(8):
        clock.move(5)
        desk.background.sync()
    # Four leave at the same time, in any order; had it gone last, it would be the fifth.
    assert "Fresh" in {text.body for text in firm.carrier.transmissions[10:14]}
    assert len(firm.carrier.transmissions) == 15


@pytest.mark.parametrize("seconds_ago", [0, 5, 30])
def test_one_waits_until_the_tenth_before_it_left_a_minute_ago(
    firm: Firm, clock: MovedClock, seconds_ago: float
) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), enabled=False))
    left = []
    for place in range(10):
        left.append(clock.now())
        assert desk.sending.send(f"+1415555{200 + place:04}", "Hi").status == "sent"
        clock.move(2)
    clock.move(seconds_ago)
    # As if they had been written long before: the limit on writing is another one.
    firm.write("UPDATE message SET recorded_at = recorded_at - 60000000")
    waiting = submit(desk, "Hi Sarah")
    assert desk.sending.transmit(waiting).status == "queued"
    [item] = desk.outbox.items()
    assert item.retry_at == left[0] + timedelta(seconds=60)
    clock.move((left[0] + timedelta(seconds=60) - clock.now()).total_seconds() - 0.001)
    assert desk.sending.transmit(waiting).status == "queued"
    clock.move(0.001)
    assert desk.sending.transmit(waiting).status == "sent"
