"""The app: what is put together when the desk opens on a terminal."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App, SystemCommand

from smsdesk.tui.announcements import DeskEvent, TitleChanged, Trouble
from smsdesk.tui.commands import COMMANDS
from smsdesk.tui.desk_calls import in_one_line, off_loop
from smsdesk.tui.desk_screen.screen import DeskScreen
from smsdesk.tui.keys import teach_parser
from smsdesk.tui.terminal import RESTORE_TITLE, SAVE_TITLE, window_title
from smsdesk.tui.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import tzinfo

    from textual.screen import Screen

    from smsdesk.core.views.events import Event
    from smsdesk.desk.background import WorksInBackground
    from smsdesk.desk.glance import Glance
    from smsdesk.tui.screen_desk import ScreenDesk


class SmsdeskApp(App[None]):
    """Opens the desk after the first paint, and runs its background work.

    Attributes:
        desk_screen: the screen under whatever is open over it.
        open_failure: the exit code of a desk that could not be opened, else 0.
    """

    TITLE = "smsdesk"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        open_desk: Callable[[], ScreenDesk],
        *,
        first_rows: Callable[[], Glance | None] = lambda: None,
        zone: tzinfo,
        background: bool = True,
        theme: str = "smsdesk-dark",
        shift_enter: bool = False,
    ) -> None:
        """Put the app together; nothing heavy is imported before the first paint.

        Args:
            open_desk: opens the desk; blocks, and is called in a thread.
            first_rows: finds what to show while that goes on; is called in a thread, too.
            zone: the agent's own time zone.
            background: whether to sync and transmit by itself; tests do it by hand.
            theme: the name of one of smsdesk's themes.
            shift_enter: whether the terminal is known to tell Shift+Enter from Enter; where it
                is not, the first key that proves it will do.
        """
        teach_parser()
        super().__init__()
        self._open_desk = open_desk
        self._first_rows = first_rows
        self.desk_screen = DeskScreen(zone=zone, shift_enter=shift_enter)
        self._background = background
        self._stop = threading.Event()
        self._leaving = False
        self.desk: ScreenDesk | None = None
        self.open_failure = 0
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = theme

    def get_default_screen(self) -> Screen[None]:
        """Start on the desk."""
        return self.desk_screen

    def on_mount(self) -> None:
        """Keep the terminal's own title for later."""
        self._write(SAVE_TITLE)

    def on_ready(self) -> None:
        """Go on once the frame is painted."""
        self._open()

    @work(group="open")
    async def _open(self) -> None:
        glance = await off_loop(self._first_rows)
        if glance is not None:
            await self.desk_screen.show_first(glance)
            await self._painted()  # the thread that opens the desk leaves little time to paint
        try:
            desk = await off_loop(self._open_for_good)
        except Exception as error:  # the screen stays up and says it
            self.open_failure = getattr(error, "exit_code", 1)
            self.desk_screen.post_message(Trouble(in_one_line(error)))
            return
        await self.desk_screen.begin(desk)
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

    @work(thread=True, group="background", exit_on_error=False)
    def _work(self, background: WorksInBackground) -> None:
        screen = self.desk_screen

        def tell(event: Event) -> None:
            screen.post_message(DeskEvent(event))

        try:
            background.run(self._stop, tell, active=lambda: self.app_focus)
        except Exception as error:  # as above
            screen.post_message(Trouble(in_one_line(error)))

    def on_app_focus(self) -> None:
        """Texts that came while nobody looked are seen now."""
        self.desk_screen.refresh_from_desk()

    def refresh_from_desk(self) -> None:
        """Read again whatever is shown."""
        self.desk_screen.refresh_from_desk()

    @on(TitleChanged)
    def _title_changed(self, message: TitleChanged) -> None:
        self._write(window_title(unread=message.unread, simulated=message.simulated))

    def _write(self, sequence: str) -> None:
        if self._driver is not None:  # Textual has no public way to write a sequence
            self._driver.write(sequence)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return our commands for the palette, as they are declared."""
        desk_screen = self.desk_screen
        for command in COMMANDS:
            if screen is desk_screen and command.when(desk_screen.situation):
                run = getattr(desk_screen, f"action_{command.name}")
                yield SystemCommand(command.title, command.help, run)

    async def action_quit(self) -> None:
        """Leave once every text that was sent is recorded and every draft is saved.

        Where that fails the screen says so and stays; a second time leaves all the same.
        """
        if not self._leaving:
            self._leaving = True
            try:
                await self.desk_screen.put_away()
            except Exception as error:  # the drafts are only in here: do not go in silence
                line = f"{in_one_line(error)} Drafts are not saved; ^Q again leaves without them."
                self.desk_screen.post_message(Trouble(line))
                return
        self._stop.set()
        self._write(RESTORE_TITLE)
        self.exit(return_code=self.open_failure)
