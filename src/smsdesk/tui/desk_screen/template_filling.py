"""Templates at the desk: one chosen for the box, what a lead lacks asked for, or one changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from smsdesk.display import phrase
from smsdesk.tui.desk_calls import off_loop, red_line_on_error, start_worker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.screen import Screen

    from smsdesk.core.rules.merge_fields import Filled
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.conversation_pane import ConversationPane
    from smsdesk.tui.windows.template_search import Picked


class TemplateFilling:
    """Puts a template into the box of the conversation for which it was chosen, or changes it."""

    def __init__(
        self, screen: Screen[None], desk: ScreenDesk, conversation: ConversationPane
    ) -> None:
        """``screen`` is that over which windows open."""
        self._screen = screen
        self._desk = desk
        self._conversation = conversation

    def choose(self) -> None:
        """Show the templates; the one that is chosen goes into the box."""
        if self._conversation.has_box:
            self._pick(edit=False)

    def choose_to_edit(self) -> None:
        """Show the templates; the one that is chosen is changed."""
        self._pick(edit=True)

    def _pick(self, *, edit: bool) -> None:
        from smsdesk.tui.windows.template_search import (
            SLASH,
            TemplateFinder,
            TemplateSearch,
        )

        thread = self._conversation.thread
        number = thread.head.number if thread is not None else ""

        def chosen(picked: Picked | None) -> None:
            if picked is None:
                return
            if picked.name == SLASH and not picked.new:
                self._put(number, SLASH)
            elif picked.edit:
                start_worker(self._screen, partial(self._edit, number, picked), group="template")
            else:
                self._fill(number, picked.name, {})

        search = TemplateSearch(self._desk.templates, number, edit=edit)
        self._screen.app.push_screen(TemplateFinder(search), chosen)

    async def _edit(self, number: str, picked: Picked) -> None:
        from smsdesk.tui.windows.template_editor import TemplateEditor

        templates = self._desk.templates
        with red_line_on_error(self._screen):
            before = None if picked.new else await off_loop(templates.named, picked.name)

            def preview(text: str) -> Filled:
                return templates.filled_for(text, number)

            editor = TemplateEditor(
                templates, before, name=picked.name, preview=preview if number else None
            )
            self._screen.app.push_screen(editor)

    def _fill(self, number: str, name: str, given: Mapping[str, str]) -> None:
        start_worker(self._screen, partial(self._filled, number, name, given), group="template")

    async def _filled(self, number: str, name: str, given: Mapping[str, str]) -> None:
        with red_line_on_error(self._screen):
            template = await off_loop(self._desk.templates.named, name)
            filled = await off_loop(self._desk.templates.filled_for, template.text, number, given)
            if filled.missing:
                self._ask(number, name, given, filled.missing[0])
            else:
                self._put(number, filled.text)

    def _ask(self, number: str, name: str, given: Mapping[str, str], field: str) -> None:
        from smsdesk.tui.windows.ask_line import AskLine

        def answered(value: str | None) -> None:
            if value is not None:
                self._fill(number, name, {**given, field: value})

        title = phrase("{name} needs their {field}", name=name, field=field.replace("_", " "))
        self._screen.app.push_screen(AskLine(title), answered)

    def _put(self, number: str, text: str) -> None:
        thread = self._conversation.thread
        if thread is not None and thread.head.number == number and self._conversation.has_box:
            self._conversation.reply.box.take(text)
            self._conversation.reply.box.focus()
