"""A window that is closed with an answer, or without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import ModalScreen

from smsdesk.tui.front_to_back import PaintedFrontToBack
from smsdesk.tui.text.laid_out_once import LaidOutOnce

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

T = TypeVar("T")


class AnsweringWindow(LaidOutOnce, PaintedFrontToBack, ModalScreen[T]):
    """Escape and a click beside it close it without an answer."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the focus. Textual would paint the whole screen anew, in another frame."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Close", show=False)]

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if event.widget is self:
            self.action_cancel()
