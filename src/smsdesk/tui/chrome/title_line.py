"""The title line: whose desk this is, and what the carrier is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.tui.announcements import TitleChanged
from smsdesk.tui.text.content_lines import spread

if TYPE_CHECKING:
    from textual.app import RenderResult


@dataclass(frozen=True, slots=True)
class TitleState:
    """What the title line shows.

    Attributes:
        number: the firm's sending number as it is written; empty while unknown.
        mode: ``live`` or ``simulated``; empty while the desk opens.
        offline_since: the time of day since when the carrier is out of reach, or empty.
        refused: it is not out of reach, but refuses the firm (wrong credentials ...).
        waiting: texts in the outbox.
    """

    number: str = ""
    agent: str = ""
    mode: str = ""
    offline_since: str = ""
    refused: bool = False
    waiting: int = 0
    unread: int = 0


class TitleLine(Widget):
    """One line at the very top."""

    DEFAULT_CSS = "TitleLine { height: 1; background: $panel; color: $foreground; padding: 0 1; }"

    state: reactive[TitleState] = reactive(TitleState())

    def show(self, state: TitleState) -> None:
        """Show ``state`` here and in the terminal's own title."""
        if state != self.state:
            self.state = state
            self.post_message(TitleChanged(state.unread, state.mode == "simulated"))

    def render(self) -> RenderResult:
        """Put the firm at the left and the state at the right."""
        width = self.content_size.width
        return spread(_left(self.state), _right(self.state, roomy=width >= 90), width)


def _left(state: TitleState) -> Content:
    return Content.assemble(("smsdesk", "bold $accent"), "  ", (state.number, "$text-muted"))


def _right(state: TitleState, *, roomy: bool) -> Content:
    parts = [Content.styled(state.agent, "$text-muted"), _carrier(state, roomy=roomy)]
    if state.waiting:
        parts.append(Content.styled(f"{state.waiting} waiting", "$warning"))
    if state.unread:
        parts.append(Content.styled(f"{state.unread} unread", "bold $accent"))
    return Content(" · ").join([part for part in parts if part])


def _carrier(state: TitleState, *, roomy: bool) -> Content:
    simulated = Content.styled(
        " SIMULATED: no text leaves this computer " if roomy else " SIMULATED ",
        "bold $background on $warning",
    )
    if state.offline_since:
        how = "refused" if state.refused else "offline"
        away = Content.styled(f"○ {how} since {state.offline_since}", "bold $error")
        return Content.assemble(simulated, " ", away) if state.mode == "simulated" else away
    if state.mode == "simulated":
        return simulated
    if state.mode == "live":
        return Content.styled("● live", "$foreground")
    return Content.styled("opening …", "dim")
