"""The lower part of a thread: a question, and either the compose box or a notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, TextArea

from smsdesk.core.rules.segments import utf16_length
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.compose.counter import MAX_UNITS, Counter
from smsdesk.tui.compose.notice import Notice, barred
from smsdesk.tui.compose.question import QuestionBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from smsdesk.core.views.threads import Thread


class ReplyArea(Vertical):
    """Box, button and counter; or the notice in their place."""

    DEFAULT_CSS = """
    ReplyArea {
        height: auto; border-top: solid $border-blurred;
        & QuestionBar, & Notice { display: none; }
        &.-asking QuestionBar, &.-barred Notice { display: block; }
        &.-barred #writing, &.-barred #counter { display: none; }
        & #writing { height: auto; border-left: outer $border-blurred;
            background: $surface; &:focus-within { border-left: outer $accent; } }
        & ComposeBox { width: 1fr; }
        & #send { width: 12; min-width: 12; height: 1; border: none; text-style: bold;
            background: $accent; color: $background;
            &:hover { background: $accent 85%; } &:focus { text-style: reverse; }
            &.-sending { background: $panel; color: $text-muted; } }
    }
    """

    @dataclass
    class SendAsked(Message):
        """The agent wants ``text`` sent to the conversation that is shown."""

        text: str

    class Edited(Message):
        """The text in the box has changed."""

    def __init__(self) -> None:
        super().__init__(id="reply")
        self._unanswered = 0

    def compose(self) -> ComposeResult:
        """Question over box and button over counter; the notice waits hidden."""
        yield QuestionBar()
        yield Notice()
        with Horizontal(id="writing"):
            yield ComposeBox(self._count)
            yield Button("Send", id="send", compact=True)
        yield Counter()

    @property
    def box(self) -> ComposeBox:
        """The compose box."""
        return self.query_one(ComposeBox)

    @property
    def has_box(self) -> bool:
        """Whether the box is shown."""
        return not self.has_class("-barred")

    @property
    def fits(self) -> bool:
        """Whether the text in the box is short enough to be sent."""
        return utf16_length(self.box.text.rstrip()) <= MAX_UNITS

    def show(self, thread: Thread, *, unanswered: int, has_sender: bool) -> None:
        """Let the verdict decide between box and notice; the box keeps its text either way."""
        reason = barred(thread, has_sender=has_sender)
        self.set_class(reason is not None, "-barred")
        if reason is not None:
            self.query_one(Notice).show(reason)
        self.set_class(thread.question is not None, "-asking")
        if thread.question is not None:
            self.query_one(QuestionBar).show(thread.question)
        self._unanswered = unanswered
        self._count()

    def set_sending(self, *, sending: bool) -> None:
        """Say on the button whether an attempt is under way."""
        button = self.query_one("#send", Button)
        button.label = Content("Sending..." if sending else "Send")
        button.set_class(sending, "-sending")

    def _count(self) -> None:
        self.query_one(Counter).count(self.box.text, unanswered=self._unanswered)

    @on(TextArea.Changed)
    def _edited(self, event: TextArea.Changed) -> None:
        event.stop()
        self._count()
        self.post_message(self.Edited())

    @on(ComposeBox.Submitted)
    def _submitted(self, event: ComposeBox.Submitted) -> None:
        event.stop()
        self.post_message(self.SendAsked(event.text))

    @on(Button.Pressed, "#send")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.box.submit()
        self.box.focus()
