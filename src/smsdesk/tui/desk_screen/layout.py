"""What stands where on the desk, at every size of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from smsdesk.tui.chrome.error_line import ErrorLine
from smsdesk.tui.chrome.footer import FooterLine
from smsdesk.tui.chrome.title_line import TitleLine
from smsdesk.tui.conversations.list_pane import Side

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual import events
    from textual.app import ComposeResult

    from smsdesk.tui.conversations.conversation_list import ConversationList
    from smsdesk.tui.thread.conversation_pane import Talk

MIN_WIDTH: Final = 60
MIN_HEIGHT: Final = 16
WIDE: Final = 100
"""Columns from which list and thread stand side by side."""


class DeskLayout(Screen[None]):
    """List at the left, conversation at the right; in a narrow terminal one of them."""

    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance's
        (0, "-too-narrow"),
        (MIN_WIDTH, "-narrow"),
        (WIDE, "-wide"),
        (150, "-very-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as above
        (0, "-too-low"),
        (MIN_HEIGHT, "-high"),
    ]
    DEFAULT_CSS = """
    DeskLayout {
        & #desk { height: 1fr; }
        & #too-small { display: none; height: 1fr; content-align: center middle; }
        &.-very-wide Side { width: 45; }
        &.-narrow Side { width: 1fr; border-right: none; }
        &.-narrow Talk { display: none; }
        &.-narrow.-talking Talk { display: block; }
        &.-narrow.-talking Side { display: none; }
        &.-too-narrow > *, &.-too-low > * { display: none; }
        &.-too-narrow #too-small, &.-too-low #too-small { display: block; }
    }
    """

    def __init__(self, *, zone: tzinfo) -> None:
        """``zone`` is the agent's own."""
        super().__init__()
        self.zone = zone

    def compose(self) -> ComposeResult:
        """The frame, painted before the desk is open."""
        yield TitleLine()
        yield ErrorLine(self.monotonic)
        with Horizontal(id="desk"):
            yield Side(zone=self.zone)
        yield FooterLine()
        yield Static(id="too-small", markup=False)

    def monotonic(self) -> float:
        """Return the steady clock's seconds, by which red lines count down."""
        raise NotImplementedError

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small."""
        self.query_one("#too-small", Static).update(
            Content(
                f"terminal too small ({event.size.width}x{event.size.height}): "
                f"{MIN_WIDTH}x{MIN_HEIGHT} needed"
            )
        )

    @property
    def title_line(self) -> TitleLine:
        """The line at the very top."""
        return self.query_one(TitleLine)

    @property
    def side(self) -> Side:
        """The pane at the left."""
        return self.query_one(Side)

    @property
    def list(self) -> ConversationList:
        """The conversations."""
        return self.side.list

    @property
    def talk(self) -> Talk:
        """The conversation at the right; there once the desk is open."""
        return cast("Talk", self.query_one("#talk"))

    @property
    def errors(self) -> ErrorLine:
        """The red line."""
        return self.query_one(ErrorLine)

    @property
    def footer_line(self) -> FooterLine:
        """The keys at the bottom."""
        return self.query_one(FooterLine)

    @property
    def narrow(self) -> bool:
        """Whether list and thread take turns."""
        return self.has_class("-narrow")

    @property
    def too_small(self) -> bool:
        """Whether the terminal is too small to show anything of the desk."""
        return self.has_class("-too-narrow") or self.has_class("-too-low")

    @property
    def thread_in_view(self) -> bool:
        """Whether the place of the conversation is on the screen."""
        return not self.too_small and (self.talking or not self.narrow)

    @property
    def talking(self) -> bool:
        """Whether a narrow terminal shows the conversation instead of the list."""
        return self.has_class("-talking")

    @talking.setter
    def talking(self, talking: bool) -> None:
        self.set_class(talking, "-talking")
