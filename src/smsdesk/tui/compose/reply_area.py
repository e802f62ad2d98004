"""The lower part of a thread: a question, and either the compose box or a notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, TextArea

from smsdesk.core.rules.segments import utf16_length
from smsdesk.core.rules.send_rules import MAX_UNITS
from smsdesk.display import DisplayText
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.compose.counter import Counter
from smsdesk.tui.compose.meanwhile import MeanwhileBar
from smsdesk.tui.compose.notice import Notice, barred
from smsdesk.tui.compose.question import QuestionBar
from smsdesk.tui.compose.quiet_bar import QuietBar
from smsdesk.tui.text.laid_out_once import LaidOutOnce
from smsdesk.tui.text.shown import shown
from smsdesk.tui.text.words import button, relabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from smsdesk.core.read_models.threads import Thread, ThreadHead
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.tui.compose.sight import Sight

SEND: Final = DisplayText("Send")
SENDING: Final = DisplayText("Sending...")


def first_name(head: ThreadHead) -> str:
    """Return what one calls a lead; the number where no name is known."""
    return next(iter(head.name.split()), head.display_number)


class ReplyArea(LaidOutOnce, Vertical):
    """Box, button and counter; or the notice in their place.

    Attributes:
        box: the compose box.
        quiet: the lead's time over it, in their quiet hours.
    """

    DEFAULT_CSS = """
    ReplyArea {
        height: auto; border-top: solid $border-blurred;
        & QuestionBar, & MeanwhileBar, & QuietBar, & Notice { display: none; }
        & #writing { height: auto; border-left: outer $border-blurred;
            background: $surface; &:focus-within { border-left: outer $accent; } }
        & ComposeBox { width: 1fr; }
        & #send { width: 12; min-width: 12; height: 1; border: none; text-style: bold;
            background: $accent; color: $background;
            &:hover { background: $accent 85%; }
            &.-sending, &.-empty { background: $panel; color: $text-muted; }
            &:focus { background: $foreground; color: $background; text-style: bold; } }
    }
    """

    @dataclass
    class SendAsked(Message):
        """The agent wants ``text`` sent to ``number``."""

        number: str
        text: str
        seen: Seen | None

    class Edited(Message):
        """The text in the box has changed."""

    def __init__(self, sight: Sight, typed: Callable[[], object] = lambda: None) -> None:
        """Begin with an empty box.

        Args:
            sight: knows what the agent has seen of the thread.
            typed: is told of every change by a key.
        """
        super().__init__(id="reply")
        self._sight = sight
        self._typed = typed
        self.box = ComposeBox(self._edited_by_key, sight=sight)
        self._question = QuestionBar()
        self._meanwhile = MeanwhileBar()
        self.quiet = QuietBar()
        self._notice = Notice()
        self._send = button(shown(SEND), id="send")
        self._counter = Counter()
        self._writing = Horizontal(self.box, self._send, id="writing")
        self._unanswered = 0
        self._is_barred = self._is_stale = self._says_quiet = False

    def compose(self) -> ComposeResult:
        """Question over box and button over counter; the notice waits hidden."""
        yield self._question
        yield self._meanwhile
        yield self.quiet
        yield self._notice
        yield self._writing
        yield self._counter

    @property
    def has_box(self) -> bool:
        """Whether the box is shown."""
        return not self._is_barred

    @property
    def has_question(self) -> bool:
        """Whether it is asked whether the lead wishes to stop."""
        return self._question.display

    @property
    def says_quiet(self) -> bool:
        """Whether the lead's quiet hours are told, wherever there is a box."""
        return self._says_quiet

    @property
    def fits(self) -> bool:
        """Whether the text in the box is short enough to be sent."""
        return utf16_length(self.box.text.rstrip()) <= MAX_UNITS

    def show(self, thread: Thread, *, unanswered: int, has_sender: bool) -> None:
        """Let the verdict decide between box and notice; the box keeps its text either way."""
        reason = barred(thread, has_sender=has_sender)
        self._is_barred = reason is not None
        if reason is not None:
            self._notice.show(reason)
        if thread.question is not None:
            self._question.show(thread.question)
        self._question.display = thread.question is not None
        self._place_parts()
        self.box.say_whom(first_name(thread.head))
        self._unanswered = unanswered
        self._count()

    def set_sending(self, *, sending: bool) -> None:
        """Say on the button whether an attempt is under way."""
        relabel(self._send, shown(SENDING if sending else SEND))
        self._send.set_class(sending, "-sending")

    def say_quiet(self, *, says: bool) -> None:
        """Let the lead's time stand over the box, or go; what it says it has been told."""
        self._says_quiet = says
        self._place_parts()

    def _place_parts(self) -> None:
        """Show the notice, or the box with what belongs to it.

        Part by part: a class on the whole would style every widget in here anew, at 20 ms.
        """
        has_box = not self._is_barred
        self._notice.display = self._is_barred
        self._writing.display = self._counter.display = has_box
        self.quiet.display = has_box and self._says_quiet
        self._meanwhile.display = has_box and self._is_stale

    def _edited_by_key(self) -> None:
        self._sight.writes(has_text=bool(self.box.text))
        self._typed()
        self._count()

    def show_news(self) -> None:
        """Say over the box that others have written meanwhile, while Enter asks about it."""
        self._is_stale = self._sight.is_asking
        if self._is_stale:
            self._meanwhile.show(self._sight.news, hurried=self._sight.was_hurried)
        self._place_parts()
        if self._is_stale:
            self.call_after_refresh(self._sight.question_painted)

    def _count(self) -> None:
        self._send.set_class(not self.box.text.strip(), "-empty")
        self._counter.count(self.box.text, unanswered=self._unanswered)

    @on(TextArea.Changed)
    def _edited(self, event: TextArea.Changed) -> None:
        event.stop()
        self._sight.writes(has_text=bool(self.box.text))
        self._count()
        self.show_news()
        self.post_message(self.Edited())

    @on(ComposeBox.Submitted)
    def _submitted(self, event: ComposeBox.Submitted) -> None:
        event.stop()
        self.show_news()
        self.post_message(self.SendAsked(event.whose, event.text, event.seen))

    @on(Button.Pressed, "#send")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.box.submit()
        self.box.focus()
