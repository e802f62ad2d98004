"""Whether the terminal's background is dark, from its answer to OSC 11."""

from __future__ import annotations

import re
from typing import Final

_COLOUR: Final = re.compile(
    r"\x1b\]11;rgba?:([0-9A-Fa-f]{1,4})/([0-9A-Fa-f]{1,4})/([0-9A-Fa-f]{1,4})(?:/[0-9A-Fa-f]{1,4})?"
    r"(?:\x07|\x1b\\)"
)


def is_dark(answer: str) -> bool | None:
    """Return whether the colour in an answer to OSC 11 is dark; ``None`` where it holds none.

    The channels come as XParseColor takes them: one to four hexadecimal digits, each a fraction
    of its own largest value. Dark is what is nearer to black by its luma (ITU-R BT.601).
    """
    found = _COLOUR.fullmatch(answer)
    if found is None:
        return None
    red, green, blue = (int(c, 16) / ((1 << 4 * len(c)) - 1) for c in found.groups())
    return 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
