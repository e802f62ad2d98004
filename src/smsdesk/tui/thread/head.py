"""Who the thread is with."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.terms import LineType
from smsdesk.tui.announcements import CommandAsked, ListAsked
from smsdesk.tui.text.content_lines import clickable, clicked_command, spread
from smsdesk.tui.text.when import clock_time

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from textual import events
    from textual.app import RenderResult

    from smsdesk.core.views.threads import ThreadHead

_TO_LIST = "list"

_LINE_TYPES = {
    LineType.MOBILE: "mobile",
    LineType.LANDLINE: "landline",
    LineType.FIXED_VOIP: "VoIP",
    LineType.NON_FIXED_VOIP: "VoIP",
    LineType.PERSONAL: "personal number",
    LineType.TOLL_FREE: "toll-free",
    LineType.PREMIUM: "premium rate",
    LineType.SHARED_COST: "shared cost",
    LineType.UAN: "company-wide number",
    LineType.VOICEMAIL: "voicemail",
    LineType.PAGER: "pager",
}


class ThreadHeadLines(Widget):
    """Two lines over the messages."""

    DEFAULT_CSS = """
    ThreadHeadLines {
        height: 3; padding: 0 1; border-bottom: solid $border-blurred; display: none;
    }
    """

    head: reactive[ThreadHead | None] = reactive(None)
    looking_up: reactive[str] = reactive("")
    now: reactive[datetime | None] = reactive(None)
    list_behind: reactive[bool] = reactive(False)  # noqa: FBT003 - how a reactive gets its default

    def render(self) -> RenderResult:
        """Return name and number, then event, signups and kind of line."""
        if self.head is None:
            return Content()
        width = self.content_size.width
        number = "" if self.head.display_number == self.head.name else self.head.display_number
        right = [Content.styled(number, "$text-muted")] if self.head.name else []
        local = _local_time(self.head, self.now)
        if local:
            right.append(Content.styled(local, "$text-muted"))
        who = _who(self.head)
        if self.list_behind:
            back = Content.styled(
                "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} list", "bold $accent"
            )
            who = Content.assemble(clickable(back, _TO_LIST), "  ", who)
        first = spread(who, Content(" · ").join(right), width)
        buttons = Content("  ").join([_button("F2 why", "why"), _button("F1 help", "help")])
        second = spread(
            Content.styled(
                _about(self.head, looking_up=self.looking_up == self.head.number), "$text-muted"
            ),
            buttons,
            width,
        )
        return Content("\n").join([first, second])

    def on_click(self, event: events.Click) -> None:
        """Do what the word says."""
        command = clicked_command(event.style)
        if command == _TO_LIST:
            self.post_message(ListAsked())
        elif command:
            self.post_message(CommandAsked(command))


def _about(head: ThreadHead, *, looking_up: bool) -> str:
    parts = [head.event] if head.event else []
    if len(head.signups) > 1:
        parts.append(f"{len(head.signups)} signups")
    kind = "checking the line type …" if looking_up else _LINE_TYPES.get(head.line_type, "")
    return " · ".join(part for part in (", ".join(parts), kind) if part)


def _who(head: ThreadHead) -> Content:
    who = Content.styled(head.name or head.display_number, "bold")
    if head.also_known_as:
        who = who + Content.styled(f"  also {head.also_known_as}", "$text-muted")
    return who


def _button(label: str, command: str) -> Content:
    key, _, word = label.partition(" ")
    return clickable(Content.assemble((key, "$accent"), " ", (word, "$text-muted")), command)


def _local_time(head: ThreadHead, now: datetime | None) -> str:
    """Return the lead's own time of day, where the number's zone is known."""
    zone = _zone(head.zone) if head.zone else None
    if zone is None or now is None:
        return ""
    city = head.zone.rpartition("/")[2].replace("_", " ")
    return f"{city} {clock_time(now, zone)}"


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
