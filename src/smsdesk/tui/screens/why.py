"""Why a contact can or cannot be texted: every rule, what it stands on, what would lift it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content

from smsdesk.tui.calls import in_one_line, off_loop
from smsdesk.tui.screens.reading import ReadingScreen

if TYPE_CHECKING:
    from smsdesk.core.views import Evidence, Why
    from smsdesk.desk import Desk


class WhyScreen(ReadingScreen):
    """The gate's evidence about one number."""

    def __init__(self, desk: Desk, number: str) -> None:
        super().__init__()
        self._desk = desk
        self._number = number

    def on_mount(self) -> None:
        """Ask the desk."""
        self._ask()

    @work(group="why")
    async def _ask(self) -> None:
        try:
            why = await off_loop(self._desk.why, self._number)
        except Exception as error:  # shown on the page
            self.fill("Why", Content(in_one_line(error)))
        else:
            self.fill(why.name or why.number, why_text(why))


def why_text(why: Why) -> Content:
    """Return the verdict, the rules with their evidence, and the history."""
    if why.verdict.blocked:
        verdict = Content.styled(why.verdict.message, "bold $warning")
    else:
        verdict = Content.styled("They can be texted.", "bold")
    lines = [verdict, Content()]
    lines += [line for rule in why.rules for line in _rule(rule)]
    if why.history:
        lines += [Content(), Content.styled("History", "bold")]
        lines += [Content(line) for line in why.history]
    return Content("\n").join(lines)


def _rule(rule: Evidence) -> list[Content]:
    glyph, style = ("✗", "bold $error") if rule.blocked else ("✓", "$text-muted")
    name = rule.code.replace("_", " ")
    line = Content.assemble(
        (f"{glyph} ", style), (name.ljust(18), "bold" if rule.blocked else ""), rule.evidence
    )
    if rule.blocked and rule.lift:
        return [line, Content.assemble(" " * 20, (rule.lift, "$accent"))]
    return [line]
