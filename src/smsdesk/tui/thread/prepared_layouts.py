"""Layouts of threads that are at hand: of the one that is shown, and of one that may be next.

A layout belongs to the very messages that it was made of, and to all else that it depends on. So
one that was made ahead is used when nothing has changed since, and else for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.cache import LRUCache

from smsdesk.tui.thread.bubble_lines import seconds_until_retry
from smsdesk.tui.thread.layout import Layout, LayoutOptions, lay_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from smsdesk.core.read_models.threads import Bubble

KEPT: Final = 4
"""Layouts kept at once; the ones used longest ago go first."""

Key = tuple[tuple["Bubble", ...], int, "date", int | None]


class Layouts:
    """A few layouts."""

    def __init__(self) -> None:
        self._kept: LRUCache[Key, Layout] = LRUCache(KEPT)

    def of(self, bubbles: Sequence[Bubble], options: LayoutOptions) -> Layout:
        """Return the layout of ``bubbles``."""
        key = _key(bubbles, options)
        layout = self._kept.get(key) if key is not None else None
        if layout is None:
            layout = lay_out(bubbles, options)
            self.keep(layout, bubbles, options)
        return layout

    def keep(self, layout: Layout, bubbles: Sequence[Bubble], options: LayoutOptions) -> None:
        """Keep what was laid out."""
        key = _key(bubbles, options)
        if key is not None:
            self._kept[key] = layout


def _key(bubbles: Sequence[Bubble], options: LayoutOptions) -> Key | None:
    """Return what a layout depends on; ``None`` where that changes by the second."""
    if options.full_texts or any(seconds_until_retry(one, options.now) for one in bubbles):
        return None
    day = options.now.astimezone(options.zone).date()
    return tuple(bubbles), options.width, day, options.first_unread_id
