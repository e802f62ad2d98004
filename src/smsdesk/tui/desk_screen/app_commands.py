"""What an agent asks of the program itself: help, the commands by name, colours, the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.tui.screen_messages import DoNotDisturbAsked

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from smsdesk.tui.commands import Doing, Situation
    from smsdesk.tui.desk_screen.desk_windows import DeskWindows


class AppCommands:
    """Asks the app for it, or opens a window; no open desk is needed."""

    def __init__(
        self, screen: Screen[None], windows: DeskWindows, situation: Callable[[], Situation]
    ) -> None:
        """``situation`` says what can be done right now."""
        self._screen = screen
        self._windows = windows
        self._situation = situation

    def doing(self) -> Doing:
        """Return the commands by their names."""
        return {
            "help": self._windows.show_help,
            "commands": lambda: self._windows.find_command(self._situation()),
            "do_not_disturb": lambda: self._screen.post_message(DoNotDisturbAsked()),
            "theme": self._switch_theme,
            "suspend": self._suspend,
            "quit": self._quit,
        }

    def _suspend(self) -> None:
        self._screen.app.action_suspend_process()

    async def _quit(self) -> None:
        await self._screen.app.action_quit()

    def _switch_theme(self) -> None:
        app = self._screen.app
        app.theme = "smsdesk-light" if app.current_theme.dark else "smsdesk-dark"
