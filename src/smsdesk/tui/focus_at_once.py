"""The focus shows at once, and costs no more than what it changes.

Textual tells a widget by a message that it has the focus, so that it shows only in the next frame.
Then it works out every style of the widget anew, and of all that is beside it where something
around them looks different with the focus inside, and paints all of the widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    OfScreen = Screen[None]
    OfWidget = Widget
else:
    OfScreen = OfWidget = object


class FocusAtOnce(OfScreen):
    """To be mixed into a screen.

    No style in it may mean what is inside a widget by ``:focus-within``, but the widget alone.
    """

    def set_focus(
        self,
        widget: Widget | None,
        scroll_visible: bool = True,  # noqa: FBT001, FBT002 - Textual's own
        from_app_focus: bool = False,  # noqa: FBT001, FBT002 - Textual's own
    ) -> None:
        """Give the focus to a widget."""
        before = self.focused
        super().set_focus(widget, scroll_visible, from_app_focus)
        after = self.focused
        if before is not after:
            if before is not None:
                before.has_focus = False
            if after is not None:
                after.has_focus = True

    def _update_focus_styles(
        self, focused: Widget | None = None, blurred: Widget | None = None
    ) -> None:
        around = {
            each
            for widget in (focused, blurred)
            if widget is not None
            for each in widget.ancestors_with_self
            if each._has_focus_within  # noqa: SLF001 - Textual's own mark
        }
        self.app.stylesheet.update_nodes(around, animate=True)


class SameWithFocus(OfWidget):
    """To be mixed into a widget that looks the same with the focus, but for what it paints."""

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - Textual's own
        """Leave the styles as they are."""

    def _on_focus(self, event: events.Focus) -> None:
        event.prevent_default()
        self._tell_focus(events.DescendantFocus(self), has_focus=True)

    def _on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
        self._tell_focus(events.DescendantBlur(self), has_focus=False)

    def _tell_focus(
        self, event: events.DescendantFocus | events.DescendantBlur, *, has_focus: bool
    ) -> None:
        self.has_focus = has_focus
        if self.parent is not None:
            self.parent.post_message(event)
