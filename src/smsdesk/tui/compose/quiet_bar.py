"""The line over the box in the lead's quiet hours: their time, and what Enter does then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from smsdesk.core.rules.quiet_hours import answers_them, judge_hours, next_allowed, zone_at
from smsdesk.display import DisplayText, one_line, phrase
from smsdesk.terms import Code, Direction
from smsdesk.tui.text.shown import Piece, shown
from smsdesk.tui.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from textual.content import Content

    from smsdesk.core.read_models.threads import Bubble, ThreadHead

AGAIN_SENDS: Final = DisplayText("Enter again sends it now.")
RETRY_AGAIN_SENDS: Final = DisplayText("F5 again sends it now.")
AGAIN_PLANS: Final = DisplayText("That time is in their quiet hours. Plan it again to plan it so.")
_NOTHING: Final = DisplayText()


def quiet_now(head: ThreadHead, now: datetime) -> bool:
    """Whether it is a quiet hour for a lead, as far as the firm judges that."""
    if head.hours is None or head.quiet_mode == "off":
        return False
    return judge_hours(head.hours, now).quiet


def is_answer(bubbles: Iterable[Bubble], now: datetime) -> bool:
    """Whether a text now follows one of theirs so soon that it is free of quiet hours."""
    theirs = (one.happened_at for one in bubbles if one.direction is Direction.INBOUND)
    return answers_them(max(theirs, default=None), now)


class QuietBar(Words):
    """One line in amber."""

    DEFAULT_CSS = """
    QuietBar { height: auto; max-height: 3; padding: 0 1; color: $text-muted;
        background: $warning 12%; border-left: outer $warning; }
    """

    def __init__(self) -> None:
        super().__init__(id="quiet-hours")

    def show(
        self,
        head: ThreadHead,
        bubbles: Iterable[Bubble],
        now: datetime,
        *,
        asked: Collection[Code],
        asked_of_plan: Collection[Code],
        asked_again: Collection[Code],
    ) -> bool:
        """Say what time it is for them; return whether there is anything to say.

        Args:
            head: who they are.
            bubbles: for the text of theirs that an answer may follow.
            now: the time.
            asked: what Enter has been answered with.
            asked_of_plan: what planning has been answered with.
            asked_again: what sending a failed text again has been answered with.
        """
        if Code.QUIET_HOURS in asked_of_plan:
            self._say_in_its_lines(shown(Piece(AGAIN_PLANS, "bold $warning")))
            return True
        quiet = quiet_now(head, now) and not is_answer(bubbles, now)
        if not quiet or head.hours is None:
            return False
        said = one_line(judge_hours(head.hours, now).says)
        stopped = Code.QUIET_HOURS in (*asked, *asked_again)
        again = AGAIN_SENDS if Code.QUIET_HOURS in asked else RETRY_AGAIN_SENDS
        what = again if stopped else _enter(head, now)
        tone = "bold $warning" if stopped else "$warning"
        self._say_in_its_lines(shown(Piece(what, tone), DisplayText(" " if what else ""), said))
        return True

    def _say_in_its_lines(self, said: Content) -> None:
        """Say ``said``; only another number of lines is a matter of the whole screen's layout."""
        if said.is_same(self.content):
            return
        width, height = self.content_size
        fits = width > 0 and said.get_height(self.styles.get_rules(), width) == height
        self.say(said, layout=not fits)


def _enter(head: ThreadHead, now: datetime) -> DisplayText:
    """Return what Enter does in quiet hours."""
    if head.quiet_mode != "hold" or head.hours is None:
        return _NOTHING
    allowed = next_allowed(head.hours, now)
    if allowed is None:
        return _NOTHING
    local = allowed.astimezone(zone_at(head.hours, allowed))
    far = allowed - now > timedelta(days=6)
    when = f"{local:%a} {local.day} {local:%b %H:%M}" if far else f"{local:%a %H:%M}"
    return phrase("Enter plans it for {when}.", when=when)
