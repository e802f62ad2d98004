"""Who is next: mine, then nobody's, whose hours end soonest, who waits longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.answering import presence
from smsdesk.core.read_models.answering import NextToAnswer
from smsdesk.core.whereabouts import Place
from tests.world.firm import context_of

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm

# At 15:04 in Chicago; the hours of New York end an hour before Chicago's, Los Angeles' two after.
CHICAGO_ONE, CHICAGO_TWO = "+13125550123", "+13125550124"
SHORT_CODE = "10155"
NEW_YORK, LOS_ANGELES = "+12125550170", "+13105550199"


def they_text(firm: Firm, desk: Desk, *numbers: str) -> None:
    for number in numbers:
        firm.arrive(number, "Hello?")
        firm.clock.move(60)
    desk.background.sync()


def test_there_may_be_nobody(desk: Desk) -> None:
    assert desk.answering.next_to_answer(None) == NextToAnswer(None, 0)


def test_who_waits_longest_is_next_and_it_goes_round(firm: Firm, desk: Desk) -> None:
    they_text(firm, desk, CHICAGO_TWO, CHICAGO_ONE)
    assert desk.answering.next_to_answer(None) == NextToAnswer(CHICAGO_TWO, 2)
    assert desk.answering.next_to_answer(CHICAGO_TWO) == NextToAnswer(CHICAGO_ONE, 1)
    assert desk.answering.next_to_answer(CHICAGO_ONE) == NextToAnswer(CHICAGO_TWO, 1)


def test_whose_hours_end_soonest_goes_before_who_waits_longer(firm: Firm, desk: Desk) -> None:
    they_text(firm, desk, LOS_ANGELES, CHICAGO_ONE, NEW_YORK)
    order = [desk.answering.next_to_answer(None).number]
    for _ in range(2):
        order.append(desk.answering.next_to_answer(order[-1]).number)
    assert order == [NEW_YORK, CHICAGO_ONE, LOS_ANGELES]


def test_mine_come_before_nobodys_and_a_colleagues_not_at_all(firm: Firm, desk: Desk) -> None:
    tom = firm.desk("tom")
    they_text(firm, desk, CHICAGO_ONE, CHICAGO_TWO, NEW_YORK)
    tom.answering.claim(CHICAGO_ONE)
    desk.answering.claim(CHICAGO_TWO)
    say_where(tom)
    assert desk.answering.next_to_answer(None) == NextToAnswer(CHICAGO_TWO, 2)
    assert desk.answering.next_to_answer(CHICAGO_TWO) == NextToAnswer(NEW_YORK, 1)


def test_a_desk_begins_with_who_waits_longest_where_nothing_was_open(
    firm: Firm, desk: Desk
) -> None:
    tom = firm.desk("tom")
    assert desk.presence.where_to_begin() == ""
    they_text(firm, desk, SHORT_CODE, CHICAGO_ONE, LOS_ANGELES, NEW_YORK)
    tom.answering.claim(CHICAGO_ONE)
    desk.answering.claim(NEW_YORK)
    say_where(tom)
    assert desk.presence.where_to_begin() == LOS_ANGELES, "not a colleague's, whoever's hours end"
    desk.answering.done(LOS_ANGELES)
    assert desk.presence.where_to_begin() == NEW_YORK


def test_what_a_colleague_leaves_alone_for_an_hour_is_nobodys(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    tom = firm.desk("tom")
    they_text(firm, desk, CHICAGO_ONE)
    tom.answering.claim(CHICAGO_ONE)
    say_where(tom)
    clock.move(minutes=58)
    assert desk.answering.next_to_answer(None).number is None
    clock.move(minutes=3)
    assert desk.answering.next_to_answer(None) == NextToAnswer(CHICAGO_ONE, 1)


def say_where(desk: Desk) -> None:
    """Write down that an agent is at work."""
    assert presence.write_place(context_of(desk), Place(""), at_work=True)


def test_all_of_mine_are_gone_through(firm: Firm, desk: Desk) -> None:
    numbers = [f"+1312555{place:04}" for place in range(100, 125)]
    they_text(firm, desk, *numbers)
    seen: list[str | None] = [None]
    for left in range(25, 0, -1):
        found = desk.answering.next_to_answer(seen[-1])
        assert found.left == (25 if left == 25 else 24)
        seen.append(found.number)
    assert set(seen[1:]) == set(numbers)
