"""The two lines over a thread: what is cut where there is no room for all of it."""

from __future__ import annotations

import pytest

from smsdesk.tui.thread.head import ThreadHeadLines
from tests.tui.hosting import open_thread, running
from tests.world.fake_desk import FakeDesk
from tests.world.sample_threads import SARAH, sarah


@pytest.mark.parametrize(
    ("width", "begins"),
    [
        (60, "How to plan your esta…, 3 signups · mobile"),
        (120, "How to plan your estate early, and without fea…, 3 signups · mobile"),
    ],
)
async def test_a_long_event_makes_room_for_signups_and_kind_of_line(
    width: int, begins: str
) -> None:
    desk = FakeDesk(sarah(event="How to plan your estate early, and without fear of anybody"))
    async with running(desk.opened, size=(width, 24)) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        second = app.desk_screen.query_one(ThreadHeadLines).render_line(1).text
        assert second.strip().startswith(begins)
        assert second.rstrip().endswith("F2 why  F1 help")
