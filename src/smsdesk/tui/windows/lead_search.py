"""The search for a lead to text: name, e-mail or phone, in any form of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Button

from smsdesk.desk import NotANumber
from smsdesk.display import DisplayText, joined, one_line, phrase
from smsdesk.tui.commands import BY_NAME
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked, marked_number
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.text.when import list_time
from smsdesk.tui.text.words import button, relabel
from smsdesk.tui.windows.finder import NO_WORDS, Choice, Finder, Found, Row

if TYPE_CHECKING:
    import threading
    from datetime import tzinfo

    from textual.app import ComposeResult
    from textual.content import Content

    from smsdesk.clock import Clock
    from smsdesk.core.read_models.leads import LeadHit, LeadHits
    from smsdesk.desk.leads import SearchesLeads
    from smsdesk.desk.numbers import Numbers

LEFT_OUT_KEY: Final = "ctrl+l"
NO_LEAD_HAS_IT: Final = DisplayText(
    f"No lead has this number. {key_label(BY_NAME['jump'].keys[0])} finds conversations."
)

_QUIET: Final = "$text-muted"
_QUIET_MARK: Final = "bold underline"
_TEXT: Final = DisplayText("Text ")
_DOT: Final = DisplayText(" · ")


class LeadSearch:
    """Each contact once.

    Attributes:
        left_out: whether those that cannot be texted are found too, with their reasons.
    """

    title: ClassVar = DisplayText("New conversation")
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

    def find(self, query: str, *, stop: threading.Event) -> Found[Choice]:
        """Search the leads."""
        hits = self._leads.search(query, left_out=self.left_out, stop=stop)
        rows = tuple(self._row(hit, query) for hit in hits.hits)
        if not rows and not hits.left_out and (number := self._whole_number(query)):
            return Found((self._number_row(number),), NO_LEAD_HAS_IT)
        if not rows:
            return Found(nothing=nothing_found(hits))
        return Found(rows, summary(hits))

    def _whole_number(self, query: str) -> str:
        """Return what was typed as a number in E.164, or nothing where it is no whole one."""
        if any(map(str.isalpha, query)):
            return ""
        try:
            return self._numbers.parse(query)
        except NotANumber:
            return ""

    def _number_row(self, number: str) -> Row[Choice]:
        who = one_line(self._numbers.display(number))

        def prompt(width: int) -> Content:
            return spread([Piece(_TEXT), Piece(who, "bold")], [], width)

        return Row(Choice(number), prompt, phrase("opens the thread with {who}", who=who))

    def _row(self, hit: LeadHit, query: str) -> Row[Choice]:
        signed_up = NO_WORDS
        if hit.signed_up_at is not None:
            signed_up = list_time(hit.signed_up_at, self._clock.now(), self._zone)

        def prompt(width: int) -> Content:
            return lead_prompt(hit, query, signed_up, width)

        return Row(Choice(hit.number) if hit.number else None, prompt, next_step(hit))


class LeadFinder(Finder[Choice]):
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
        toggle = button(self._toggle_label(), id="left-out")
        toggle.can_focus = False
        yield toggle

    def _toggle_label(self) -> Content:
        box = "[x]" if self._leads.left_out else "[ ]"
        key = key_label(LEFT_OUT_KEY)
        words = DisplayText(f"{box} also those who can't be texted  ")
        return shown(words, Piece(key, "bold $accent"))

    @on(Button.Pressed, "#left-out")
    def action_left_out(self) -> None:
        """List those left out too, or no longer."""
        self._leads.left_out = not self._leads.left_out
        relabel(self.query_one("#left-out", Button), self._toggle_label())
        self.search_again()


def lead_prompt(hit: LeadHit, query: str, signed_up: DisplayText, width: int) -> Content:
    """Return the two lines of a lead, ``width`` cells wide, with the matched part marked."""
    dim = "" if hit.sendable else _QUIET
    phone = marked_number(one_line(hit.display_phone), query, dim)
    name = marked(one_line(hit.name), query, dim or "bold") if hit.name else []
    first = spread(name, phone, width) if name else spread(phone, [], width)
    signups = DisplayText(f"{hit.signups} signups" if hit.signups > 1 else "")
    about = marked(one_line(hit.email), query, _QUIET, mark=_QUIET_MARK) if hit.email else []
    for part in filter(None, (one_line(hit.event), signed_up, signups)):
        about += [Piece(_DOT, _QUIET)] if about else []
        about.append(Piece(part, _QUIET))
    reason = [Piece(one_line(hit.reason), "$warning")] if hit.reason else []
    return stacked([first, spread(about, reason, width)])


def next_step(hit: LeadHit) -> DisplayText:
    """Return what choosing ``hit`` does."""
    who = hit.name or hit.display_phone
    if hit.sendable:
        return phrase("opens the thread with {who}", who=who)
    return phrase(
        "opens the thread with {who}; no text can be sent: {reason}", who=who, reason=hit.reason
    )


def summary(hits: LeadHits) -> DisplayText:
    """Return how many there are beyond what is listed."""
    said = [
        f"{len(hits.hits)} of {hits.total}; type more to narrow it"
        if hits.beyond
        else f"{hits.total} found"
    ]
    if hits.left_out:
        said.append(f"{hits.left_out} left out")
    return joined(" · ", map(DisplayText, said))


def nothing_found(hits: LeadHits) -> DisplayText:
    """Return what was searched, and how to see those left out."""
    said = phrase("No lead matches “{query}” by name, e-mail or phone.", query=hits.query)
    if not hits.left_out:
        return said
    key = key_label(LEFT_OUT_KEY)
    more = f" {hits.left_out} who can't be texted do: {key} shows them with their reasons."
    return said + DisplayText(more)
