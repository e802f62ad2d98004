"""The title line: whose desk this is, and what the carrier is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.display import DisplayText, one_line
from smsdesk.tui.screen_messages import TitleChanged
from smsdesk.tui.text.content_lines import spread, width_of
from smsdesk.tui.text.fitting_lines import FittingLines
from smsdesk.tui.text.shown import Piece

if TYPE_CHECKING:
    from textual.app import RenderResult
    from textual.content import Content

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


class TitleLine(FittingLines, Widget):
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
        """Return the firm at the left and the state at the right."""
        return title(self.state, self.content_size.width)


@dataclass(frozen=True, slots=True)
class _Show:
    """What is shown besides what must be."""

    sentences: bool = True
    number: bool = True
    agent: bool = True
    program: bool = True


_FULLEST_FIRST: Final = (
    _Show(),
    _Show(sentences=False),
    _Show(sentences=False, number=False),
    _Show(sentences=False, number=False, agent=False),
    _Show(sentences=False, number=False, agent=False, program=False),
)
"""The firm's number never changes, and agents know who they are: these go before what waits."""


def title(state: TitleState, width: int) -> Content:
    """Return the line with all that ``width`` cells have room for."""
    left: list[Piece] = []
    right: list[Piece] = []
    for show in _FULLEST_FIRST:
        left, right = _left(state, show), _right(state, show)
        if width_of(left) + len(_GAP.text) + width_of(right) <= width:
            break
    return spread(left, right, width)


def _left(state: TitleState, show: _Show) -> list[Piece]:
    parts = [Piece(_PROGRAM, "bold $accent")] if show.program else []
    if show.number and state.number:
        parts.append(Piece(one_line(state.number), "$text-muted"))
    if state.undisturbed:
        parts.append(Piece(UNDISTURBED if show.sentences else UNDISTURBED_SHORT, "$warning"))
    return [piece for part in parts for piece in (_GAP, part)][1:]


def _right(state: TitleState, show: _Show) -> list[Piece]:
    agent = show.agent and state.agent
    parts = [[Piece(one_line(state.agent), "$text-muted")]] if agent else []
    parts.append(_carrier(state, roomy=show.sentences))
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
