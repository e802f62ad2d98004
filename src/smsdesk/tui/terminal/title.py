"""What the terminal around the screen is told: its title, and how to put it back."""

from __future__ import annotations

from typing import Final

SAVE_TITLE: Final = "\x1b[22;2t"
"""xterm: push the window title on its stack; terminals without one ignore it."""

RESTORE_TITLE: Final = "\x1b[23;2t"
"""xterm: pop it again."""


def window_title(*, unread: int, simulated: bool) -> str:
    """Return the OSC 2 sequence for the window title. Holds no text from outside."""
    parts = ["smsdesk"]
    if simulated:
        parts.append("simulated")
    if unread:
        parts.insert(0, f"({unread})")
    return f"\x1b]2;{' '.join(parts)}\x07"
