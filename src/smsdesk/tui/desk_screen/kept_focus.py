"""The focus stays with what the agent chose, also when that goes out of sight for a while.

Textual hands the focus of a hidden widget to a neighbour, which may be hidden too: then keys go
nowhere. Here something in sight stands in until the chosen widget is back, or until the agent
chooses another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.tui.desk_screen.layout import DeskLayout

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual import events
    from textual.widget import Widget


class KeptFocus(DeskLayout):
    """A desk on which typed text does not get lost with the focus."""

    def __init__(self, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__(zone=zone)
        self._chosen: Widget | None = None
        self._stand_in: Widget | None = None

    def on_descendant_focus(self) -> None:
        """Remember what the agent chose; take back what fell to something out of sight."""
        focused = self.focused
        if focused is None or focused is self._stand_in:
            return
        if in_sight(focused):
            self._chosen, self._stand_in = focused, None
        else:
            self._stand_in = focused
            self.call_after_refresh(self.keep_focus)

    def on_resize(self, event: events.Resize) -> None:
        """What was hidden may be in sight again, and the other way round."""
        self.call_after_refresh(self.keep_focus)

    def on_screen_resume(self) -> None:
        """The terminal may have another size than when a window was opened over the desk."""
        self.call_after_refresh(self.keep_focus)

    def keep_focus(self) -> None:
        """Give the focus back to what the agent chose, or to a stand-in while that is hidden."""
        focused = self.focused
        if focused is not None and focused is not self._stand_in and in_sight(focused):
            return
        if self._chosen is None:
            return
        if in_sight(self._chosen):
            self.set_focus(self._chosen)
            return
        # Nothing rather than something hidden: Enter on an unseen Send button would send.
        self._stand_in = next(filter(in_sight, self._stand_ins()), None)
        self.set_focus(self._stand_in)

    def _stand_ins(self) -> tuple[Widget, ...]:
        """Return what there is of them: until the desk is open there may be none."""
        kinds = ("ComposeBox", "ThreadPane", "ConversationList")
        return tuple(widget for kind in kinds for widget in self.query(kind))


def in_sight(widget: Widget) -> bool:
    """Return whether nothing hides a widget: neither its own style nor that of one around it."""
    return all(node.display for node in widget.ancestors_with_self)
