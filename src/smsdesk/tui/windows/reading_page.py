"""A page to read over the desk: scrolled by keys and mouse, closed by Escape or a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from smsdesk.display import DisplayText
from smsdesk.tui.front_to_back import PaintedFrontToBack
from smsdesk.tui.text.shown import shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

HOW_TO_CLOSE: Final = DisplayText("Esc close · ↑ ↓ scroll")


class ReadingScreen(PaintedFrontToBack, ModalScreen[None]):
    """A title and a text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,f1,f2", "close", "Close", show=False)
    ]
    DEFAULT_CSS = """
    ReadingScreen {
        align: center middle; background: $background 60%;
        & #page { width: 92%; max-width: 96; height: auto; max-height: 92%; padding: 1 2;
            background: $panel; border-left: outer $accent; }
        & #page-title { height: auto; text-style: bold; margin: 0 0 1 0; }
        & VerticalScroll { height: auto; scrollbar-size-vertical: 1;
            scrollbar-background: $panel; }
        & #page-text { height: auto; }
        & #page-close { height: 1; margin: 1 0 0 0; color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._page_title = Words(id="page-title")
        self._page_text = Words(id="page-text")
        self._page_scroll = VerticalScroll()

    def compose(self) -> ComposeResult:
        """Title, text, and how to close."""
        with Vertical(id="page"):
            yield self._page_title
            with self._page_scroll:
                yield self._page_text
            yield Words(shown(HOW_TO_CLOSE), id="page-close")

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self._page_scroll.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for title and last line, whatever the text needs."""
        self._page_scroll.styles.max_height = max(3, event.size.height - 11)
        self.laid_out()

    def laid_out(self) -> None:
        """Do what depends on the width of the page."""

    @property
    def text_width(self) -> int:
        """The cells of a line of text: the page's, less border, padding and scrollbar."""
        return max(20, min(int(self.app.size.width * 0.92), 96) - 6)

    def fill(self, title: DisplayText, text: Content) -> None:
        """Show ``title`` and ``text``."""
        self._page_title.say(shown(title))
        self._page_text.say(text)

    def action_close(self) -> None:
        """Go back to the desk."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the page or on its last line."""
        if event.widget is self or (event.widget is not None and event.widget.id == "page-close"):
            self.dismiss(None)
