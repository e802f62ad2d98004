"""What a command prints: display text for people, or JSON with every text as it came.

Nothing else of the command line writes to the terminal, so here is its border.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from datetime import UTC
from typing import TYPE_CHECKING, TypeVar, cast

from smsdesk.display import DisplayText, isolated, joined, many_lines, one_line, pad
from smsdesk.display.characters import DROPPED, NO_CHARACTER, kinds
from smsdesk.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import TextIO

T = TypeVar("T")

LONGEST_CELL = 4_000
"""Characters of a text in one line: more than an SMS can have."""


def line(text: str = "") -> None:
    """Print a text for people on stdout; newlines in it stay."""
    sys.stdout.write(f"{many_lines(text)}\n")


def row(*cells: str) -> None:
    """Print one line of cells, two spaces between them; empty ones are left out."""
    line(joined("  ", filter(None, map(_cell, cells))))


def table_row(*cells: tuple[str, int] | str) -> None:
    """Print one line of cells; a cell with a width is filled up with spaces to it."""
    texts = (cell if isinstance(cell, tuple) else (cell, 0) for cell in cells)
    printed = joined("  ", (pad(_cell(text), width) for text, width in texts))
    line(printed[: len(printed.rstrip())])


class _Shown(io.TextIOBase):
    """The terminal, which is given display text of what is written for a file."""

    def write(self, text: str) -> int:
        """Write a row, or another piece that ends where no escape sequence goes on."""
        return sys.stdout.write(many_lines(text, longest=2 * len(text) + 2))


def for_a_file() -> TextIO:
    """Return where a CSV goes: to a file or a program as it came, to a terminal as display text."""
    return cast("TextIO", _Shown()) if at_terminal(sys.stdout) else sys.stdout


def or_say(items: Iterable[T], nothing: str) -> Iterator[T]:
    """Yield what is to be printed; print a line where there is nothing."""
    found = False
    for item in items:
        found = True
        yield item
    if not found:
        line(nothing)


def note(text: str) -> None:
    """Print a line beside the result, on stderr; one that cannot be written stops no work."""
    with suppress(OSError):
        sys.stderr.write(f"{_cell(redacted(text))}\n")


def _cell(text: str) -> DisplayText:
    return isolated(one_line(text, longest=LONGEST_CELL))


def document(value: object) -> None:
    """Print one JSON document on stdout."""
    sys.stdout.write(f"{_json(value, indent=2)}\n")


def json_line(value: object) -> None:
    """Print one JSON document on a line of its own, at once: one of a stream."""
    sys.stdout.write(f"{_json(value)}\n")
    sys.stdout.flush()


def document_list(values: Iterable[object]) -> None:
    """Print one JSON list on stdout, item by item: it may be longer than memory."""
    separator = "[\n"
    for value in values:
        sys.stdout.write(f"{separator}{_json(value)}")
        separator = ",\n"
    sys.stdout.write("[]\n" if separator == "[\n" else "\n]\n")


def local_time(at: datetime | None) -> str:
    """Return a time on this computer's clock, or nothing."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def iso_time(at: datetime | None) -> str | None:
    """Return a time for JSON: ISO 8601 in UTC, ``2026-11-20T15:04:05+00:00``."""
    return at.astimezone(UTC).isoformat() if at else None


def dollars(amount: float) -> str:
    """Return an amount of US dollars: ``$1.60``, ``$0.008``."""
    return f"${amount:,.3f}".removesuffix("0")


def asks_people() -> bool:
    """Return whether somebody sits at a terminal who can answer a question."""
    return at_terminal(sys.stdin) and at_terminal(sys.stderr)


def at_terminal(stream: TextIO | None) -> bool:
    """Return whether a standard stream is a terminal; a closed one is ``None`` to Python."""
    return stream is not None and stream.isatty()


def _json(value: object, *, indent: int | None = None) -> str:
    # Whoever reads ASCII gets escapes, never a question mark in the place of a letter.
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, indent=indent, ensure_ascii=not unicode)
    return _escaped(text) if at_terminal(sys.stdout) else text


def _escaped(document: str) -> str:
    """Write what a terminal would not show, or would obey, as the JSON escape that it may be."""
    return "".join(
        json.dumps(character)[1:-1] if kind in (DROPPED, NO_CHARACTER) else character
        for character, kind in zip(document, kinds(document), strict=True)
    )
