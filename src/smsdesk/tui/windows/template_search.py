"""The firm's templates, filled for the lead whose conversation is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.widgets import Input

from smsdesk.core.rules.segments import count_segments
from smsdesk.display import DisplayText, joined, one_line, phrase
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.shown import Piece
from smsdesk.tui.windows.finder import Finder, Found, Row

if TYPE_CHECKING:
    import threading

    from textual.content import Content

    from smsdesk.core.rules.merge_fields import Filled
    from smsdesk.core.views.templates import Template
    from smsdesk.desk.templates import FillsTemplates

NONE_YET: Final = DisplayText(
    "No templates yet.\n\nsmsdesk templates add NAME TEXT makes one: Hi {first_name|there} ..."
)
SLASH: Final = "/"
"""What is answered where a slash was meant."""


class TemplateSearch:
    """Templates by a few letters of their name."""

    title: ClassVar = DisplayText("Templates")
    placeholder: ClassVar = "a few letters of its name; / again types a slash"
    at_least: ClassVar = 0

    def __init__(self, templates: FillsTemplates, number: str) -> None:
        """``number`` is whose values fill them."""
        self._templates = templates
        self._number = number

    def find(self, query: str, *, stop: threading.Event) -> Found[str]:
        """Return the templates whose name holds every word of ``query``."""
        every = self._templates.every()
        if not every:
            return Found(nothing=NONE_YET)
        words = query.casefold().split()
        rows = tuple(
            _row(each, self._templates.filled_for(each.text, self._number), query)
            for each in every
            if all(word in each.name.casefold() for word in words)
        )
        if not rows:
            return Found(nothing=phrase("No template is called “{query}”.", query=query))
        return Found(rows)


class TemplateFinder(Finder[str]):
    """Answers with a template's name, or with a slash where that was typed once more."""

    @on(Input.Changed)
    def _slash_again(self, event: Input.Changed) -> None:
        if event.value == SLASH:
            self.dismiss(SLASH)


def _row(template: Template, filled: Filled, query: str) -> Row[str]:
    beside = _beside(filled)

    def prompt(width: int) -> Content:
        name = marked(one_line(template.name), query)
        return spread(name, [Piece(beside, "$text-muted")], width)

    return Row(template.name, prompt, one_line(filled.text or template.text))


def _beside(filled: Filled) -> DisplayText:
    """Return how long it is, or what has to be asked for."""
    if filled.missing:
        asked = joined(", ", map(one_line, filled.missing))
        return phrase("asks for {fields}", fields=asked)
    counted = count_segments(filled.text)
    many = "segment" if counted.segments == 1 else "segments"
    return DisplayText(f"{len(filled.text)} characters · {counted.segments} {many}")
