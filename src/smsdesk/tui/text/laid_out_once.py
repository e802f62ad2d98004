"""Widgets that are laid out once, where Textual would lay the whole screen out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.widget import Widget as Base
else:
    Base = object  # Textual finds the styles of a widget by its first base that is a widget


class LaidOutOnce(Base):
    """To be mixed into a widget that does not scroll.

    Textual takes a new size, which a layout has just given a widget, for a size of what it would
    scroll, and lays the whole screen out a second time, in another frame.
    """

    def _size_updated(
        self,
        size: Size,
        virtual_size: Size,
        container_size: Size,
        layout: bool = True,  # noqa: FBT001, FBT002 - Textual's own
    ) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)
