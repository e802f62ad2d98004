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


def has_shell_behind() -> bool:
    """Whether a shell runs that goes on when the program stops, and can let it go on again.

    A shell with job control gives what it starts a process group of its own. Whoever is in the
    group of the session's leader (a window of its own, ``ssh -t HOST smsdesk``) nobody can stop:
    POSIX calls that group orphaned.
    """
    return os.name == "posix" and os.getpgrp() != os.getsid(0)
