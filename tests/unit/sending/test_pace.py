"""A backlog leaves at the rate of writing, and what is fresh goes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
