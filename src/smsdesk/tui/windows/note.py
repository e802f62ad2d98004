"""A note about a contact is written in a window of its own: nothing in it can be sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from smsdesk.display import DisplayText, phrase
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.keys import key_label
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from smsdesk.desk.notes import WritesNotes

FOR_COLLEAGUES: Final = DisplayText("For your colleagues. It is never sent, and cannot be changed.")
_ONCE_MORE: Final = DisplayText("Esc once more drops the note.")
_GAP: Final = DisplayText("  ")


class NoteScreen(ModalScreen[bool]):
    """Answers whether a note was kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]
    DEFAULT_CSS = """
    NoteScreen {
        align: center middle; background: $background 60%;
        & #note { width: 92%; max-width: 72; height: auto; padding: 1 2; background: $panel;
            border-left: outer $secondary; }
        & #note-title { text-style: bold; }
        & #note-what { color: $text-muted; margin: 0 0 1 0; }
        & ComposeBox { width: 1fr; min-height: 3; background: $background; }
        & #note-next { margin: 1 0 0 0; }
    }
    """

    def __init__(self, notes: WritesNotes, number: str, who: str) -> None:
        """``who`` the note is about."""
        super().__init__()
        self.box = ComposeBox(self._edited)
        self._notes = notes
        self._number = number
        self._who = who
        self._warned = False
        self._next = Words(_keys(), id="note-next")

    def compose(self) -> ComposeResult:
        """Whom it is about, what a note is, the box, and what the keys do."""
        with Vertical(id="note"):
            yield Words(shown(phrase("Note about {who}", who=self._who)), id="note-title")
            yield Words(shown(FOR_COLLEAGUES), id="note-what")
            yield self.box
            yield self._next

    def on_mount(self) -> None:
        """Write at once."""
        self.box.focus()

    def _edited(self) -> None:
        if self._warned:
            self._warned = False
            self._next.say(_keys())

    @on(ComposeBox.Submitted)
    def _keep(self, event: ComposeBox.Submitted) -> None:
        event.stop()
        self._add(event.text)

    @work(group="note")
    async def _add(self, text: str) -> None:
        try:
            await off_loop(partial(self._notes.add, self._number, text))
        except Exception as error:  # the window says it, and the text is not lost
            self.box.fill(text)
            self._next.say(shown(Piece(in_one_line(error), "bold $error")))
        else:
            self.dismiss(result=True)

    def action_close(self) -> None:
        """Close; what has been written is dropped only when asked twice."""
        if self.box.text.strip() and not self._warned:
            self._warned = True
            self._next.say(shown(Piece(_ONCE_MORE, "bold $warning")))
        else:
            self.dismiss(result=False)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if event.widget is self:
            self.action_close()


def _keys() -> Content:
    keys = (("enter", " keep the note"), ("ctrl+j", " new line"), ("escape", " close"))
    pieces: list[Piece | DisplayText] = []
    for key, word in keys:
        pieces += [Piece(key_label(key), "bold $accent"), Piece(DisplayText(word), "$text-muted")]
        pieces.append(_GAP)
    return shown(*pieces)
