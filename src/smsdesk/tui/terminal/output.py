"""Writing to a terminal that may be gone, or may not know UTF-8."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from smsdesk.display.look_alikes import LOOK_ALIKES
from smsdesk.tui.terminal.columns import kept_columns

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO


class TerminalOutput:
    """The file that Textual's writer is given.

    A window that was closed ends the writer's thread at the next write, and the program then
    waits for ever for room in its queue; here what cannot be written is dropped.
    """

    def __init__(self, stream: TextIO) -> None:
        """``stream`` is the terminal, whose encoding Python has found in the locale."""
        self._stream = stream  # which would close the file below it, were nobody to keep it
        self._bytes: BinaryIO = stream.buffer
        self._encoding = stream.encoding
        self._gone = False

    def write(self, text: str) -> None:
        """Write ``text``, its columns kept, with look-alikes for what its encoding lacks."""
        if self._gone:
            return
        try:
            self._bytes.write(kept_columns(text).encode(self._encoding, LOOK_ALIKES))
        except OSError:
            self._gone = True

    def flush(self) -> None:
        """Hand on to the terminal what has been written."""
        if self._gone:
            return
        try:
            self._bytes.flush()
        except OSError:
            self._gone = True

    def fileno(self) -> int:
        """Return the number of the terminal's file."""
        return self._bytes.fileno()


def input_encoding(output_encoding: str) -> str:
    """Return in which encoding keys come from a terminal that is written to in another.

    The same, but UTF-8 where that knows only ASCII: such a locale says nothing of the terminal.
    """
    name = codecs.lookup(output_encoding).name
    return "utf-8" if name == "ascii" else name
