"""The line over the box while Enter asks: others have written since the text was begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.core.rules.staleness import meanwhile
from smsdesk.display import DisplayText, phrase
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.core.rules.staleness import AnothersText

THEN: Final = Piece(DisplayText(" Read, then Enter sends."), "$text-muted")
TOO_EARLY: Final = Piece(DisplayText(" Not sent yet: read first, then Enter sends."), "$warning")
SOMETHING: Final = "Others wrote meanwhile"
"""What is said until it has been read who."""


class MeanwhileBar(Words):
    """Who has written, and what Enter does about it."""

    DEFAULT_CSS = """
    MeanwhileBar {
        height: auto; padding: 0 1; background: $warning 12%; border-left: outer $warning;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="meanwhile")

    def show(self, news: Sequence[AnothersText], *, hurried: bool) -> None:
        """Say who has written.

        Args:
            news: what they wrote.
            hurried: whether Enter was pressed again before it could be read.
        """
        who = phrase("{who}.", who=meanwhile(news) if news else SOMETHING)
        said = shown(Piece(who, "bold $warning"), TOO_EARLY if hurried else THEN)
        if self.content != said:
            self.say(said)
