"""The firm's templates, filled for the lead whose conversation is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from smsdesk.core.rules.segments import count_segments
from smsdesk.display import DisplayText, joined, one_line, phrase
from smsdesk.tui.text.content_lines import spread
from smsdesk.tui.text.counts import count_of
from smsdesk.tui.text.matching import marked
from smsdesk.tui.text.shown import Piece
from smsdesk.tui.windows.finder import Finder, Found, Row

if TYPE_CHECKING:
    import threading

    from textual.content import Content

    from smsdesk.core.read_models.templates import Template
    from smsdesk.core.rules.merge_fields import Filled
    from smsdesk.desk.templates import FillsTemplates

USE: Final = DisplayText("Enter puts it into the box, F4 changes it.")
CHANGE: Final = DisplayText("Enter changes it.")
NEW: Final = DisplayText("New template")
LIKE: Final = DisplayText("a text with fields: Hi {first_name|there}, {event} begins at seven")
SLASH: Final = "/"
"""What is answered where a slash was meant."""


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen.

    Attributes:
        name: of a template, or what a new one may be called.
        new: it is not there yet.
        edit: it is to be changed, not put into the box.
    """

    name: str
    new: bool = False
    edit: bool = False


class TemplateSearch:
    """Templates by a few letters of their name; behind them, a new one."""

    title: ClassVar = DisplayText("Templates")
    placeholder: ClassVar = "a few letters of its name; / again types a slash"
    at_least: ClassVar = 0

    def __init__(self, templates: FillsTemplates, number: str, *, edit: bool = False) -> None:
        """``number`` is whose values fill them, ``edit``: the chosen one is to be changed."""
        self._templates = templates
        self._number = number
        self._edit = edit

    def find(self, query: str, *, stop: threading.Event) -> Found[Picked]:
        """Return the templates whose name holds every word of ``query``."""
        words = query.casefold().split()
        rows = [
            self._row(each, query)
            for each in self._templates.every()
            if all(word in each.name.casefold() for word in words)
        ]
        summary = CHANGE if self._edit else USE
        return Found((*rows, _new(query)), summary if rows else DisplayText())

    def _row(self, template: Template, query: str) -> Row[Picked]:
        filled = self._templates.filled_for(template.text, self._number) if self._number else None
        beside = _beside(filled) if filled is not None else _fields(template)

        def prompt(width: int) -> Content:
            name = marked(one_line(template.name), query)
            return spread(name, [Piece(beside, "$text-muted")], width)

        becomes = filled.text if filled is not None else ""
        picked = Picked(template.name, edit=self._edit)
        return Row(picked, prompt, one_line(becomes or template.text))


class TemplateFinder(Finder[Picked]):
    """Answers with a template, or with a slash where that was typed once more."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "edit", "Change it", show=False)]

    @on(Input.Changed)
    def _slash_again(self, event: Input.Changed) -> None:
        if event.value == SLASH:
            self.dismiss(Picked(SLASH))

    def action_edit(self) -> None:
        """Change the template under the cursor instead of using it."""
        self.with_highlighted(lambda picked: self.dismiss(replace(picked, edit=True)))


def _new(query: str) -> Row[Picked]:
    def prompt(width: int) -> Content:
        called = [Piece(one_line(query), "$text-muted")] if query else []
        return spread([Piece(NEW, "bold $accent")], called, width)

    return Row(Picked(query, new=True, edit=True), prompt, LIKE)


def _fields(template: Template) -> DisplayText:
    return joined(", ", [one_line(field) for field in template.fields])


def _beside(filled: Filled) -> DisplayText:
    """Return how long it is, or what has to be asked for."""
    if filled.missing:
        asked = joined(", ", map(one_line, filled.missing))
        return phrase("asks for {fields}", fields=asked)
    counted = count_segments(filled.text)
    lengths = count_of(len(filled.text), "character"), count_of(counted.segments, "segment")
    return joined(" · ", lengths)
