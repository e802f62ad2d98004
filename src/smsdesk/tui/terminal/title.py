"""What the terminal around the screen is told: its title, and how to put it back."""

from __future__ import annotations

from typing import Final

SAVE_TITLE: Final = "\x1b[22;2t"
"""xterm: push the window title on its stack; terminals without one ignore it."""

RESTORE_TITLE: Final = "\x1b[23;2t"
"""xterm: pop it again."""


def window_title(*, unread: int, to_answer: int, simulated: bool) -> str:
    """Return the OSC 2 sequence for the window title. Holds no text from outside."""
    parts = ["smsdesk"]
    if simulated:
        parts.append("simulated")
    waits = [f"{to_answer} to answer"] if to_answer else []
    waits += [f"{unread} unread"] if unread else []
    if waits:
        parts.insert(0, f"({', '.join(waits)})")
    return f"\x1b]2;{' '.join(parts)}\x07"
