"""Who the thread is with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.core.rules.wording import LINE_KINDS
from smsdesk.display import DisplayText, cell_width, clip, joined, one_line, phrase
from smsdesk.tui.compose.quiet_bar import quiet_now
from smsdesk.tui.screen_messages import CommandAsked, ListAsked
from smsdesk.tui.text.content_lines import spread, width_of
from smsdesk.tui.text.fitting_lines import FittingLines
from smsdesk.tui.text.shown import Piece, clicked_command, shown, stacked
from smsdesk.tui.text.when import local_time

if TYPE_CHECKING:
    from datetime import datetime

    from textual import events
    from textual.app import RenderResult

    from smsdesk.core.read_models.events import Present
    from smsdesk.core.read_models.threads import ThreadHead

CHECKING = DisplayText("checking the line type …")
SHORTEST_EVENT = 8
"""Cells that the event keeps whatever stands behind it."""

_TO_LIST = "list"
_BACK = Piece(
    DisplayText("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} list"), "bold $accent", _TO_LIST
)
_GAP = Piece(DisplayText("  "))
_SPACE = DisplayText(" ")
_BETWEEN = Piece(DisplayText(" · "), "$text-muted")
_ALSO = DisplayText("  also ")
_DOT = DisplayText(" · ")


class ThreadHeadLines(FittingLines, Widget):
    """Two lines over the messages."""

    DEFAULT_CSS = """
    ThreadHeadLines {
        height: 3; padding: 0 1; border-bottom: solid $border-blurred; display: none;
    }
    """

    head: reactive[ThreadHead | None] = reactive(None)
    looking_up: reactive[str] = reactive("")
    colleagues: reactive[tuple[Present, ...]] = reactive(())
    now: reactive[datetime | None] = reactive(None)
    list_behind: reactive[bool] = reactive(False)  # noqa: FBT003 - how a reactive gets its default

    def render(self) -> RenderResult:
        """Return name and number, then event, signups and kind of line."""
        if self.head is None:
            return shown()
        width = self.content_size.width
        who = [*_who(self.head), *_here(self.colleagues)]
        if self.list_behind:
            who = [_BACK, _GAP, *who]
        buttons = [*_button("F2", "why"), _GAP, *_button("F1", "help")]
        room = width - width_of(buttons) - 1
        about = _about(self.head, room, looking_up=self.looking_up == self.head.number)
        return stacked(
            [
                spread(who, _number_and_time(self.head, self.now), width),
                spread([Piece(about, "$text-muted")], buttons, width),
            ]
        )

    def on_click(self, event: events.Click) -> None:
        """Do what the word says."""
        command = clicked_command(event.style)
        if command == _TO_LIST:
            self.post_message(ListAsked())
        elif command:
            self.post_message(CommandAsked(command))


def _number_and_time(head: ThreadHead, now: datetime | None) -> list[Piece]:
    number = head.display_number if head.name and head.display_number != head.name else ""
    local = _local_time(head, now)
    pieces = [Piece(one_line(number), "$text-muted")] if number else []
    if local:
        if pieces:
            pieces.append(_BETWEEN)
        tone = "$warning" if now is not None and quiet_now(head, now) else "$text-muted"
        pieces.append(Piece(one_line(local), tone))
    return pieces


def _about(head: ThreadHead, room: int, *, looking_up: bool) -> DisplayText:
    """Return event, signups and kind of line in ``room`` cells; a long event makes room."""
    parts = [DisplayText(f"{len(head.signups)} signups")] if len(head.signups) > 1 else []
    kind = CHECKING if looking_up else DisplayText(LINE_KINDS.get(head.line_type, ""))
    if head.event:
        behind = sum(cell_width(part) for part in (*parts, kind)) + 2 * len(parts) + 3 * bool(kind)
        parts.insert(0, clip(one_line(head.event), max(room - behind, SHORTEST_EVENT)))
    return joined(" · ", filter(None, (joined(", ", parts), kind)))


def _who(head: ThreadHead) -> list[Piece]:
    who = [Piece(one_line(head.name or head.display_number), "bold")]
    if head.also_known_as:
        who += Piece(_ALSO, "$text-muted"), Piece(one_line(head.also_known_as), "$text-muted")
    return who


def _here(colleagues: tuple[Present, ...]) -> list[Piece]:
    """Return who else has the thread open."""
    here: list[Piece] = []
    for each in colleagues:
        said = phrase("{agent} types" if each.typing else "{agent} is here", agent=each.agent)
        style = "$warning" if each.typing else "$text-muted"
        here += Piece(_DOT, "$text-muted"), Piece(said, style)
    return here


def _button(key: str, command: str) -> list[Piece]:
    return [
        Piece(DisplayText(key), "$accent", command),
        Piece(_SPACE, command=command),
        Piece(DisplayText(command), "$text-muted", command),
    ]


def _local_time(head: ThreadHead, now: datetime | None) -> str:
    """Return the lead's own time of day, where the number's zone is known."""
    return local_time(head.zone, now) if now is not None else ""
