"""What is unread: the firm's, not an agent's, until somebody says that it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.receiving.read_marks import mark_read
from tests.world.firm import bubbles, hear
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_unread_is_the_firms_not_the_agents(firm: Firm, desk: Desk) -> None:
    for number in (SARAH, SARAH, TOM):
        hear(firm, desk, "Hello", number)
    assert desk.conversations.totals().unread == 3
    assert {row.number: row.unread for row in desk.conversations.page()} == {SARAH: 2, TOM: 1}
    firm.desk("jonas").threads.mark_read(SARAH)
    assert desk.conversations.totals().unread == 1
    assert [one.unread for one in bubbles(desk)] == [False, False]


def test_reading_a_thread_marks_nothing(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Hello")
    thread = desk.threads.get(SARAH)
    assert thread.first_unread_id == thread.bubbles[0].message_id
    assert desk.conversations.totals().unread == 1


def test_the_new_line_stands_above_the_first_unread_one(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "seen")
    desk.threads.mark_read(SARAH)
    hear(firm, desk, "new")
    hear(firm, desk, "newer")
    thread = desk.threads.get(SARAH)
    assert thread.first_unread_id == thread.bubbles[1].message_id
    desk.threads.mark_read(SARAH)
    assert desk.threads.get(SARAH).first_unread_id is None


def test_what_is_seen_already_is_not_written_again(
    firm: Firm, desk: Desk, context: Context
) -> None:
    hear(firm, desk, "Hello")
    mark_read(context, SARAH)
    before = desk.conversations.row(SARAH)
    mark_read(context, SARAH)
    mark_read(context, TOM)
    assert desk.conversations.row(SARAH) == before
    assert firm.rows("SELECT number FROM contact") == [(SARAH,)]
