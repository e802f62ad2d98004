"""The thread on the right and what is typed under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.threads import MessageKey
from tests.world.firm import Firm, bubbles, hear
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def test_the_head(firm: Firm, desk: Desk) -> None:
    desk.leads.add(name="Sarah Berg", phone=SARAH, event="Webinar")
    head = desk.threads.get(SARAH).head
    assert (head.name, head.display_number, head.event, len(head.signups)) == (
        "Sarah Berg", "(415) 555-0111", "Webinar", 1,
    )  # fmt: skip
    assert head.zone == "America/Los_Angeles"
    assert desk.threads.get("+18005550111").head.zone == ""


def test_a_thread_is_read_in_pages_both_ways(firm: Firm, desk: Desk) -> None:
    for place in range(25):
        firm.arrive(SARAH, f"Text {place}")
        if place % 4:
            firm.clock.move(1)
    firm.clock.move(5)
    desk.background.sync()
    thread = desk.threads.get(SARAH, limit=10)
    assert (len(thread.bubbles), thread.more) == (10, True)
    everything = list(bubbles(desk))
    back = list(thread.bubbles)
    while page := desk.threads.older(SARAH, back[0].key, limit=7):
        back = [*page, *back]
    assert back == everything
    forth = [everything[0]]
    while page := desk.threads.newer(SARAH, forth[-1].key, limit=7):
        forth += page
    assert forth == everything
    assert list(desk.threads.whole(SARAH)) == everything
    nobody = MessageKey(firm.clock.now(), 1)
    assert desk.threads.older(TOM, nobody) == desk.threads.newer(TOM, nobody) == ()


def test_what_is_new_or_changed_since_the_thread_was_read(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    desk.sending.send(SARAH, "one")
    hear(firm, desk, "two")
    thread = desk.threads.get(SARAH)
    assert desk.threads.changed(SARAH, thread.revision) == ()
    clock.move(10)
    desk.background.sync()
    desk.threads.mark_read(SARAH)
    changed = {one.text for one in desk.threads.changed(SARAH, thread.revision)}
    assert changed == {"two"}
    desk.sending.submit(SARAH, "three")
    changed = {one.text for one in desk.threads.changed(SARAH, thread.revision)}
    assert changed == {"two", "three"}


def test_an_answer_is_proof_that_the_firm_has_read_what_it_answers(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "are you open on Sunday?")
    assert desk.conversations.totals().unread == 1
    desk.sending.send(SARAH, "A reminder of Tuesday")  # by a script, which has read nothing
    assert desk.conversations.totals().unread == 1
    desk.sending.send(SARAH, "We are", answers=True)
    assert desk.conversations.totals().unread == 0
    assert desk.threads.get(SARAH).first_unread_id is None


def test_nothing_of_a_thread_that_does_not_exist(desk: Desk) -> None:
    assert desk.threads.message(1) is None
    assert desk.threads.full_text(1) == ""
    assert list(desk.threads.whole(SARAH)) == []
    assert desk.threads.changed(SARAH, 0) == ()
    desk.threads.mark_read(SARAH)
    assert desk.conversations.page() == ()
