"""Which conversations shall be listed: a letter each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText, one_line
from smsdesk.terms import ConversationView
from smsdesk.tui.text.view_names import VIEW_NAMES
from smsdesk.tui.windows.letter_menu import Choice, LetterMenu

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE: Final = DisplayText("Which conversations")


class ViewMenu(LetterMenu):
    """Answers with the name of a view."""

    DEFAULT_CSS = "ViewMenu #menu { width: 40; }"

    def __init__(self, counts: Mapping[ConversationView, int], view: ConversationView) -> None:
        """Offer every view.

        Args:
            counts: how many conversations each has, as far as that is known.
            view: the one that is shown.
        """
        choices = [
            Choice(
                VIEW_NAMES[each][:1],
                VIEW_NAMES[each],
                each.value,
                one_line(str(counts.get(each, ""))),
            )
            for each in ConversationView
        ]
        super().__init__(TITLE, choices, begin_at=list(ConversationView).index(view))
