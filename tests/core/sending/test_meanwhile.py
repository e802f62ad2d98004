"""A text whose writer has not seen what came in: at Enter, and when it leaves after a wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.rules.staleness import Seen
from smsdesk.core.sending import meanwhile
from smsdesk.store.tables import messages
from tests.world.firm import Firm, bubbles, context_of
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.desk import Desk


@pytest.fixture
def tom(firm: Firm, desk: Desk) -> Desk:
    del desk  # opened first
    return firm.desk("tom")


def in_view(desk: Desk) -> Seen:
    """Return what somebody has seen who has the whole thread before them."""
    shown = bubbles(desk)
    newest = max((bubble.message_id for bubble in shown), default=0)
    return Seen(newest, newest, max((b.happened_at for b in shown), default=desk.clock.now()))


def asked(firm: Firm, desk: Desk, words: str = "Are you there?") -> None:
    """Let the lead ask something that every desk takes in."""
    firm.arrive(SARAH, words)
    firm.clock.move(1)
    desk.background.sync()


def test_of_two_answers_to_one_text_the_second_is_asked_about(
    firm: Firm, desk: Desk, tom: Desk
) -> None:
    asked(firm, desk)
    marias, toms = in_view(desk), in_view(tom)
    assert tom.sending.submit(SARAH, "Yes, I am", seen=toms).status == "queued"
    firm.clock.move(3)
    answer = desk.sending.submit(SARAH, "Yes?", seen=marias)
    assert (answer.status, answer.code) == ("blocked", "stale")
    assert answer.message == "tom answered meanwhile: read, then Enter sends."
    assert answer.unseen == (bubbles(tom)[-1].message_id,)
    assert [bubble.text for bubble in bubbles(desk)] == ["Are you there?", "Yes, I am"]
    assert desk.sending.submit(SARAH, "Yes?", seen=in_view(desk)).status == "queued"


def test_an_agents_own_text_makes_none_stale(firm: Firm, desk: Desk) -> None:
    asked(firm, desk)
    before = in_view(desk)
    firm.desk("maria").sending.submit(SARAH, "From my other window")
    assert desk.sending.submit(SARAH, "And one more", seen=before).status == "queued"


def test_a_scripts_text_is_never_stale(firm: Firm, desk: Desk, tom: Desk) -> None:
    asked(firm, desk)
    tom.sending.submit(SARAH, "Yes, I am", seen=in_view(tom))
    recorded = desk.sending.submit(SARAH, "Reminder: tonight at 7")
    assert recorded.status == "queued"
    assert recorded.message_id is not None
    with context_of(desk).database.read() as connection:
        record = messages.get_known(connection, recorded.message_id)
    assert meanwhile.seen_of(record) is None


def test_the_leads_text_that_its_writer_has_not_seen(firm: Firm, desk: Desk) -> None:
    asked(firm, desk)
    before = in_view(desk)
    asked(firm, desk, "Forget it")
    answer = desk.sending.submit(SARAH, "At seven", seen=before)
    assert (answer.code, answer.message) == (
        "stale",
        "They wrote meanwhile: read, then Enter sends.",
    )


def test_history_that_a_sync_brings_late_makes_nothing_stale(firm: Firm, desk: Desk) -> None:
    long_ago = firm.clock.now()
    firm.clock.move(minutes=16)
    asked(firm, desk)
    before = in_view(desk)
    firm.arrive(SARAH, "From a quarter of an hour ago", at=long_ago)
    desk.background.sync()
    assert desk.sending.submit(SARAH, "At seven", seen=before).status == "queued"


def test_a_duplicate_and_the_limit_are_judged_before_it(firm: Firm, desk: Desk, tom: Desk) -> None:
    asked(firm, desk)
    before = in_view(desk)
    tom.sending.submit(SARAH, "Yes")
    assert desk.sending.submit(SARAH, "Yes", seen=before).status == "duplicate"


def wait_offline(firm: Firm, desk: Desk, seconds: float, *, seen: Seen | None) -> int:
    """Record a text, let something come in, and try to let it leave after so long."""
    recorded = desk.sending.submit(SARAH, "At seven", seen=seen)
    assert recorded.message_id is not None
    firm.clock.move(seconds - 1)
    asked(firm, desk, "Sorry, I cannot come")
    return recorded.message_id


def test_what_waited_over_15_seconds_is_held_when_somebody_has_written(
    firm: Firm, desk: Desk
) -> None:
    asked(firm, desk)
    message_id = wait_offline(firm, desk, 15.5, seen=in_view(desk))
    left = desk.sending.transmit(message_id)
    assert (left.status, left.code) == ("held", "stale")
    assert left.message == "They wrote meanwhile. Is it still right? Send it, or take it back."
    assert firm.at_carrier(SARAH) == []


def test_what_leaves_within_15_seconds_is_not_judged_again(firm: Firm, desk: Desk) -> None:
    asked(firm, desk)
    recorded = desk.sending.submit(SARAH, "At seven", seen=in_view(desk))
    firm.arrive(SARAH, "Sorry, I cannot come")
    firm.clock.move(14)
    assert recorded.message_id is not None
    assert desk.sending.transmit(recorded.message_id).status == "sent"


def test_a_script_may_wait_as_long_as_it_likes(firm: Firm, desk: Desk) -> None:
    asked(firm, desk)
    message_id = wait_offline(firm, desk, 60, seen=None)
    assert desk.sending.transmit(message_id).status == "sent"


@pytest.mark.parametrize("says_what_was_seen", [True, False])
def test_a_go_is_good_for_all_that_stood_there(
    firm: Firm,
    desk: Desk,
    says_what_was_seen: bool,
) -> None:
    asked(firm, desk)
    message_id = wait_offline(firm, desk, 20, seen=in_view(desk))
    assert desk.sending.transmit(message_id).code == "stale"
    desk.outbox.release(message_id, seen=in_view(desk) if says_what_was_seen else None)
    firm.clock.move(20)
    assert desk.sending.transmit(message_id).status == "sent"


def test_what_comes_after_a_go_holds_it_again(firm: Firm, desk: Desk) -> None:
    asked(firm, desk)
    message_id = wait_offline(firm, desk, 20, seen=in_view(desk))
    assert desk.sending.transmit(message_id).code == "stale"
    desk.outbox.release(message_id)
    firm.clock.move(16)
    asked(firm, desk, "Or wait")
    assert desk.sending.transmit(message_id).code == "stale"
    assert firm.at_carrier(SARAH) == []


def test_a_second_enter_is_kept_with_the_text(firm: Firm, desk: Desk, tom: Desk) -> None:
    asked(firm, desk)
    tom.sending.submit(SARAH, "Yes, I am", seen=in_view(tom))
    recorded = desk.sending.submit(SARAH, "Me too", seen=in_view(desk))
    tom.sending.transmit(bubbles(tom)[1].message_id)
    firm.clock.move(30)
    assert recorded.message_id is not None
    assert desk.sending.transmit(recorded.message_id).status == "sent"
