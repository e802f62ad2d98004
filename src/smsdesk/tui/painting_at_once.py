"""Painting what has just been changed, in the very moment in which it is complete.

Textual lets every widget that has changed ask its screen by a message, and the screen paint at the
next sixtieth of a second: 8 ms later in the middle, and after some forty messages. And what a
layout changes by itself it paints in a frame behind that of the layout.
"""

# ruff: noqa: SLF001 - what a widget asks for is private to Textual

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen

    Base = Screen[None]
else:
    Base = object


class PaintsAtOnce(Base):
    """To be mixed into a screen."""

    def paint_at_once(self) -> None:
        """Paint all that has changed by now."""
        for widget in {*self.walk_children(Widget), *self._compositor.visible_widgets}:
            if widget is not self:
                self._take_changes_of(widget)
        self._on_timer_update()

    def _compositor_refresh(self) -> None:
        """Paint what is due, with what other widgets have changed by now.

        Whatever calls for a frame, also a layout or a scroll, a widget may have changed whose
        message is still under way: it would come in a frame of its own right behind this one.
        """
        if self is self.app.screen:
            for widget in self._compositor.visible_widgets:
                if widget._repaint_regions and widget is not self:
                    self._take_repaint_of(widget)
            self._compositor.update_widgets(self._dirty_widgets)
        super()._compositor_refresh()

    def _take_changes_of(self, widget: Widget) -> None:
        """Take from a widget what it would ask for by messages."""
        if widget._scroll_required:
            widget._scroll_required = False
            self._scroll_required |= not widget._layout_required
        if widget._repaint_required or widget._repaint_regions:  # or its message is under way
            self._take_repaint_of(widget)
        if widget._layout_required:
            widget._layout_required = False
            self._layout_required |= self._notes_layout(widget)

    def _take_repaint_of(self, widget: Widget) -> None:
        """Let a widget be painted; one that only comes into sight is painted for that."""
        widget._repaint_required = False
        if widget in self._compositor.visible_widgets:
            self._dirty_widgets.add(widget)

    def _notes_layout(self, widget: Widget) -> bool:
        """Note that a widget needs another place; return whether that is new."""
        new = False
        for ancestor in _whose_size_may_change(widget):
            ancestor._clear_arrangement_cache()
            ancestor._layout_updates += 1
            children = self._layout_widgets.setdefault(ancestor, set())
            if widget not in self._layout_widgets:
                children.add(widget)
                new = True
            widget = ancestor
        return new


def _whose_size_may_change(widget: Widget) -> Iterable[Widget]:
    """Return what is around a widget, up to the first whose size does not depend on it."""
    for ancestor in widget.ancestors:
        if not isinstance(ancestor, Widget):
            return
        yield ancestor
        if not ancestor.styles.auto_dimensions:
            return
