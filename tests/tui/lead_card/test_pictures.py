"""What the lead's card and a note look like. Look at the picture before accepting a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.hosting import make_app, open_thread, settle, type_text
from tests.tui.lead_card.known_lead import known_sarah
from tests.world.fake_desk import FakeDesk
from tests.world.sample_threads import SARAH, sample_threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    Compare = Callable[..., bool]
    Steps = Callable[[Pilot[None]], Awaitable[None]]


def firm() -> FakeDesk:
    others = [thread for thread in sample_threads() if thread.number != SARAH]
    return FakeDesk(known_sarah(), *others)


def asked(command: str = "", *, typed: str = "") -> Steps:
    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await open_thread(pilot.app, pilot, SARAH)  # type: ignore[arg-type]
        if command:
            await pilot.app.screen.run_action(f"command('{command}')")
            await settle(pilot)
        if typed:
            await type_text(pilot, typed)
        await settle(pilot)

    return steps


@pytest.mark.parametrize("size", [(140, 36), (200, 50)], ids="{0[0]}x{0[1]}".format)
def test_card_beside_the_thread(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = make_app(firm().opened)
    assert snap_compare(app, terminal_size=size, run_before=asked())


def test_card_beside_the_thread_light(snap_compare: Compare) -> None:
    app = make_app(firm().opened, theme="smsdesk-light")
    assert snap_compare(app, terminal_size=(140, 36), run_before=asked())


def test_card_as_a_window(snap_compare: Compare) -> None:
    app = make_app(firm().opened)
    assert snap_compare(app, terminal_size=(80, 24), run_before=asked("lead"))


def test_note(snap_compare: Compare) -> None:
    app = make_app(firm().opened)
    steps = asked("note", typed="Prefers mornings; her husband\nJim decides, too.")
    assert snap_compare(app, terminal_size=(120, 30), run_before=steps)
