"""A template of the firm is written in a window of its own, with what it becomes under it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from smsdesk.core.rules.merge_fields import FIELDS
from smsdesk.display import DisplayText, joined, many_lines, one_line, phrase
from smsdesk.tui.compose.box import ComposeBox
from smsdesk.tui.compose.counter import counted
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.search_input import SearchInput
from smsdesk.tui.text.shown import Piece, shown, stacked
from smsdesk.tui.text.words import Words
from smsdesk.tui.windows.confirm import Confirm
from smsdesk.tui.windows.writing_window import WritingWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.content import Content

    from smsdesk.core.read_models.templates import Template
    from smsdesk.core.rules.merge_fields import Filled
    from smsdesk.desk.templates import WritesTemplates

NEW: Final = DisplayText("New template")
ITS_NAME: Final = DisplayText("its name, by which it is found")
REMOVE: Final = DisplayText("Remove the template")
FOR_ALL: Final = DisplayText("It goes for everybody. Texts that were sent stay.")
FIELDS_THERE_ARE: Final = phrase(
    "Filled for each lead: {fields}. {example} says “there” to one without a name.",
    fields=" ".join(f"{{{name}}}" for name in FIELDS),
    example="{first_name|there}",
)
_ONCE_MORE: Final = DisplayText("Esc once more drops what is not kept.")
_KEEP: Final = (("enter", "keep it"), ("ctrl+j", "new line"))
_REMOVE: Final = ("f8", "remove")
_CLOSE: Final = ("escape", "close")
_NO_WORDS: Final = DisplayText()


class TemplateEditor(WritingWindow[str]):
    """Answers with the template's name once it is kept or removed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "remove", "Remove", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    TemplateEditor {
        & #template { width: 92%; max-width: 80; height: auto; max-height: 100%; padding: 1 2;
            background: $panel; border-left: outer $accent; }
        & #template-title { text-style: bold; }
        & Input { height: 1; border: none; margin: 1 0; background: $background;
            &:focus { border: none; background-tint: transparent; } }
        & #template-becomes { height: auto; max-height: 6; color: $text-muted; margin: 1 0 0 0; }
    }
    """

    def __init__(
        self,
        templates: WritesTemplates,
        before: Template | None,
        *,
        name: str = "",
        preview: Callable[[str], Filled] | None,
    ) -> None:
        """Write a template.

        Args:
            templates: the firm's.
            before: what it is so far; nothing for a new one.
            name: what a new one may be called.
            preview: fills a text with the values of the lead whose conversation is open; raises
                ``DeskError`` for one that cannot be read.
        """
        keys = (*_KEEP, _CLOSE) if before is None else (*_KEEP, _REMOVE, _CLOSE)
        super().__init__(keys, _ONCE_MORE)
        self._templates = templates
        self._before = before
        self._called = before.name if before is not None else name
        self._preview = preview
        self._line = SearchInput(
            self._called, placeholder=ITS_NAME, compact=True, select_on_focus=False
        )
        self._becomes = Words(id="template-becomes")

    def compose(self) -> ComposeResult:
        """What it is called, what it says, what it becomes, and what the keys do."""
        title = phrase("Template {name}", name=self._called) if self._before is not None else NEW
        with Vertical(id="template"):
            yield Words(shown(title), id="template-title")
            yield self._line
            yield self.box
            yield self._becomes
            yield self.next_step

    def on_mount(self) -> None:
        """Write the name of a new one first, else the text."""
        if self._before is not None:
            self.box.fill(self._before.text)
        (self.box if self._called else self._line).focus()
        self.edited()

    # -- what it becomes ----------------------------------------------------------------

    def edited(self) -> None:
        """Show what the text has become."""
        super().edited()
        self._show_what_it_becomes(self.box.text)

    @work(exclusive=True, group="preview")
    async def _show_what_it_becomes(self, text: str) -> None:
        if self._preview is None or not text.strip():
            self._becomes.say(shown(_NO_WORDS if text.strip() else FIELDS_THERE_ARE))
            return
        try:
            filled = await off_loop(partial(self._preview, text))
        except Exception as error:  # half written, most often
            self._becomes.say(shown(Piece(in_one_line(error), "$warning")))
        else:
            self._becomes.say(_becoming(filled))

    # -- keeping, removing, closing ---------------------------------------------------------

    @on(Input.Submitted)
    def _named(self) -> None:
        self.box.focus()

    @on(ComposeBox.Submitted)
    def _submitted(self, event: ComposeBox.Submitted) -> None:
        event.stop()
        name = self._line.value
        if self._before is None:
            change = partial(self._templates.add, name, event.text)
        else:
            change = partial(
                self._templates.edit, self._before.name, new_name=name, text=event.text
            )
        self.keep(change, event.text, name)

    def action_remove(self) -> None:
        """Remove it, after a question."""
        before = self._before
        if before is None:
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - a window's answer
            if yes:
                remove = partial(self._templates.remove, before.name)
                self.keep(remove, self.box.text, before.name)

        question = phrase("Remove the template “{name}”?", name=before.name)
        self.app.push_screen(Confirm(question, FOR_ALL, yes=REMOVE), answered)

    @property
    def holds_something(self) -> bool:
        """Whether there is a text that is another one than is kept."""
        kept = (self._before.name, self._before.text) if self._before is not None else ("", "")
        return super().holds_something and (self._line.value, self.box.text) != kept


def _becoming(filled: Filled) -> Content:
    """Return what leaves and how long that is, or what is asked for."""
    if filled.missing:
        fields = joined(", ", map(one_line, filled.missing))
        return shown(phrase("For this lead it asks for {fields}.", fields=fields))
    return stacked([shown(many_lines(filled.text)), counted(filled.text, unanswered=0)])
