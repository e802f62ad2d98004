"""A window in which something is written, and is lost neither to an error nor to one Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from smsdesk.display import DisplayText
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.front_to_back import PaintedFrontToBack
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.content import Content

T = TypeVar("T")

_GAP: Final = DisplayText("  ")


class WritingWindow(PaintedFrontToBack, ModalScreen[T]):
    """Has a box and a line under it, which says what the keys do or what went wrong.

    Attributes:
        box: what is written in.
        next_step: the line.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]
    DEFAULT_CSS = """
    WritingWindow {
        align: center middle; background: $background 60%;
        & ComposeBox { width: 1fr; min-height: 3; background: $background; }
        & #next-step { margin: 1 0 0 0; }
    }
    """

    def __init__(self, keys: Iterable[tuple[str, str]], once_more: DisplayText) -> None:
        """Begin with an empty box.

        Args:
            keys: each with what it does here.
            once_more: warns at the first Escape over something that is not kept.
        """
        super().__init__()
        self.box = ComposeBox(self.edited)
        self.next_step = Words(_said(keys), id="next-step")
        self._keys = _said(keys)
        self._once_more = once_more
        self._warned = False

    @property
    def holds_something(self) -> bool:
        """Whether there is something that would be lost."""
        return bool(self.box.text.strip())

    def edited(self) -> None:
        """What is written is another text now: a warning was about the one before."""
        if self._warned:
            self._warned = False
            self.next_step.say(self._keys)

    @work(group="keep")
    async def keep(self, change: Callable[[], object], text: str, answer: T) -> None:
        """Change something at the desk and close; an error is said, and ``text`` is written again.

        Args:
            change: blocks, and is called in a thread.
            text: what was in the box.
            answer: what the window is closed with.
        """
        try:
            await off_loop(change)
        except Exception as error:
            self.box.fill(text)
            self.next_step.say(shown(Piece(in_one_line(error), "bold $error")))
        else:
            self.dismiss(answer)

    def action_close(self) -> None:
        """Close; what has been written is dropped only when asked twice."""
        if self.holds_something and not self._warned:
            self._warned = True
            self.next_step.say(shown(Piece(self._once_more, "bold $warning")))
        else:
            self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Close on a click beside the window."""
        if event.widget is self:
            self.action_close()


def _said(keys: Iterable[tuple[str, str]]) -> Content:
    pieces: list[Piece | DisplayText] = []
    for key, does in keys:
        pieces += [Piece(key_label(key), "bold $accent")]
        pieces += [Piece(DisplayText(f" {does}"), "$text-muted"), _GAP]
    return shown(*pieces)
