"""What the terminal is asked for beyond what Textual asks, and how all of it is undone.

Textual itself switches on the alternate screen, mouse, focus reports, bracketed paste and the
Kitty protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smsdesk.tui.terminal.title import RESTORE_TITLE, SAVE_TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHER_KEYS_ON: Final = "\x1b[>4;1m"
"""xterm's modifyOtherKeys: Shift+Enter is ``CSI 27;2;13~`` there, ``CSI 13;2u`` in tmux."""

_OTHER_KEYS_OFF: Final = "\x1b[>4m"
"""Back to what the agent has configured."""

_STYLE_OFF: Final = "\x1b[m"
"""Terminals that overlook the ``>`` or ``?`` take ``4`` for an underline (st does)."""

_ASK_BRACKETED_PASTE: Final = "\x1b[?2004$p"
_ASK_KITTY_FLAGS: Final = "\x1b[?u"
_ASK_OTHER_KEYS: Final = "\x1b[?4m"
_ASK_BACKGROUND: Final = "\x1b]11;?\x1b\\"

_KEYPAD_ON: Final = "\x1b="
"""Application keypad (DECKPAM). tmux writes the keypad's Enter as a line feed without it, which is
Ctrl+J: it would begin a new line. Elsewhere it would make digits of the keypad's arrows."""

_KEYPAD_OFF: Final = "\x1b>"

_MOUSE_PIXELS_OFF: Final = "\x1b[?1016l"
"""Textual switches it on and leaves it on: the next program would be told pixels for cells."""

_TEXTUAL_OFF: Final = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)

LEAVE: Final = _OTHER_KEYS_OFF + _STYLE_OFF + _KEYPAD_OFF + _MOUSE_PIXELS_OFF + RESTORE_TITLE
"""Undoes what ``enter`` has done; what Textual has done is undone after it."""

LEAVE_AT_ONCE: Final = LEAVE + _TEXTUAL_OFF
"""Undoes everything, where Textual does not get the time to."""


def enter(environ: Mapping[str, str], *, ask_background: bool) -> str:
    """Return what is written at the start, and after the program was suspended.

    Terminals that do not know a question have to pass over it in silence; those that are known
    to print a part of it are not asked.

    Args:
        environ: the environment, which names the terminal.
        ask_background: whether the colour of the background is of interest.
    """
    asked = SAVE_TITLE + _OTHER_KEYS_ON + _ASK_KITTY_FLAGS + _ASK_OTHER_KEYS + _STYLE_OFF
    if "TMUX" in environ:
        asked += _KEYPAD_ON
    if environ.get("TERM_PROGRAM") != "Apple_Terminal":
        asked += _ASK_BRACKETED_PASTE
    if ask_background and environ.get("TERM") != "linux":
        asked += _ASK_BACKGROUND
    return asked
