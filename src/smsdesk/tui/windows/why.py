"""Why a contact can or cannot be texted: every rule, what it stands on, what would lift it."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from textual import work

from smsdesk.core.rules.wording import say_when
from smsdesk.display import DisplayText, joined, many_lines, one_line
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.text.content_lines import hanging
from smsdesk.tui.text.marks import BLOCKS_IN_RED, spoken
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.windows.reading_page import ReadingScreen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from textual.content import Content

    from smsdesk.core.read_models.consent import Evidence, Why
    from smsdesk.core.read_models.threads import Bubble
    from smsdesk.desk.contacts import ExplainsContacts
    from smsdesk.desk.numbers import Numbers

INDENT: Final = 28
"""Cells from the left at which the evidence begins."""

WHY: Final = DisplayText("Why")
HISTORY: Final = DisplayText("History")
FAILED: Final = DisplayText("Texts that failed")
MAY_BE_TEXTED: Final = DisplayText("They can be texted.")
_HOLDS: Final = DisplayText("✗ ")
_MIND: Final = DisplayText("! ")
_FREE: Final = DisplayText("✓ ")


class WhyScreen(ReadingScreen):
    """The gate's evidence about one number."""

    def __init__(
        self,
        contacts: ExplainsContacts,
        numbers: Numbers,
        number: str,
        *,
        failed: Sequence[Bubble] = (),
        zone: tzinfo,
    ) -> None:
        """Read nothing yet.

        Args:
            contacts: is asked.
            numbers: writes the number where there is no name.
            number: whom it is about.
            failed: texts of theirs that failed, of which the thread says no more than the code.
            zone: the agent's.
        """
        super().__init__()
        self._failed = failed
        self._zone = zone
        self._contacts = contacts
        self._numbers = numbers
        self._number = number
        self._why: Why | None = None

    def on_mount(self) -> None:
        """Ask the desk."""
        self._ask()

    @work(group="why")
    async def _ask(self) -> None:
        try:
            self._why = await off_loop(self._contacts.why, self._number)
        except Exception as error:  # shown on the page
            self.fill(WHY, shown(in_one_line(error)))
        self.laid_out()

    def laid_out(self) -> None:
        """Fill the page for its width, once there is an answer."""
        if self._why is not None:
            title = self._why.name or self._numbers.display(self._number)
            self.fill(one_line(title), self._text(self._why))

    def _text(self, why: Why) -> Content:
        return why_text(why, self.text_width, failed=self._failed, zone=self._zone)


def why_text(why: Why, width: int, *, failed: Sequence[Bubble] = (), zone: tzinfo = UTC) -> Content:
    """Return the verdict, the rules with their evidence, what failed, and the history.

    Args:
        why: what the rules say.
        width: of a line, in cells.
        failed: texts that failed, newest first.
        zone: the agent's.
    """
    if why.verdict.blocked:
        colour = "$error" if why.verdict.code in BLOCKS_IN_RED else "$warning"
        verdict = Piece(one_line(why.verdict.message), f"bold {colour}")
    else:
        verdict = Piece(MAY_BE_TEXTED, "bold")
    lines = [shown(verdict), shown()]
    lines += [line for rule in why.rules for line in _rule(rule, width)]
    if failed:
        lines += [shown(), shown(Piece(FAILED, "bold"))]
        for bubble in failed:
            when = one_line(say_when(bubble.happened_at, zone))
            said = joined("  ", (when, spoken(bubble.status, bubble.reason)))
            lines += hanging([], said, 2, width)
    if why.history:
        lines += [shown(), shown(Piece(HISTORY, "bold"))]
        for event in why.history:
            lines += hanging([], many_lines(event), 2, width)
    return stacked(lines)


def _rule(rule: Evidence, width: int) -> list[Content]:
    finding, evidence = one_line(rule.finding), one_line(rule.detail)
    if rule.careful:
        return hanging([Piece(_MIND + finding, "$warning")], evidence, INDENT, width, "$text-muted")
    if not rule.blocked:
        return hanging(
            [Piece(_FREE + finding, "$text-muted")], evidence, INDENT, width, "$text-muted"
        )
    colour = "$error" if rule.code in BLOCKS_IN_RED else "$warning"
    holds = [Piece(_HOLDS, f"bold {colour}"), Piece(finding, f"bold {colour}")]
    lines = hanging(holds, evidence, INDENT, width)
    if rule.lift:
        lines += hanging([], one_line(rule.lift), INDENT, width, "$accent")
    return lines
