"""The rows of a table as they are read, and how far the reading has got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(slots=True)
class ReadProgress:
    """How far the reading of a file has got, in bytes."""

    bytes_read: int = 0


class Row(NamedTuple):
    """The cells of one row, and the lines in which it starts and ends.

    A tuple, for there are millions of them.
    """

    line: int
    last_line: int
    cells: list[str]
