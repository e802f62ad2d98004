"""The line that says which conversations are listed, and how many wait in the other views."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from textual.reactive import reactive
from textual.widget import Widget

from smsdesk.display import DisplayText, cell_width, phrase
from smsdesk.terms import ConversationView
from smsdesk.tui.screen_messages import ViewAsked
from smsdesk.tui.text.fitting_lines import FittingLines
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.view_names import VIEW_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import RenderResult

ALWAYS: Final[tuple[ConversationView, ...]] = (
    ConversationView.ALL,
    ConversationView.TO_ANSWER,
    ConversationView.MINE,
    ConversationView.FAILED,
)
_GAP: Final = Piece(DisplayText("  "))


class ViewLine(FittingLines, Widget):
    """One line; a click on a view shows it.

    Attributes:
        view: the one that is shown.
        counts: how many conversations each has, as far as that is known.
        filtered: words stand in the filter, and find in every view: none is shown meanwhile.
    """

    DEFAULT_CSS = "ViewLine { height: 1; padding: 0 1; color: $text-muted; }"

    view: reactive[ConversationView] = reactive(ConversationView.ALL)
    counts: reactive[Mapping[ConversationView, int]] = reactive(MappingProxyType({}))
    filtered: reactive[bool] = reactive(False)  # noqa: FBT003 - how a reactive gets its default

    def render(self) -> RenderResult:
        """Return the views for which there is room, the one that is shown first of all."""
        pieces: list[Piece] = []
        for view, words in self._fitting():
            shows = view is self.view and not self.filtered
            style = "bold $accent" if shows else "$text-muted"
            pieces += [_GAP] * bool(pieces) + [Piece(words, style)]
        return shown(*pieces)

    def _fitting(self) -> list[tuple[ConversationView, DisplayText]]:
        here: tuple[ConversationView, ...] = (self.view, ConversationView.ALL)
        offered = [view for view in ALWAYS if self.counts.get(view) or view in here]
        if self.view not in offered:
            offered.insert(0, self.view)
        room = self.content_size.width
        found: list[tuple[ConversationView, DisplayText]] = []
        for view in sorted(offered, key=lambda view: view is not self.view):
            words = self._words(view)
            needed = cell_width(words) + (2 if found else 0)
            if needed <= room:
                room -= needed
                found.append((view, words))
        return sorted(found, key=lambda each: offered.index(each[0]))

    def _words(self, view: ConversationView) -> DisplayText:
        count = self.counts.get(view)
        if count is None:
            return VIEW_NAMES[view]
        return phrase("{name} {count}", name=VIEW_NAMES[view], count=str(count))

    def on_click(self, event: events.Click) -> None:
        """Show the view that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        place = 0
        for view, words in self._fitting():
            end = place + cell_width(words)
            if place <= offset.x < end:
                self.post_message(ViewAsked(view))
                return
            place = end + 2
