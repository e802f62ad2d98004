"""The search for a lead to text: name, e-mail or phone, in any form of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Button

from smsdesk.desk import NotANumber
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.keys import key_label
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked, marked_number
from smsdesk.tui.text.when import list_time
from smsdesk.tui.windows.finder import Finder, Found, Row

if TYPE_CHECKING:
    import threading
    from datetime import tzinfo

    from textual.app import ComposeResult

    from smsdesk.clock import Clock
    from smsdesk.core.views.leads import LeadHit, LeadHits
    from smsdesk.desk.leads import SearchesLeads
    from smsdesk.desk.numbers import Numbers

LEFT_OUT_KEY: Final = "ctrl+l"
NO_LEAD_HAS_IT: Final = (
    f"No lead has this number. {key_label(BY_NAME['jump'].keys[0])} finds conversations."
)


class LeadSearch:
    """Each contact once.

    Attributes:
        left_out: whether those that cannot be texted are found too, with their reasons.
    """

    title: ClassVar = "New conversation"
    placeholder: ClassVar = "name, e-mail or phone"
    at_least: ClassVar = 2

    def __init__(
        self, leads: SearchesLeads, numbers: Numbers, *, clock: Clock, zone: tzinfo
    ) -> None:
        """``zone`` is the agent's own."""
        self.left_out = False
        self._leads = leads
        self._numbers = numbers
        self._clock = clock
        self._zone = zone

    def find(self, query: str, *, stop: threading.Event) -> Found:
        """Search the leads."""
        hits = self._leads.search(query, left_out=self.left_out, stop=stop)
        rows = tuple(self._row(hit, query) for hit in hits.hits)
        if not rows and not hits.left_out and (number := self._whole_number(query)):
            return Found((self._number_row(number),), NO_LEAD_HAS_IT)
        if not rows:
            return Found((), nothing=nothing_found(hits))
        return Found(rows, summary(hits))

    def _whole_number(self, query: str) -> str:
        """Return what was typed as a number in E.164, or nothing where it is no whole one."""
        if any(map(str.isalpha, query)):
            return ""
        try:
            return self._numbers.parse(query)
        except NotANumber:
            return ""

    def _number_row(self, number: str) -> Row:
        shown = self._numbers.display(number)

        def prompt(width: int) -> Content:
            return Content.assemble("Text ", (shown, "bold")).truncate(width, pad=True)

        return Row(number, prompt, f"opens the thread with {shown}")

    def _row(self, hit: LeadHit, query: str) -> Row:
        signed_up = ""
        if hit.signed_up_at is not None:
            signed_up = list_time(hit.signed_up_at, self._clock.now(), self._zone)

        def prompt(width: int) -> Content:
            return lead_prompt(hit, query, signed_up, width)

        return Row(hit.number, prompt, next_step(hit))


class LeadFinder(Finder):
    """The search for a lead; those that cannot be texted only when asked for, and greyed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(LEFT_OUT_KEY, "left_out", "Show those left out", show=False, priority=True)
    ]
    DEFAULT_CSS = """
    LeadFinder #left-out {
        height: 1; width: auto; min-width: 0; border: none; margin: 0 0 1 0; text-style: none;
        background: transparent; color: $text-muted; &:hover { color: $foreground; }
    }
    """

    def __init__(self, leads: LeadSearch) -> None:
        """``leads`` is told whether to find those left out."""
        super().__init__(leads)
        self._leads = leads

    def settings(self) -> ComposeResult:
        """Offer to list those left out."""
        toggle = Button(self._toggle_label(), id="left-out", compact=True)
        toggle.can_focus = False
        yield toggle

    def _toggle_label(self) -> Content:
        box = "[x]" if self._leads.left_out else "[ ]"
        key = key_label(LEFT_OUT_KEY)
        return Content.assemble(f"{box} also those who can't be texted  ", (key, "bold $accent"))

    @on(Button.Pressed, "#left-out")
    def action_left_out(self) -> None:
        """List those left out too, or no longer."""
        self._leads.left_out = not self._leads.left_out
        self.query_one("#left-out", Button).label = self._toggle_label()
        self.search_again()


def lead_prompt(hit: LeadHit, query: str, signed_up: str, width: int) -> Content:
    """Return the two lines of a lead, ``width`` cells wide, with the matched part marked."""
    dim = "" if hit.sendable else "$text-muted"
    name = marked(hit.name, query, dim or "bold") if hit.name else Content()
    phone = marked_number(hit.display_phone, query, dim)
    first = spread(name, phone, width) if name else phone.truncate(width, pad=True)
    signups = f"{hit.signups} signups" if hit.signups > 1 else ""
    about = [marked(hit.email, query)] if hit.email else []
    about += [Content(part) for part in (hit.event, signed_up, signups) if part]
    reason = Content.styled(hit.reason, "$warning")
    second = spread(Content.styled(" · ", "").join(about).stylize("$text-muted"), reason, width)
    return Content("\n").join([first, second])


def next_step(hit: LeadHit) -> str:
    """Return what choosing ``hit`` does."""
    who = hit.name or hit.display_phone
    if hit.sendable:
        return f"opens the thread with {who}"
    return f"opens the thread with {who}; no text can be sent: {hit.reason}"


def summary(hits: LeadHits) -> str:
    """Return how many there are beyond what is listed."""
    said = [
        f"{len(hits.hits)} of {hits.total}; type more to narrow it"
        if hits.beyond
        else f"{hits.total} found"
    ]
    if hits.left_out:
        said.append(f"{hits.left_out} left out")
    return " · ".join(said)


def nothing_found(hits: LeadHits) -> str:
    """Return what was searched, and how to see those left out."""
    said = f"No lead matches “{hits.query}” by name, e-mail or phone."
    if hits.left_out:
        key = key_label(LEFT_OUT_KEY)
        said += f" {hits.left_out} who can't be texted do: {key} shows them with their reasons."
    return said
