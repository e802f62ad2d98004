"""Which driver the app gets: ours on everything that has terminals in the Unix manner."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual import constants

if TYPE_CHECKING:
    from textual.driver import Driver


def driver_class() -> type[Driver] | None:
    """Return our driver; ``None`` on Windows and where ``TEXTUAL_DRIVER`` names another."""
    if os.name != "posix" or constants.DRIVER:
        return None
    from smsdesk.tui.terminal.driver import TerminalDriver

    return TerminalDriver
