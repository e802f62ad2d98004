"""The pause between two keys: the moment for work that would hold up a key.

Who types presses the next key 50 ms after the last at the soonest. So what the screen has to do
by itself is best begun when a key has just been painted: it is over before the next one comes.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST: Final = 0.2
"""Seconds for which a key keeps others waiting. With what it takes to notice a change this stays
well within the second in which a desk shows what another has done."""


class TypingPause:
    """Knows when keys come."""

    def __init__(
        self, after_paint: Callable[[Callable[[], None]], object], *, longest: float = LONGEST
    ) -> None:
        """Begin with nobody typing.

        Args:
            after_paint: calls a function when the screen has been painted next.
            longest: seconds.
        """
        self._after_paint = after_paint
        self._longest = longest
        self._typing_until = 0.0
        self._painted: asyncio.Event | None = None

    def key_pressed(self) -> None:
        """A key has come and is going to be painted."""
        self._typing_until = time.monotonic() + self._longest
        if self._painted is not None:
            self._after_paint(self._painted.set)

    def end_typing(self) -> None:
        """What was typed is complete: nobody waits for another key."""
        self._typing_until = 0.0
        if self._painted is not None:
            self._painted.set()

    async def wait(self) -> None:
        """Return at once while nobody types, else when the next key has been painted.

        No key, no longer than ``longest`` after the last one.
        """
        seconds = self._typing_until - time.monotonic()
        if seconds <= 0:
            return
        painted = self._painted = asyncio.Event()
        try:
            async with asyncio.timeout(seconds):
                await painted.wait()
        except TimeoutError:
            return
        finally:
            self._painted = None
