"""Why a contact can or cannot be texted: every rule, what it stands on, what would lift it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work
from textual.content import Content

from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.text.content_lines import hanging
from smsdesk.tui.windows.reading_page import ReadingScreen

if TYPE_CHECKING:
    from smsdesk.core.views.consent import Evidence, Why
    from smsdesk.desk.contacts import ExplainsContacts
    from smsdesk.desk.numbers import Numbers

INDENT: Final = 20
"""Cells from the left at which the evidence begins."""


class WhyScreen(ReadingScreen):
    """The gate's evidence about one number."""

    def __init__(self, contacts: ExplainsContacts, numbers: Numbers, number: str) -> None:
        super().__init__()
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
            self.fill("Why", Content(in_one_line(error)))
        self.laid_out()

    def laid_out(self) -> None:
        """Fill the page for its width, once there is an answer."""
        if self._why is not None:
            title = self._why.name or self._numbers.display(self._number)
            self.fill(title, why_text(self._why, self.text_width))


def why_text(why: Why, width: int) -> Content:
    """Return the verdict, the rules with their evidence, and the history."""
    if why.verdict.blocked:
        verdict = Content.styled(why.verdict.message, "bold $warning")
    else:
        verdict = Content.styled("They can be texted.", "bold")
    lines = [verdict, Content()]
    lines += [line for rule in why.rules for line in _rule(rule, width)]
    if why.history:
        lines += [Content(), Content.styled("History", "bold")]
        lines += [line for event in why.history for line in hanging(Content(), event, 2, width)]
    return Content("\n").join(lines)


def _rule(rule: Evidence, width: int) -> list[Content]:
    name = rule.code.replace("_", " ")
    if not rule.blocked:
        free = Content.styled(f"✓ {name}", "$text-muted")
        return hanging(free, rule.evidence, INDENT, width, "$text-muted")
    holds = Content.assemble(("✗ ", "bold $error"), (name, "bold"))
    lines = hanging(holds, rule.evidence, INDENT, width)
    return lines + (hanging(Content(), rule.lift, INDENT, width, "$accent") if rule.lift else [])
