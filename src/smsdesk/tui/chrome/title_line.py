"""The title line: whose desk this is, and what the carrier is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.tui.text.line_building import spread

if TYPE_CHECKING:
    from textual.app import RenderResult


@dataclass(frozen=True, slots=True)
class Standing:
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

    standing: reactive[Standing] = reactive(Standing())

    def render(self) -> RenderResult:
        """Put the firm at the left and the state at the right."""
        width = self.content_size.width
        return spread(_firm(self.standing), _state(self.standing, roomy=width >= 90), width)


def _firm(standing: Standing) -> Content:
    return Content.assemble(("smsdesk", "bold $accent"), "  ", (standing.number, "$text-muted"))


def _state(standing: Standing, *, roomy: bool) -> Content:
    parts = [Content.styled(standing.agent, "$text-muted"), _carrier(standing, roomy=roomy)]
    if standing.waiting:
        parts.append(Content.styled(f"{standing.waiting} waiting", "$warning"))
    if standing.unread:
        parts.append(Content.styled(f"{standing.unread} unread", "bold $accent"))
    return Content(" · ").join([part for part in parts if part])


def _carrier(standing: Standing, *, roomy: bool) -> Content:
    simulated = Content.styled(
        " SIMULATED: no text leaves this computer " if roomy else " SIMULATED ",
        "bold $background on $warning",
    )
    if standing.offline_since:
        how = "refused" if standing.refused else "offline"
        away = Content.styled(f"○ {how} since {standing.offline_since}", "bold $error")
        return Content.assemble(simulated, " ", away) if standing.mode == "simulated" else away
    if standing.mode == "simulated":
        return simulated
    if standing.mode == "live":
        return Content.styled("● live", "$foreground")
    return Content.styled("opening …", "dim")
