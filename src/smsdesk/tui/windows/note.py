"""A note about a contact is written in a window of its own: nothing in it can be sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.text.shown import shown
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.writing_window import WritingWindow

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from smsdesk.desk.notes import WritesNotes

FOR_COLLEAGUES: Final = DisplayText("For your colleagues. It is never sent, and cannot be changed.")
_ONCE_MORE: Final = DisplayText("Esc once more drops the note.")
_KEYS: Final = (("enter", "keep the note"), ("ctrl+j", "new line"), ("escape", "close"))


class NoteScreen(WritingWindow[bool]):
    """Answers whether a note was kept."""

    DEFAULT_CSS = """
    NoteScreen {
        & #note { width: 92%; max-width: 72; height: auto; padding: 1 2; background: $panel;
            border-left: outer $secondary; }
        & #note-title { text-style: bold; }
        & #note-what { color: $text-muted; margin: 0 0 1 0; }
    }
    """

    def __init__(self, notes: WritesNotes, number: str, who: str) -> None:
        """``who`` the note is about."""
        super().__init__(_KEYS, _ONCE_MORE)
        self._notes = notes
        self._number = number
        self._who = who

    def compose(self) -> ComposeResult:
        """Whom it is about, what a note is, the box, and what the keys do."""
        with Vertical(id="note"):
            yield Words(shown(phrase("Note about {who}", who=self._who)), id="note-title")
            yield Words(shown(FOR_COLLEAGUES), id="note-what")
            yield self.box
            yield self.next_step

    def on_mount(self) -> None:
        """Write at once."""
        self.box.focus()

    @on(ComposeBox.Submitted)
    def _submitted(self, event: ComposeBox.Submitted) -> None:
        event.stop()
        add = partial(self._notes.add, self._number, event.text)
        self.keep(add, event.text, answer=True)
