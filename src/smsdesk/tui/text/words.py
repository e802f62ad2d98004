"""Textual's widgets for words, which take no plain text: only what ``shown`` has made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Button
from textual.widgets.option_list import Option

from smsdesk.tui.text.fitting_lines import FittingLines
from smsdesk.tui.text.laid_out_once import LaidOutOnce
from smsdesk.tui.text.shown import shown

if TYPE_CHECKING:
    from textual.app import RenderResult
    from textual.content import Content


class Words(FittingLines, LaidOutOnce, Widget):
    """Some words, which may change."""

    DEFAULT_CSS = "Words { height: auto; }"

    def __init__(self, said: Content | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """Begin with ``said``, else with nothing."""
        super().__init__(id=id)
        self._said = shown() if said is None else said

    @property
    def content(self) -> Content:
        """What it shows."""
        return self._said

    def say(self, said: Content, *, layout: bool = True) -> None:
        """Show other words.

        Args:
            said: the words.
            layout: whether they may need another number of lines.
        """
        self._said = said
        self.refresh(layout=layout)

    def render(self) -> RenderResult:
        """Return what it shows."""
        return self._said


def button(label: Content, *, id: str | None = None) -> Button:  # noqa: A002 - Textual's own name
    """Return a button of one line."""
    return Button(label, id=id, compact=True)


def relabel(pressed: Button, label: Content) -> None:
    """Give a button another label."""
    pressed.label = label


class WordsOption(Option):
    """A line of a list to choose from."""

    def __init__(
        self,
        said: Content,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
        disabled: bool = False,
    ) -> None:
        """``disabled``: it cannot be chosen."""
        super().__init__(said, id=id, disabled=disabled)
