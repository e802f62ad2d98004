"""From a template to a text in the box: choosing it, asking for what a lead has no value for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from smsdesk.display import phrase
from smsdesk.tui.desk_calls import off_loop, red_line_on_error, start_worker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.screen import Screen

    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.conversation_pane import ConversationPane


class TemplateFilling:
    """Puts a template into the box of the conversation for which it was chosen."""

    def __init__(
        self, screen: Screen[None], desk: ScreenDesk, conversation: ConversationPane
    ) -> None:
        """``screen`` is that over which windows open."""
        self._screen = screen
        self._desk = desk
        self._conversation = conversation

    def choose(self) -> None:
        """Show the templates; the one that is chosen goes into the box."""
        from smsdesk.tui.windows.template_search import SLASH, TemplateFinder, TemplateSearch

        thread = self._conversation.thread
        if thread is None or not self._conversation.has_box:
            return
        number = thread.head.number

        def chosen(name: str | None) -> None:
            if name == SLASH:
                self._put(number, SLASH)
            elif name is not None:
                self._fill(number, name, {})

        search = TemplateSearch(self._desk.templates, number)
        self._screen.app.push_screen(TemplateFinder(search), chosen)

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
