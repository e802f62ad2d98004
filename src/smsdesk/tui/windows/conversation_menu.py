"""What can be done with a conversation: a letter each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smsdesk.display import DisplayText, one_line
from smsdesk.tui.commands import BY_LETTER, Situation
from smsdesk.tui.windows.letter_menu import Choice, LetterMenu

NONE_IN_VIEW: Final = DisplayText("No conversation is open")


class ConversationMenu(LetterMenu):
    """Answers with the name of a command."""

    def __init__(self, who: str | None, situation: Situation) -> None:
        """Offer what makes sense in a situation.

        Args:
            who: whose conversation it is; ``None`` where none is in view.
            situation: that of the desk under the window; what a text in the box keeps a key from,
                a letter may do.
        """
        by_letter = replace(situation, nothing_to_delete=True)
        choices = [
            Choice(letter, DisplayText(command.title), command.name)
            for letter, command in BY_LETTER.items()
            if command.fits(by_letter)
        ]
        super().__init__(NONE_IN_VIEW if who is None else one_line(who), choices)
