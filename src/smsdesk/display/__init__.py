"""The border between what strangers write and what is drawn, printed or filed for people.

``display_text`` makes the type, ``cells`` measures and cuts it, ``escape_sequences`` and
``characters`` know what is taken out. Nothing here imports anything of smsdesk.
"""

from smsdesk.display.cells import (
    cell_width,
    clip,
    clusters,
    fit,
    has_sure_width,
    pad,
    wrap,
)
from smsdesk.display.display_text import (
    LONGEST_TEXT,
    DisplayText,
    escaped,
    fit_again,
    isolated,
    joined,
    many_lines,
    one_line,
    phrase,
)

__all__ = [
    "LONGEST_TEXT",
    "DisplayText",
    "cell_width",
    "clip",
    "clusters",
    "escaped",
    "fit",
    "fit_again",
    "has_sure_width",
    "isolated",
    "joined",
    "many_lines",
    "one_line",
    "pad",
    "phrase",
    "wrap",
]
