"""What the parts of the screen tell each other: Textual's messages, not the agent's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from smsdesk.core.read_models.alerts import Texted
    from smsdesk.core.read_models.events import Event
    from smsdesk.core.read_models.threads import Thread
    from smsdesk.display import DisplayText
    from smsdesk.terms import ConversationView


@dataclass
class DeskEvent(Message):
    """The background work has something to tell."""

    event: Event


@dataclass
class Trouble(Message):
    """A failure that the agent must know of.

    Attributes:
        text: one line.
        subject: troubles of the same subject replace each other; empty for one of its own.
        seconds: how long it holds, counted down behind the text; 0 until dismissed.
    """

    text: DisplayText
    subject: str = ""
    seconds: float = 0.0


@dataclass
class TroubleOver(Message):
    """What a red line was about has passed."""

    subject: str


@dataclass
class ThreadShown(Message):
    """The conversation pane shows ``thread``, freshly loaded or changed."""

    thread: Thread


class DeskRead(Message):
    """Something has changed in the database, and what the desk shows has been read again."""


@dataclass
class DeskChanged(Message):
    """This screen has changed something that the list and the totals show.

    Attributes:
        to_top: the change is the agent's own send, so the list goes where it is.
    """

    to_top: bool = False


@dataclass
class CommandAsked(Message):
    """A button or a word that stands for a command was clicked."""

    name: str


class ListAsked(Message):
    """The way back to the list was clicked."""


@dataclass
class TitleChanged(Message):
    """The terminal's own title should change."""

    unread: int
    to_answer: int
    simulated: bool


@dataclass
class TextsCame(Message):
    """Leads have texted."""

    texts: tuple[Texted, ...]


@dataclass
class ViewAsked(Message):
    """The agent wants to see the conversations of a view."""

    view: ConversationView


class DoNotDisturbAsked(Message):
    """The agent wants to be called no more, or again."""


@dataclass
class CopyAsked(Message):
    """The agent wants a text in the clipboard, and to be told what became of it."""

    text: str
