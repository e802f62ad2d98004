r"""What terminals send for "new line, but do not send", and which key to tell the agent.

On Windows, where Textual's own parser reads the terminal (elsewhere ``tui/terminal`` does),
Shift+Enter comes in four shapes, and two of them are not what the parser makes of them by itself:

* ``CSI 13;2u`` (Kitty protocol): ``shift+enter``.
* ``LF`` (Ctrl+J, and Shift+Enter where the agent has mapped it): ``ctrl+j``.
* ``CSI 27;2;13~`` (xterm's modifyOtherKeys, tmux with extended keys): ``shift+\r``, a name
  that no ordinary binding uses; Alt+Enter becomes a bare ``\r`` in the same way.
* ``ESC CR`` (Alt+Enter without any protocol): not in the parser's table, so after a pause it
  is read as Escape and then **Enter**, which would send. ``teach_parser`` adds it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, cast

from textual import _ansi_sequences
from textual.keys import Keys

from smsdesk.display import DisplayText

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from textual.events import Key

NEWLINE_KEYS: Final = (
    "ctrl+j",
    "shift+enter",
    "alt+enter",
    "ctrl+enter",
    "alt+shift+enter",
    "ctrl+shift+enter",
    "alt+ctrl+enter",
    "alt+ctrl+shift+enter",
    "shift+\r",
    "ctrl+\r",
    "alt+\r",
    "\r",
)
"""Every name under which the parser reports a new line that must not send."""

_KITTY_TERMS: Final = frozenset({"xterm-kitty", "xterm-ghostty", "foot", "foot-extra"})
_MODIFIERS: Final = frozenset({"left_shift", "right_shift", "left_control", "right_control"})


def teach_parser() -> None:
    """Make Textual's parser read ``ESC CR`` and ``ESC LF`` as Ctrl+J. Harmless when repeated.

    The table is declared as a read-only mapping but is a plain dictionary, and there is no
    public way to add a sequence.
    """
    table = cast("MutableMapping[str, Any]", _ansi_sequences.ANSI_SEQUENCES_KEYS)
    table["\x1b\r"] = (Keys.ControlJ,)
    table["\x1b\n"] = (Keys.ControlJ,)


def tells_shift_enter(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether this terminal is known, by name, to tell Shift+Enter from Enter.

    Behind tmux or screen the outer terminal's name says nothing, so the answer is no.
    """
    if "TMUX" in environ or "STY" in environ:
        return False
    return environ.get("TERM", "") in _KITTY_TERMS or environ.get("TERM_PROGRAM") == "ghostty"


def proves_shift_enter(key: Key) -> bool:
    """Return whether ``key`` could only have come from a terminal that tells Shift+Enter apart.

    Textual asks for the Kitty protocol without asking whether it is there. With it, modifier
    keys report themselves, and Ctrl+letter carries no control character.
    """
    if key.key in _MODIFIERS or key.key in {"shift+enter", "shift+\r"}:
        return True
    name = key.key.removeprefix("ctrl+")
    return key.key != name and len(name) == 1 and name.isalpha() and key.character is None


_GLYPHS: Final = {
    "enter": "⏎",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "tab": "Tab",
    "space": "Space",
    "question_mark": "?",
    "slash": "/",
}


def key_label(key: str) -> DisplayText:
    """Return a key as the footer and the help write it: ``^N``, ``Alt+↓``, ``⇧⏎``, ``F5``."""
    *modifiers, name = key.split("+")
    shown = _GLYPHS.get(name, name.upper())
    for modifier in reversed(modifiers):
        prefix = {"ctrl": "^", "shift": "⇧", "alt": "Alt+"}.get(modifier, f"{modifier}+")
        shown = prefix + shown
    return DisplayText(shown)
