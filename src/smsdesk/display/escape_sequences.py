r"""Escape sequences, taken out whole.

The forms are those of ECMA-48 (5th edition, section 5 and 8.3) and of xterm's parser, each with
ESC and with the single C1 character:

- CSI: parameters ``0``-``?``, intermediates space-``/``, one final byte ``@``-``~``;
- OSC, DCS, APC, PM, SOS, and the title string of GNU screen (``ESC k``): any text up to ST, BEL,
  CAN or SUB;
- SS2 and SS3: one character;
- the others: ESC, intermediates, one final byte.

What never ends must not swallow a message: of a string without an end only the introducer and
its parameters go, and the rest is text; of a CSI what there is of it; a lone ESC goes alone.
"""

from __future__ import annotations

import re

C1 = "\x80-\x9f"

STRING_TEXT = re.compile(f"[^\x07\x18\x1a\x1b{C1}]*+")
"""The text of a string. It holds no character that begins a sequence, so a search for the end of
one string never runs into the next: however many never end, a character is looked at twice."""

_STRING = "(?:\x1b[]P_^Xk]|[\x90\x98\x9d-\x9f])"
_STRING_END = "(?:\x1b\\\\|[\x07\x18\x1a\x9c])"
_WHOLE_STRING = f"{_STRING}{STRING_TEXT.pattern}{_STRING_END}"
# What a string that never ends leaves no trace of: a command's number, the colour of the Linux
# console's palette, the name of a tunnel through tmux.
_OPEN_OSC = "(?:\x1b\\]|\x9d)(?:P[0-9A-Fa-f]{7}|[0-9]{0,5}+;?)"
_OPEN_DCS = "(?:\x1bP|\x90)(?:tmux;|[0-?]*+[ -/]*+)"
_OPEN_STRING = f"{_OPEN_OSC}|{_OPEN_DCS}|{_STRING}"
_CSI = "(?:\x1b\\[|\x9b)[0-?]*+[ -/]*+[@-~]?"
_SINGLE_SHIFT = "(?:\x1b[NO]|[\x8e\x8f])[ -~]?"
_OTHER = "\x1b[ -/]*+[0-~]?"

_SEQUENCE = re.compile(f"{_WHOLE_STRING}|{_OPEN_STRING}|{_CSI}|{_SINGLE_SHIFT}|{_OTHER}")
_INTRODUCER = re.compile("[\x1b\x8e-\x90\x98\x9b\x9d-\x9f]")


def without_escape_sequences(text: str) -> str:
    """Return ``text`` without escape sequences and without ESC; other controls stay.

    Linear in the length of ``text``. Idempotent.
    """
    if not _INTRODUCER.search(text):
        return text
    return _SEQUENCE.sub("", text)
