"""The README's picture: ``python tests/tui/picture.py`` writes docs/desk.svg from the demo."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from smsdesk.demo import open_demo
from smsdesk.demo.clock import HistoryClock
from tests.tui.hosting import CHICAGO, running, settle, type_text

if TYPE_CHECKING:
    from smsdesk.desk import Desk

FRIDAY = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
PICTURE = Path(__file__).parents[2] / "docs" / "desk.svg"


async def take_picture(folder: Path) -> str:
    clock = HistoryClock(FRIDAY)

    def open_desk() -> Desk:
        return open_demo(folder=folder, user="maria", clock=clock, zone=CHICAGO)

    async with running(open_desk, size=(120, 30)) as (app, pilot):
        await pilot.press("ctrl+down")
        await settle(pilot)
        await type_text(pilot, "Of course: the link works for two. See you on\nTuesday at six")
        await settle(pilot)
        picture = app.export_screenshot(title="smsdesk")
    if app.desk is not None:
        app.desk.close()
    return picture


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        PICTURE.write_text(asyncio.run(take_picture(Path(scratch))), encoding="utf-8")
