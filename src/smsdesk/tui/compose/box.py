"""The box in which a text is written: Enter sends, everything else that ends a line does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final
from unicodedata import category

from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

from smsdesk.display import phrase
from smsdesk.text import clean
from smsdesk.tui.focus_at_once import SameWithFocus
from smsdesk.tui.newline_keys import NEWLINE_KEYS
from smsdesk.tui.screen_messages import CommandAsked
from smsdesk.tui.terminal.known import pastes_are_bracketed
from smsdesk.tui.text.clusters import cluster_after, cluster_before
from smsdesk.tui.text.shown import shown
from smsdesk.tui.type_ahead import Hold, type_ahead_of
from smsdesk.tui.typing_pause import TypingPause

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual._text_area_theme import TextAreaTheme
    from textual.binding import BindingType
    from textual.css.styles import RenderStyles, Styles
    from textual.document._document import EditResult, Location
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.timer import Timer
    from textual.widgets.text_area import Edit

    from smsdesk.core.rules.staleness import Seen
    from smsdesk.tui.compose.sight import Sight

PASTE_GAP: Final = 0.012
"""Seconds. Keys that follow one another faster than this were not typed but pasted."""


class ComposeBox(SameWithFocus, TextArea):
    """A text area that grows from one line to six.

    Enter takes the text as it is at that key, and for whom it is: the box is empty when the next
    key comes, and that belongs to the next text.

    Terminals without bracketed paste deliver a pasted line break as Enter. So Enter waits for
    ``PASTE_GAP``, and keeps other keys waiting: where one has followed within it, it was a pasted
    line break and becomes a new line, and so do all that follow without a pause.

    Attributes:
        typing_pause: the pauses between the keys typed here.
        whose: the number of the conversation that the text is written for.
        is_loaded: whether a message of the thread is among those that can be painted.
    """

    DEFAULT_CSS = """
    ComposeBox {
        height: auto; min-height: 1; max-height: 6; border: none; padding: 0 1;
        background: $surface; scrollbar-size-vertical: 1;
        &:focus { border: none; }
        & .text-area--cursor-line { background: transparent; }
        & .text-area--placeholder { color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+underscore,ctrl+minus", "undo", "Undo", show=False)  # ^Z goes to the shell
    ]

    @dataclass
    class Submitted(Message):
        """The agent wants ``text`` sent to the conversation ``whose`` it is."""

        whose: str
        text: str
        seen: Seen | None = None

    class KeptBack(Message):
        """Enter was pressed, and the text stays: others have written meanwhile."""

    def __init__(
        self,
        after_edit: Callable[[], object] = lambda: None,
        *,
        sight: Sight | None = None,
        paste_gap: float = PASTE_GAP,
    ) -> None:
        """Make an empty box.

        Args:
            after_edit: called when the text has changed, before the box asks to be painted: what
                it changes elsewhere stands in the same frame as the letter. A frame of its own
                behind it would hold up the next key, for one follows another by 17 ms at least.
            sight: knows what the writer has seen of the thread; without one nothing is asked.
            paste_gap: in seconds; 0 sends at once and trusts bracketed paste alone.
        """
        super().__init__(id="compose", highlight_cursor_line=False)
        self._after_edit = after_edit
        self._sight = sight
        self.is_loaded: Callable[[int], bool] = lambda _: True
        self.typing_pause = TypingPause(self.call_after_refresh)
        self.paste_gap = paste_gap
        self.whose = ""
        self._hold = Hold(self)
        self._line_emptied: tuple[str, Location] | None = None
        self._enter: Timer | None = None
        self._entered_at = 0.0
        self._in_burst = False
        self._coloured_by: tuple[TextAreaTheme, RenderStyles | Styles | None] | None = None

    def notify_style_update(self) -> None:
        """Take the colours anew before the next frame."""
        super().notify_style_update()
        self._coloured_by = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint; Textual would work out every colour anew in each frame, also for a blink."""
        colours = self._theme, self._component_styles.get("text-area--cursor")
        before = self._coloured_by
        if before is not None and before[0] is colours[0] and before[1] is colours[1]:
            return super(TextArea, self).render_lines(crop)
        self._coloured_by = colours
        return super().render_lines(crop)

    def say_whom(self, who: str) -> None:
        """Say in the empty box to whom its text goes."""
        words = shown(phrase("Text {who}…", who=who))
        if self.placeholder != words:
            self.placeholder = words

    def edit(self, edit: Edit) -> EditResult:
        """Change the text."""
        result = super().edit(edit)
        self._after_edit()
        return result

    async def _on_key(self, event: events.Key) -> None:
        fast = event.time - self._entered_at < self.paste_gap
        if self._enter is not None and fast:  # where nothing keeps it waiting
            self._was_pasted()
        elif not fast:
            self._in_burst = False
        if event.character == "/" and not self.text and not self._in_burst:
            self._consume(event)
            self.post_message(CommandAsked("templates"))
        elif event.key in NEWLINE_KEYS:
            self._consume(event)
            self.new_line()
        elif event.key == "enter":
            self._consume(event)
            self._enter_pressed(event.time)
        elif _joins(event.character):
            self._consume(event)
            self.take(event.character or "")
        else:
            if self._in_burst:
                self._entered_at = event.time
            self.typing_pause.key_pressed()
            await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.take(event.text)
        self.focus()

    def take(self, text: str) -> None:
        """Insert at the cursor what comes from outside: nothing of it sends."""
        text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
        self.replace(text, *self.selection, maintain_selection_offset=False)
        self.scroll_cursor_visible()

    def _consume(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()

    def _enter_pressed(self, at: float) -> None:
        self._entered_at = at
        if self._in_burst:
            self.new_line()
        elif self.paste_gap <= 0 or pastes_are_bracketed(self.app):
            self.submit()
        else:
            self._hold.begin()
            self._enter = self.set_timer(self.paste_gap, self._gap_is_over)

    def _gap_is_over(self) -> None:
        keys = type_ahead_of(self.app)
        following = keys.next_key if keys is not None else None
        if following is not None and self._could_be_pasted(following):
            self._was_pasted()
        else:
            self.submit()

    def _could_be_pasted(self, key: events.Key) -> bool:
        is_text = key.is_printable or key.key in {"enter", "tab", *NEWLINE_KEYS}
        return is_text and key.time - self._entered_at < self.paste_gap

    def _was_pasted(self) -> None:
        self._end_wait()
        self._in_burst = True
        self.new_line()

    def _end_wait(self) -> None:
        if self._enter is not None:
            self._enter.stop()
            self._enter = None
        self._hold.end()

    def new_line(self) -> None:
        """Begin a new line at the cursor."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)
        self.scroll_cursor_visible()

    def submit(self) -> None:
        """Hand the text over to be sent; with nothing but white space, nothing happens.

        What its writer has seen is what they have seen at this key.
        """
        self._end_wait()
        self.typing_pause.end_typing()
        if not self.text.strip():
            return
        seen = self._sight.enter(self.is_loaded) if self._sight is not None else None
        if self._sight is not None and seen is None:
            self.post_message(self.KeptBack())
            return
        self.post_message(self.Submitted(self.whose, self.text, seen))
        self.fill("")

    def fill(self, text: str) -> None:
        """Put ``text`` into the box, the cursor behind it, nothing to undo.

        It may not have been written here: what could steer a terminal is left out.
        """
        self.load_text(clean(text))
        self.move_cursor(self.document.end)

    # -- editing ------------------------------------------------------------------------

    def empty(self) -> None:
        """Delete all there is; it can be undone."""
        self.clear()

    def action_delete_to_start_of_line(self) -> None:
        """Delete to the start of the line; a second time in a row, all there is."""
        if self._line_emptied == (self.text, self.cursor_location):
            self.empty()
        else:
            super().action_delete_to_start_of_line()
        self._line_emptied = self.text, self.cursor_location

    def get_cursor_left_location(self) -> Location:
        """Return the place before the sign that the cursor is behind, be it several characters."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_left_location()
        return row, column - len(cluster_before(self.document[row][:column]))

    def get_cursor_right_location(self) -> Location:
        """Return the place behind the sign that the cursor is before."""
        row, column = self.cursor_location
        sign = cluster_after(self.document[row][column:])
        return (row, column + len(sign)) if sign else super().get_cursor_right_location()


def _joins(character: str | None) -> bool:
    """Whether a key writes a sign that shows nothing itself, and changes its neighbours.

    Such are the joiner of an emoji and the non-joiner of Persian. Textual takes none for text.
    """
    return character is not None and len(character) == 1 and category(character) == "Cf"
