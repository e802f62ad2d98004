"""A desk that is open all day keeps nothing of the windows that were opened over it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from textual._styles_cache import StylesCache
from textual.strip import Strip
from textual.widget import Widget

from tests.tui.hosting import open_thread, running, settle
from tests.world.fake_desk import firm
from tests.world.sample_threads import SARAH

if TYPE_CHECKING:
    from textual.pilot import Pilot


def kept() -> dict[str, int]:
    """Count what there is of the kinds that a window is made of."""
    gc.collect()
    everything = gc.get_objects()
    return {
        kind.__name__: sum(isinstance(one, kind) for one in everything)
        for kind in (Widget, StylesCache, Strip)
    }


async def open_and_close(pilot: Pilot[None], key: str) -> None:
    await pilot.press(key)
    await settle(pilot)
    await pilot.press("escape")
    await settle(pilot)


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+k", "ctrl+f", "f1", "f2", "f4"])
async def test_a_closed_window_is_gone(key: str) -> None:
    async with running(firm().opened) as (app, pilot):
        await open_thread(app, pilot, SARAH)
        for _ in range(2):  # what is made once for all windows is made by then
            await open_and_close(pilot, key)
        before = kept()
        for _ in range(3):
            await open_and_close(pilot, key)
        after = kept()
    # One window may still hang on something: three are 18 caches and 120 strips and more.
    assert after["Widget"] <= before["Widget"] + 6
    assert after["StylesCache"] <= before["StylesCache"] + 6
    assert after["Strip"] <= before["Strip"] + 100
