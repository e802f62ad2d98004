"""How the desk stays up to date: what has happened is read, said and shown.

Loaded with the first open desk: the frame is painted before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from smsdesk.core.read_models.events import Colleagues
from smsdesk.display import DisplayText
from smsdesk.tui.desk_calls import off_loop, red_line_on_error, start_worker
from smsdesk.tui.desk_screen.event_effects import effects_of, first_title
from smsdesk.tui.desk_screen.refresh import mark_read, read_refresh
from smsdesk.tui.screen_messages import DeskRead, TextsCame
from smsdesk.tui.troubles import alert_trouble, messages_of, subject_of_message
from smsdesk.tui.type_ahead import key_handled

if TYPE_CHECKING:
    from datetime import tzinfo

    from textual.screen import Screen

    from smsdesk.core.read_models.alerts import News
    from smsdesk.core.read_models.conversations import Totals
    from smsdesk.core.read_models.events import Event
    from smsdesk.tui.chrome.red_line import RedLine
    from smsdesk.tui.chrome.title_line import TitleLine
    from smsdesk.tui.conversations.pane import ListPane
    from smsdesk.tui.one_frame import OneFrame
    from smsdesk.tui.screen_desk import ScreenDesk
    from smsdesk.tui.thread.conversation_pane import ConversationPane
    from smsdesk.tui.thread.read_marks import TextsRead

CHOOSE: Final = DisplayText("Choose a conversation,\nor press ^N to text a lead.")
NOBODY: Final = DisplayText()


class DeskUpdates:
    """Keeps title, red line, list and conversation up to date; one reading at a time."""

    def __init__(
        self,
        desk: ScreenDesk,
        screen: Screen[None],
        *,
        zone: tzinfo,
        title_line: TitleLine,
        red_line: RedLine,
        list_pane: ListPane,
        conversation: ConversationPane,
        frame: OneFrame,
    ) -> None:
        """Begin with nothing read.

        Args:
            desk: the open desk.
            screen: whose workers read, and to which red lines are posted.
            zone: the agent's own.
            title_line: shows what waits and is unread, and the carrier's state.
            red_line: says what has gone wrong.
            list_pane: shows the conversations.
            conversation: shows one of them.
            frame: what is not shown in it waits until it has been painted.
        """
        self._desk = desk
        self._screen = screen
        self._zone = zone
        self._title_line = title_line
        self._red_line = red_line
        self._list_pane = list_pane
        self._conversation = conversation
        self._frame = frame
        self._revision: int | None = None
        self._due = False
        self._reading = False
        self._times_read = 0

    async def begin(self) -> None:
        """Show all there is; what comes in from now on calls the agent."""
        self._title_line.show(await off_loop(first_title, self._desk))
        self._revision = (await off_loop(self._desk.background.news, None)).revision
        self.refresh()

    def refresh(self) -> None:
        """Read again whatever is shown, and what has happened since."""
        self._due = True
        if not self._reading:
            self._reading = True
            start_worker(self._screen, self._refresh, group="refresh")

    async def _refresh(self) -> None:
        try:
            while self._due:
                await self._conversation.reply.box.typing_pause.wait()
                await self._frame.over()
                self._due = False
                with red_line_on_error(self._screen):
                    await self._refresh_once()
        finally:
            self._reading = False

    async def mark_read(self, read: TextsRead) -> None:
        """Note that texts have been read, and show what that changes: their row and the totals.

        It shows at once, in the frame of the conversation that is opened next; what the desk
        answers comes later than that, and counts. All else there is to be read when the agent
        goes on: it would hold up that conversation. Where they have made it unread meanwhile, it
        stays so: the sign of their look may have been the first key of that very command.

        Raises:
            DeskError: the desk could not answer.
        """
        await key_handled(self._screen)  # the sign may have been a key that opens another one
        times = self._times_read
        rows, title = self._list_pane.conversation_list, self._title_line
        if not self._reading and rows.show_texts_read(read.number, read.texts):
            title.show(replace(title.state, unread=max(0, title.state.unread - read.texts)))
        await self._frame.over()
        if self._conversation.reading.is_left_unread(read.number):
            self.refresh()
            return
        try:
            marked = await self._conversation.turns.run(
                mark_read, self._desk, read.number, read.until
            )
        except Exception:
            self.refresh()  # it has not been read after all
            raise
        alone = not self._reading and times == self._times_read
        is_shown = read.number == self._conversation.wanted
        if alone and not is_shown and marked.row is not None and rows.show_read(marked.row):
            self._show_totals(marked.totals, waiting=title.state.waiting)
        else:
            self.refresh()

    async def _refresh_once(self) -> None:
        self._times_read += 1
        about = messages_of(trouble.subject for trouble in self._red_line.troubles)
        shown = self._conversation.shown
        read = await off_loop(read_refresh, self._desk, self._revision, about, shown)
        if read.news.revision != self._revision:
            self._screen.post_message(DeskRead())
        show_rows = await self._list_pane.conversation_list.read_again()
        # All in one frame, for a key would wait for each of several: so widgets come first, and
        # what wakes the screen, which lets the frame begin, comes last.
        show_rows()
        if read.changes is not None:
            self._conversation.take(read.changes)
        self._show_totals(read.totals, waiting=read.waiting)
        self._tell(read.news)

    def take_event(self, event: Event) -> None:
        """Show what the background work says."""
        if isinstance(event, Colleagues):
            self._conversation.show_colleagues(event.present)
            return
        effects = effects_of(event, self._title_line.state, self._zone)
        self._title_line.show(effects.title)
        for trouble in effects.troubles:
            self._screen.post_message(trouble)
        for subject in effects.over:
            self._red_line.drop(subject)
        if effects.changed:
            self.refresh()

    def _tell(self, news: News) -> None:
        """Tell what has happened since the last reading, whichever process brought it."""
        begun, self._revision = self._revision is not None, news.revision
        for alert in news.troubles:
            self._screen.post_message(alert_trouble(alert))
        for message_id in news.over:
            self._red_line.drop(subject_of_message(message_id))
        if news.texted and begun:
            self._screen.post_message(TextsCame(news.texted))

    def _show_totals(self, totals: Totals, *, waiting: int) -> None:
        self._title_line.show(
            replace(
                self._title_line.state,
                unread=totals.unread,
                to_answer=totals.to_answer,
                waiting=waiting,
            )
        )
        self._list_pane.show_totals(totals)
        self._conversation.say_nobody(CHOOSE if totals.conversations else NOBODY)
