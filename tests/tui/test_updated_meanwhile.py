"""A newer version changes the database under an open desk: one red line, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.hosting import box_text, open_thread, red_lines, running, settle, type_text
from tests.world.people import SARAH

if TYPE_CHECKING:
    from tests.world.firm import Firm


async def test_the_screen_stays_says_it_once_and_gives_the_text_back(firm: Firm) -> None:
    desk = firm.desk()
    desk.sending.send(SARAH, "Before the update")
    firm.clock.move(minutes=1)
    async with running(lambda: desk) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        assert red_lines(app) == []
        firm.write("UPDATE alembic_version SET version_num = '0999'")
        messages = firm.rows("SELECT id, body, status FROM message")
        drafts = firm.rows("SELECT agent, number, body FROM draft")
        await type_text(pilot, "After the update")
        await pilot.press("enter")
        await settle(pilot)
        app.refresh_from_desk()
        await settle(pilot)
        assert box_text(app) == "After the update"
        (line,) = red_lines(app)
        assert "was updated" in line
        assert firm.at_carrier(SARAH) == ["Before the update"]
        assert firm.rows("SELECT id, body, status FROM message") == messages
        assert firm.rows("SELECT agent, number, body FROM draft") == drafts
        assert [bubble.text for bubble in app.desk_screen.conversation.bubbles] == [
            "Before the update"
        ]
        assert app.is_running
