"""Desktop notifications by the terminal: which of three sequences it knows, and how they are said.

OSC 9 is iTerm2's, OSC 777 urxvt's (foot, WezTerm, Ghostty, konsole, VTE in some distributions),
OSC 99 kitty's. Each terminal drops what it does not know. Inside tmux a sequence is handed through
to the terminal around it, where ``allow-passthrough`` is on (tmux 3.3 and newer).
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from smsdesk.display import DisplayText, clip, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE: Final = "smsdesk"
LONGEST: Final = 160
"""Cells of what is said; more is cut by every desktop."""

_BY_VARIABLE: Final = (
    ("KITTY_WINDOW_ID", "osc99"),
    ("ITERM_SESSION_ID", "osc9"),
    ("WEZTERM_PANE", "osc777"),
    ("GHOSTTY_RESOURCES_DIR", "osc777"),
    ("KONSOLE_VERSION", "osc777"),
    ("VTE_VERSION", "osc777"),
)
_BY_TERM: Final = (
    ("xterm-kitty", "osc99"),
    ("xterm-ghostty", "osc777"),
    ("foot", "osc777"),
    ("rxvt-unicode", "osc777"),
    ("wezterm", "osc777"),
)


def way_of(wanted: str, environ: Mapping[str, str]) -> str:
    """Return ``osc9``, ``osc777`` or ``osc99``; empty for no notification.

    Args:
        wanted: what the configuration says; ``auto`` goes by what the terminal says of itself.
        environ: the environment.
    """
    if wanted != "auto":
        return "" if wanted == "off" else wanted
    for variable, way in _BY_VARIABLE:
        if environ.get(variable):
            return way
    if environ.get("LC_TERMINAL") == "iTerm2" or environ.get("TERM_PROGRAM") == "iTerm.app":
        return "osc9"
    term = environ.get("TERM", "")
    return next((way for name, way in _BY_TERM if term.startswith(name)), "")


def notification(way: str, said: DisplayText, environ: Mapping[str, str]) -> str:
    """Return the sequence that shows ``said``; empty without a way."""
    words = str(clip(one_line(str(said)), LONGEST))
    # A sequence ends at a control and its parts at a semicolon; of the first there is none.
    plain = words.replace(";", ",")
    match way:
        case "osc9":
            sequence = f"\x1b]9;{TITLE}: {plain}\x1b\\"
        case "osc777":
            sequence = f"\x1b]777;notify;{TITLE};{plain}\x1b\\"
        case "osc99":
            encoded = base64.b64encode(words.encode()).decode()
            sequence = (
                f"\x1b]99;i=smsdesk:d=0:p=title;{TITLE}\x1b\\"
                f"\x1b]99;i=smsdesk:d=1:p=body:e=1;{encoded}\x1b\\"
            )
        case _:
            return ""
    return _through_tmux(sequence) if environ.get("TMUX") else sequence


def _through_tmux(sequence: str) -> str:
    return f"\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\"
