"""The app: what is put together when the desk opens on a terminal."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import events, on, work
from textual.app import App
from textual.driver import Driver
from textual.reactive import reactive

from smsdesk.display import one_line, phrase
from smsdesk.tui.attention import Attention
from smsdesk.tui.calling import Calling, HowToCall, run_command
from smsdesk.tui.commands import BY_NAME, keys_label
from smsdesk.tui.desk_calls import (
    as_sentence,
    in_one_line,
    off_loop,
    red_line_on_error,
    shown_when_slow,
)
from smsdesk.tui.desk_screen.screen import DeskScreen
from smsdesk.tui.newline_keys import teach_parser
from smsdesk.tui.screen_messages import (
    CopyAsked,
    DeskEvent,
    DoNotDisturbAsked,
    TextsCame,
    TitleChanged,
    Trouble,
    TroubleOver,
)
from smsdesk.tui.terminal.attaching import driver_class, has_shell_behind
from smsdesk.tui.terminal.clipboard import Clipboard
from smsdesk.tui.terminal.ending import EndAsked
from smsdesk.tui.terminal.known import NOTHING_KNOWN, TerminalFacts, TerminalLearnt
from smsdesk.tui.terminal.sixteen_colours import SixteenColours
from smsdesk.tui.terminal.title import window_title
from smsdesk.tui.theme import THEMES
from smsdesk.tui.troubles import DATABASE, WAITING
from smsdesk.tui.type_ahead import Hold, TypeAhead

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from textual.filter import LineFilter
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from smsdesk.core.read_models.events import Event
    from smsdesk.desk.background import WorksInBackground
    from smsdesk.desk.glance import Glance
    from smsdesk.tui.screen_desk import ScreenDesk

NO_SHELL: Final = "There is no shell to go back to: this window runs nothing but the desk."
DO_NOT_DISTURB: Final = "New texts do not call you any more, until you ask for it again."
CALLED_AGAIN: Final = "You are called for new texts."
RESTRICTED_ACTIONS: Final = frozenset({"focus_next", "focus_previous", "help_quit", "quit"})
"""What keys and clicks may ask of the app itself where the desk only reads and texts."""
LEAVING: Final = "Leaving once texts and drafts are recorded; ^Q again leaves without them."
NOT_SAVED: Final = "Drafts are not saved; ^Q again leaves without them."


class SmsdeskApp(App[None]):
    """Opens the desk after the first paint, and runs its background work.

    Attributes:
        desk_screen: the screen under whatever is open over it.
        open_failure: the exit code of a desk that could not be opened, else 0.
        waits_for: what the database is waited for, in one line; empty where it is not.
        terminal: what is known of the terminal by now; can be watched.
        follows_background: whether the theme is still the terminal's to choose.
    """

    TITLE = "smsdesk"
    ENABLE_COMMAND_PALETTE = False  # ours is a window like the others: tui/windows/palette.py

    terminal: reactive[TerminalFacts] = reactive(NOTHING_KNOWN)

    def __init__(  # noqa: PLR0913 - each is said by name
        self,
        open_desk: Callable[[], ScreenDesk],
        *,
        first_rows: Callable[[], Glance | None] = lambda: None,
        zone: tzinfo,
        background: bool = True,
        theme: str = "smsdesk-dark",
        shift_enter: bool = False,
        follow_background: bool = False,
        how_to_call: HowToCall | None = None,
        restricted: bool = False,
    ) -> None:
        """Put the app together; nothing heavy is imported before the first paint.

        Args:
            open_desk: opens the desk; blocks, and is called in a thread.
            first_rows: finds what to show while that goes on; is called in a thread, too.
            zone: the agent's own time zone.
            background: whether to sync and transmit by itself; tests do it by hand.
            theme: the name of one of smsdesk's themes.
            shift_enter: whether the terminal is known to tell Shift+Enter from Enter; where it
                is not, its answer to a question or the first key that proves it will do.
            follow_background: whether the terminal's background, once it is told, chooses
                between the dark theme and the light one.
            how_to_call: how the agent is called for new texts.
            restricted: whether the desk only reads and texts, without files and other programs.
        """
        teach_parser()
        super().__init__(driver_class=driver_class())
        self.follows_background = follow_background
        self._restricted = restricted
        self._clipboard_tools = Clipboard(self._write, programs=not restricted)
        self._title = ""
        self.attention = Attention(time.monotonic)
        self._how_to_call = how_to_call or HowToCall()
        self._calling = Calling(
            self._how_to_call.settings,
            self.attention,
            bell=self._ring,
            write=self._write,
            run=self._notify,
            monotonic=time.monotonic,
        )
        self._sixteen_colours = SixteenColours()
        self._open_desk = open_desk
        self._first_rows = first_rows
        self.desk_screen = DeskScreen(zone=zone, shift_enter=shift_enter, restricted=restricted)
        self.type_ahead = TypeAhead(self, super().on_event, dropped=self._say_dropped)
        self._opening = Hold(self.desk_screen, self.desk_screen.needs_no_desk)
        self._background = background
        self._stop = threading.Event()
        self._leaving = False
        self.desk: ScreenDesk | None = None
        self.open_failure = 0
        self.waits_for = ""
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = theme

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Let the colours fit a terminal that has only sixteen."""
        filters = super().get_line_filters()
        sixteen = self.console.color_system == "standard" and not self.no_color
        return [*filters, self._sixteen_colours] if sixteen else filters

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a restricted desk do no more of what Textual brings along than what is named."""
        allowed = not self._restricted or action in RESTRICTED_ACTIONS
        return allowed and super().check_action(action, parameters)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Open a page in the browser; a restricted desk opens none."""
        if not self._restricted:
            super().open_url(url, new_tab=new_tab)

    def get_default_screen(self) -> Screen[None]:
        """Start on the desk."""
        return self.desk_screen

    def on_mount(self) -> None:
        """Take keys from the first paint on; what needs the desk waits for it."""
        self._opening.begin()
        self._handing_on = asyncio.create_task(self.type_ahead.run())
        self._handing_on.add_done_callback(self._stopped_handing_on)

    def on_unmount(self) -> None:
        """Let the background work end, whatever has ended the app: the process waits for it."""
        self._stop.set()
        self._handing_on.cancel()

    async def on_event(self, event: events.Event) -> None:
        """Let keys, pastes and clicks wait their turn."""
        if isinstance(event, events.InputEvent):
            self.attention.acted()
            if not self.attention.away:
                self.desk_screen.acted()
        if not self.type_ahead.take(event):
            await super().on_event(event)

    def _stopped_handing_on(self, task: asyncio.Task[None]) -> None:
        """Let an error there end the app as any other does: no key would come any more."""
        if not task.cancelled():
            self.call_later(task.result)

    def _say_dropped(self, typed: str) -> None:
        self.desk_screen.post_message(
            Trouble(phrase("Given up; typed meanwhile, and dropped: {typed}", typed=typed))
        )

    def on_ready(self) -> None:
        """Go on once the frame is painted."""
        self._open()

    @work(group="open")
    async def _open(self) -> None:
        glance = await off_loop(self._first_rows)
        if glance is not None:
            await self.desk_screen.show_first(glance)
            self.type_ahead.look_again()
            await self._painted()  # the thread that opens the desk leaves little time to paint
        try:
            desk = await off_loop(self._open_for_good)
        except Exception as error:  # the screen stays up and says it
            self.open_failure = getattr(error, "exit_code", 1)
            self.desk_screen.post_message(Trouble(in_one_line(error)))
            self._opening.end()
            return
        await self.desk_screen.begin(desk, reads_ahead=self._background)
        self._opening.end()
        if self._background:
            self._work(desk.background)

    async def _painted(self) -> None:
        """Return when what is shown by now has reached the terminal."""
        painted = asyncio.Event()
        self.desk_screen.call_after_refresh(painted.set)
        await painted.wait()

    def _open_for_good(self) -> ScreenDesk:
        """Open the desk and keep it, also where the agent has quit meanwhile, to be closed."""
        self.desk = self._open_desk()
        return self.desk

    def tell_waiting(self, line: str) -> None:
        """Say what is waited for that takes seconds; an empty line says that it is over.

        May be called from any thread, also while the desk is being opened.
        """
        self.waits_for = line
        if line:
            self.desk_screen.post_message(Trouble(as_sentence(line), WAITING))
            return
        for subject in (WAITING, DATABASE):  # what others met meanwhile is over with it
            self.desk_screen.post_message(TroubleOver(subject))

    @work(thread=True, group="background", exit_on_error=False)
    def _work(self, background: WorksInBackground) -> None:
        screen = self.desk_screen

        def tell(event: Event) -> None:
            screen.post_message(DeskEvent(event))

        try:
            background.run(self._stop, tell, active=lambda: self.app_focus)
        except Exception as error:  # as above
            screen.post_message(Trouble(in_one_line(error)))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say ``message`` in the footer: a toast would lie over the box, Send or a notice."""
        self.desk_screen.footer_line.say(one_line(message))

    def action_help_quit(self) -> None:
        """Say how to leave: ^C copies what is selected, and does nothing else."""
        self.notify(f"{keys_label(BY_NAME['quit'])} leaves the desk.")

    def on_app_focus(self) -> None:
        """Texts that came while nobody looked are seen now."""
        self.attention.came_to_front()
        self.desk_screen.refresh_from_desk()

    def on_app_blur(self) -> None:
        """Another window is in front."""
        self.attention.left_front()

    def refresh_from_desk(self) -> None:
        """Read again whatever is shown."""
        self.desk_screen.refresh_from_desk()

    @on(TitleChanged)
    def _title_changed(self, message: TitleChanged) -> None:
        self._title = window_title(
            unread=message.unread, to_answer=message.to_answer, simulated=message.simulated
        )
        self._write(self._title)

    # -- calling the agent ---------------------------------------------------------------

    def _ring(self) -> None:
        self.bell()

    @on(TextsCame)
    def _texts_came(self, message: TextsCame) -> None:
        self._calling.texted(message.texts)

    @on(DoNotDisturbAsked)
    def _do_not_disturb_asked(self) -> None:
        title = self.desk_screen.title_line
        self._calling.do_not_disturb = undisturbed = not self._calling.do_not_disturb
        title.show(replace(title.state, undisturbed=undisturbed))
        self.notify(DO_NOT_DISTURB if undisturbed else CALLED_AGAIN, markup=False)

    @work(group="notify")
    async def _notify(self, said: str) -> None:
        with red_line_on_error(self.desk_screen):
            command = await off_loop(self._how_to_call.program)
            await off_loop(run_command, command, said)

    # -- the terminal -------------------------------------------------------------------

    @on(TerminalLearnt)
    def _terminal_learnt(self, message: TerminalLearnt) -> None:
        self.terminal = message.facts

    def watch_terminal(self, facts: TerminalFacts) -> None:
        """Take up what has become known: the footer's key, the theme."""
        if facts.tells_shift_enter:
            self.desk_screen.footer_line.newline_key = "shift+enter"
        if facts.dark is not None and self.follows_background:
            self.follows_background = False
            self.theme = "smsdesk-dark" if facts.dark else "smsdesk-light"

    @on(Driver.SignalResume)
    def _resumed(self) -> None:
        """Paint everything again: the shell has had the terminal."""
        self._write(self._title)
        self.refresh(layout=True)

    @on(EndAsked)
    async def _end_asked(self, message: EndAsked) -> None:
        """Leave as far as that can be done: what is not saved by now stays behind."""
        self._leaving = True
        with suppress(Exception):
            await self.desk_screen.put_away()
        self._stop.set()
        self.exit(return_code=message.exit_code)

    def _fatal_error(self) -> None:
        """Leave one line and a report, where Textual would print everything it had in hand."""
        from rich.text import Text

        from smsdesk.crash_report import reported

        line = reported(self._exception or RuntimeError())
        if not self._exit_renderables:
            line = one_line(line)
            self._exit_renderables.append(Text(line, overflow="ignore"))
        self._close_messages_no_wait()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy ``text`` for whoever pastes, in here or elsewhere; says nothing."""
        self._clipboard = text
        self.run_worker(self._clipboard_tools.copy(text), group="copy", exit_on_error=False)

    @on(CopyAsked)
    def _copy_asked(self, message: CopyAsked) -> None:
        self._clipboard = message.text
        self._copy(message.text)

    @work(group="copy")
    async def _copy(self, text: str) -> None:
        self.notify(await self._clipboard_tools.copy(text), markup=False)

    def action_suspend_process(self) -> None:
        """Go back to the shell, with the drafts saved: who is stopped may be killed."""
        if self._restricted:
            return
        if has_shell_behind():
            self._suspend()
        else:
            self.notify(NO_SHELL, markup=False)

    @work(group="suspend")
    async def _suspend(self) -> None:
        with red_line_on_error(self.desk_screen):
            await self.desk_screen.put_away()
        super().action_suspend_process()

    def _write(self, sequence: str) -> None:
        if self._driver is not None:  # Textual has no public way to write a sequence
            self._driver.write(sequence)

    async def action_quit(self) -> None:
        """Leave once every text that was sent is recorded and every draft is saved.

        Where that fails, or takes long, the screen says so and stays; a second time leaves all
        the same.
        """
        if self._leaving:
            self._leave()
            return
        self._leaving = True
        self._put_away_and_leave()

    @work(group="leave")
    async def _put_away_and_leave(self) -> None:
        keys = Hold(self.desk_screen)
        keys.begin()
        try:
            with shown_when_slow(self, lambda: self.notify(LEAVING), lambda: None):
                await self.desk_screen.put_away()
        except Exception as error:  # the drafts are only in here: do not go in silence
            line = phrase("{error} " + NOT_SAVED, error=in_one_line(error))
            self.desk_screen.post_message(Trouble(line))
        else:
            self._leave()
        finally:
            keys.end()

    def _leave(self) -> None:
        self._stop.set()
        self.exit(return_code=self.open_failure)
