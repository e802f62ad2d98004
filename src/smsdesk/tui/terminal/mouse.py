"""Reports of the mouse, in cells or in pixels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.events import Resize
    from textual.message import Message

_REPORT: Final = re.compile(r"\x1b\[(?:<-?\d+;-?\d+;-?\d+[Mm]|M[\s\S]{3}|\d+;-?\d+;-?\d+M)")


class Mouse(XTermParser):
    """Textual's reading of mouse reports, without the rest of its parser."""

    def is_report(self, sequence: str) -> bool:
        """Return whether a sequence is a report, in whichever of the three old encodings."""
        return _REPORT.fullmatch(sequence) is not None

    def events_of(self, sequence: str) -> Iterator[Message]:
        """Yield the event of a report in the SGR encoding, which we ask for; no other has one."""
        event = self.parse_mouse_code(sequence)
        if event is not None:
            yield event

    def resized(self, resize: Resize) -> None:
        """Count in pixels from now on: the terminal that tells its size in them was asked to."""
        self.terminal_size = resize.size
        self.terminal_pixel_size = resize.pixel_size
        self.mouse_pixels = True
