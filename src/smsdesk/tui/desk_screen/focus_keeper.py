"""The focus stays with what the agent chose, also when that goes out of sight for a while.

Textual hands the focus of a hidden widget to a neighbour, which may be hidden too: then keys go
nowhere. Here something in sight stands in until the chosen widget is back, or until the agent
chooses another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.screen import Screen
    from textual.widget import Widget


class FocusKeeper:
    """Keeps the focus of one screen, so that typed text does not get lost with it."""

    def __init__(self, screen: Screen[None], stand_ins: Callable[[], Iterable[Widget]]) -> None:
        """Begin with nothing chosen.

        Args:
            screen: whose focus it is.
            stand_ins: returns what may have the focus while the chosen widget is hidden, the
                best first.
        """
        self._screen = screen
        self._stand_ins = stand_ins
        self._chosen: Widget | None = None
        self._stand_in: Widget | None = None

    def focus_moved(self) -> None:
        """Remember what the agent chose; take back what fell to something out of sight."""
        focused = self._screen.focused
        if focused is None or focused is self._stand_in:
            return
        if in_sight(focused):
            self._chosen, self._stand_in = focused, None
        else:
            self._stand_in = focused
            self.keep_after_refresh()

    def keep_after_refresh(self) -> None:
        """Keep the focus once what is changing now has come into sight or gone out of it."""
        self._screen.call_after_refresh(self.keep)

    def keep(self) -> None:
        """Give the focus back to what the agent chose, or to a stand-in while that is hidden."""
        focused = self._screen.focused
        if focused is not None and focused is not self._stand_in and in_sight(focused):
            return
        if self._chosen is None:
            return
        if in_sight(self._chosen):
            self._screen.set_focus(self._chosen)
            return
        # Nothing rather than something hidden: Enter on an unseen Send button would send.
        self._stand_in = next(filter(in_sight, self._stand_ins()), None)
        self._screen.set_focus(self._stand_in)


def in_sight(widget: Widget) -> bool:
    """Return whether nothing hides a widget: neither its own style nor that of one around it."""
    return all(node.display for node in widget.ancestors_with_self)
