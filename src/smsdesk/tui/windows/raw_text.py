"""What a text really holds: every character that is not plainly seen, as an escape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work

from smsdesk.display import DisplayText, escaped, wrap
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.windows.reading_page import ReadingScreen

if TYPE_CHECKING:
    from textual.content import Content

    from smsdesk.desk.threads import ReadsRawTexts

TITLE: Final = DisplayText("What the text really holds")
HOW_TO_READ: Final = DisplayText(
    r"\x1b, \u202e and the like stand for characters that are not shown, \n for a new line."
)


class RawTextScreen(ReadingScreen):
    """One message, escaped."""

    def __init__(self, threads: ReadsRawTexts, message_id: int) -> None:
        super().__init__()
        self._threads = threads
        self._message_id = message_id
        self._raw: str | None = None

    def on_mount(self) -> None:
        """Ask the desk."""
        self._ask()

    @work(group="raw-text")
    async def _ask(self) -> None:
        try:
            self._raw = await off_loop(self._threads.raw_text, self._message_id)
        except Exception as error:  # shown on the page
            self.fill(TITLE, shown(in_one_line(error)))
        self.laid_out()

    def laid_out(self) -> None:
        """Fill the page for its width, once there is an answer."""
        if self._raw is not None:
            self.fill(TITLE, raw_text(self._raw, self.text_width))


def raw_text(raw: str, width: int) -> Content:
    """Return ``raw`` escaped, in lines of ``width`` cells, and how that is read."""
    text = escaped(raw)
    lines = [shown(text[start:end]) for start, end in wrap(text, width)]
    how = [
        shown(Piece(HOW_TO_READ[start:end], "$text-muted"))
        for start, end in wrap(HOW_TO_READ, width)
    ]
    return stacked([*lines, shown(), *how])
