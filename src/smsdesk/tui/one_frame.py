"""What belongs together comes in one frame: a frame that would be early waits a moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump
    from textual.timer import Timer

AT_MOST: Final = 0.03
"""Seconds for which a frame waits: what takes longer is waited for with what is there by then."""


class OneFrame:
    """Holds the frames of a screen back while more is on its way.

    The screen asks ``waits`` before it paints. What it does after a frame it does later, too: so
    nothing counts as painted that is not.
    """

    def __init__(self, pump: MessagePump, paint: Callable[[], object]) -> None:
        """Begin with nothing held back.

        Args:
            pump: whose timer ends the wait.
            paint: is called when a frame that has waited may come.
        """
        self._pump = pump
        self._paint = paint
        self._timer: Timer | None = None
        self._over = asyncio.Event()
        self._over.set()

    @property
    def waits(self) -> bool:
        """Whether frames are held back."""
        return self._timer is not None

    def begin(self) -> None:
        """Hold frames back until ``end``, or until they have waited for ``AT_MOST``."""
        if self._timer is None:
            self._timer = self._pump.set_timer(AT_MOST, self.end)
            self._over.clear()

    def end(self) -> None:
        """Let the frame come. What waits for it goes on, also where it cannot be painted."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            try:
                self._paint()
            finally:
                self._over.set()

    async def over(self) -> None:
        """Return when no frame is held back: what would hold it up may begin."""
        await self._over.wait()
