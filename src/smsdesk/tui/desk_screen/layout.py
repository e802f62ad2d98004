"""What stands where on the desk, at every size of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText
from smsdesk.tui.text.shown import shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.geometry import Size

MIN_WIDTH: Final = 60
MIN_HEIGHT: Final = 16
WIDE: Final = 100
"""Columns from which list and conversation stand side by side."""

WITH_CARD: Final = 140
"""Columns from which the lead's card stands beside the conversation."""
CAPPED: Final = 190
"""Columns from which the conversation grows no more, so that both sides stay in one look."""

WIDTHS: Final = [
    (0, "-too-narrow"),
    (MIN_WIDTH, "-narrow"),
    (WIDE, "-wide"),
    (WITH_CARD, "-with-card"),
    (150, "-very-wide"),
    (CAPPED, "-widest"),
]
"""The screen's class from so many columns on."""

HEIGHTS: Final = [
    (0, "-too-low"),
    (MIN_HEIGHT, "-high"),
]
"""The screen's class from so many lines on."""

DESK_CSS: Final = """
    DeskScreen {
        & #desk { height: 1fr; }
        & #too-small { display: none; height: 1fr; content-align: center middle; }
        &.-very-wide ListPane, &.-widest ListPane { width: 45; }
        &.-widest ConversationPane { width: 100; }
        & LeadCardColumn { display: none; }
        &.-with-card LeadCardColumn.-about, &.-very-wide LeadCardColumn.-about,
        &.-widest LeadCardColumn.-about { display: block; }
        &.-widest LeadCardColumn { width: 1fr; }
        &.-narrow ListPane { width: 1fr; border-right: none; }
        &.-narrow ConversationPane { display: none; }
        &.-narrow.-conversation-in-front ConversationPane { display: block; }
        &.-narrow.-conversation-in-front ListPane { display: none; }
        &.-too-narrow > *, &.-too-low > * { display: none; }
        &.-too-narrow #too-small, &.-too-low #too-small { display: block; }
    }
"""


class TooSmall(Words):
    """Stands in place of everything where a terminal is too small."""

    def __init__(self) -> None:
        super().__init__(id="too-small")

    def measure(self, size: Size) -> None:
        """Say how large the terminal is, and how large it has to be."""
        size_now = f"{size.width}x{size.height}"
        least = f"{MIN_WIDTH}x{MIN_HEIGHT}"
        self.say(shown(DisplayText(f"terminal too small ({size_now}): {least} needed")))


class DeskLayout:
    """List at the left, conversation at the right; in a narrow terminal one of them.

    The size of the terminal and which of the two is in front are classes of the screen, for its
    styles to read.
    """

    def __init__(self, screen: DOMNode) -> None:
        """``screen`` has ``WIDTHS`` and ``HEIGHTS`` as its breakpoints."""
        self._screen = screen

    @property
    def narrow(self) -> bool:
        """Whether list and conversation take turns."""
        return self._screen.has_class("-narrow")

    @property
    def too_small(self) -> bool:
        """Whether the terminal is too small to show anything of the desk."""
        return self._screen.has_class("-too-narrow") or self._screen.has_class("-too-low")

    @property
    def has_card(self) -> bool:
        """Whether there is room for the lead's card beside the conversation."""
        classes = ("-with-card", "-very-wide", "-widest")
        return not self.too_small and any(map(self._screen.has_class, classes))

    @property
    def conversation_in_front(self) -> bool:
        """Whether a narrow terminal shows the conversation instead of the list."""
        return self._screen.has_class("-conversation-in-front")

    @conversation_in_front.setter
    def conversation_in_front(self, in_front: bool) -> None:
        self._screen.set_class(in_front, "-conversation-in-front")

    @property
    def conversation_in_view(self) -> bool:
        """Whether the place of the conversation is on the screen."""
        return not self.too_small and (self.conversation_in_front or not self.narrow)
