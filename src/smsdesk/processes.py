"""Processes of this machine: what it is called, and whether one of them still runs."""

from __future__ import annotations

import os
import socket


def this_host() -> str:
    """Return the name by which this machine knows itself."""
    return socket.gethostname()


def is_gone(host: str, pid: int) -> bool:
    """Whether a process has certainly ended; of another machine's nothing is certain.

    Asked by POSIX's signal 0, which is sent to nobody; on Windows it would be a Ctrl+C.
    """
    if host != this_host() or os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
