"""The title line: whose desk this is, and what the carrier is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.display import DisplayText, one_line
from smsdesk.tui.announcements import TitleChanged
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.shown import Piece

if TYPE_CHECKING:
    from textual.app import RenderResult

SIMULATED: Final = DisplayText(" SIMULATED: no text leaves this computer ")
SIMULATED_SHORT: Final = DisplayText(" SIMULATED ")
UNDISTURBED: Final = DisplayText("do not disturb")
UNDISTURBED_SHORT: Final = DisplayText("quiet")
LIVE: Final = DisplayText("● live")
OPENING: Final = DisplayText("opening …")
_PROGRAM: Final = DisplayText("smsdesk")
_GAP: Final = Piece(DisplayText("  "))
_SPACE: Final = Piece(DisplayText(" "))
_DOT: Final = Piece(DisplayText(" · "))


@dataclass(frozen=True, slots=True)
class TitleState:
    """What the title line shows.

    Attributes:
        number: the firm's sending number as it is written; empty while unknown.
        mode: ``live`` or ``simulated``; empty while the desk opens.
        offline_since: the time of day since when the carrier is out of reach, or empty.
        refused: it is not out of reach, but refuses the firm (wrong credentials ...).
        waiting: texts in the outbox.
        undisturbed: nobody is called for new texts.
    """

    number: str = ""
    agent: str = ""
    mode: str = ""
    offline_since: str = ""
    refused: bool = False
    waiting: int = 0
    unread: int = 0
    to_answer: int = 0
    undisturbed: bool = False


class TitleLine(Widget):
    """One line at the very top."""

    DEFAULT_CSS = "TitleLine { height: 1; background: $panel; color: $foreground; padding: 0 1; }"

    state: reactive[TitleState] = reactive(TitleState())

    def show(self, state: TitleState) -> None:
        """Show ``state`` here and in the terminal's own title."""
        if state != self.state:
            self.state = state
            simulated = state.mode == "simulated"
            self.post_message(TitleChanged(state.unread, state.to_answer, simulated))

    def render(self) -> RenderResult:
        """Put the firm at the left and the state at the right."""
        width = self.content_size.width
        left = _left(self.state)
        if self.state.undisturbed:
            left += _GAP, Piece(UNDISTURBED if width >= 90 else UNDISTURBED_SHORT, "$warning")
        return spread(left, _right(self.state, roomy=width >= 90), width)


def _left(state: TitleState) -> list[Piece]:
    return [Piece(_PROGRAM, "bold $accent"), _GAP, Piece(one_line(state.number), "$text-muted")]


def _right(state: TitleState, *, roomy: bool) -> list[Piece]:
    parts = [[Piece(one_line(state.agent), "$text-muted")]] if state.agent else []
    parts.append(_carrier(state, roomy=roomy))
    if state.waiting:
        parts.append([Piece(DisplayText(f"{state.waiting} waiting"), "$warning")])
    if state.to_answer:
        parts.append([Piece(DisplayText(f"{state.to_answer} to answer"), "bold $warning")])
    if state.unread:
        parts.append([Piece(DisplayText(f"{state.unread} unread"), "bold $accent")])
    first, *more = parts
    return first + [piece for part in more for piece in (_DOT, *part)]


def _carrier(state: TitleState, *, roomy: bool) -> list[Piece]:
    simulated = Piece(SIMULATED if roomy else SIMULATED_SHORT, "bold $background on $warning")
    if state.offline_since:
        how = "refused" if state.refused else "offline"
        away = Piece(DisplayText(f"○ {how} since {state.offline_since}"), "bold $error")
        return [simulated, _SPACE, away] if state.mode == "simulated" else [away]
    if state.mode == "simulated":
        return [simulated]
    if state.mode == "live":
        return [Piece(LIVE, "$foreground")]
    return [Piece(OPENING, "dim")]
