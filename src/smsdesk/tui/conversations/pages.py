"""The pages of the conversation list that are at hand: a bounded cache over one query."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.terms import ConversationView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from smsdesk.core.read_models.conversations import ConversationKey, ConversationRow

PAGE = 50
"""Rows of one page."""

KEPT = 40
"""Pages kept at once; the ones used longest ago go first."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that the query has no more, at the place where it stood."""

    index: int
    row: ConversationRow


class RowPages:
    """The rows at hand of a list, and the open one where it has just left the view.

    Attributes:
        counted: how many rows the query has; 0 until it has been counted.
        kept: a row besides; those below it stand one place further down.
        view: in whose order the rows are.
    """

    def __init__(self) -> None:
        self.counted = 0
        self.kept: KeptRow | None = None
        self.view = ConversationView.ALL
        self._pages: OrderedDict[int, tuple[ConversationRow, ...]] = OrderedDict()

    @property
    def count(self) -> int:
        """How long the list is."""
        return self.counted + (self.kept is not None)

    def row(self, index: int) -> ConversationRow | None:
        """Return the row at ``index``, or ``None`` while its page is not at hand."""
        if self.kept is not None and index >= self.kept.index:
            if index == self.kept.index:
                return self.kept.row
            index -= 1
        rows = self._pages.get(index // PAGE)
        if rows is None or index < 0:
            return None
        self._pages.move_to_end(index // PAGE)
        offset = index % PAGE
        return rows[offset] if offset < len(rows) else None

    def index_of(self, number: str | None) -> int | None:
        """Return where the conversation with ``number`` stands, or ``None`` if not at hand."""
        if number is None:
            return None
        if self.kept is not None and self.kept.row.number == number:
            return self.kept.index
        for page, rows in self._pages.items():
            for offset, row in enumerate(rows):
                if row.number == number:
                    index = page * PAGE + offset
                    return index + (self.kept is not None and index >= self.kept.index)
        return None

    def change(self, row: ConversationRow) -> None:
        """Let a row say something else where it stands; nothing where it is not at hand."""
        for page, rows in self._pages.items():
            if any(old.number == row.number for old in rows):
                self._pages[page] = tuple(row if old.number == row.number else old for old in rows)
                return

    def put(self, page: int, rows: Sequence[ConversationRow]) -> None:
        """Keep the rows of ``page``; the page used longest ago makes room."""
        self._pages[page] = tuple(rows)
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def replace(self, count: int, pages: Mapping[int, Sequence[ConversationRow]]) -> None:
        """Start afresh with what a reload brought."""
        self.counted = count
        self.kept = None
        self._pages.clear()
        for page, rows in pages.items():
            self.put(page, rows)

    def keep(self, index: int, row: ConversationRow) -> None:
        """Let a row stand where it stood though the query has it no more."""
        self.kept = KeptRow(min(index, self.counted), row)

    def missing(self, first: int, last: int) -> list[int]:
        """Return the pages of the rows ``first`` to ``last`` that are not at hand."""
        return [page for page in self.pages_of(first, last) if page not in self._pages]

    def that_matter(self, first: int, last: int, cursor: int) -> set[int]:
        """Return the first page (rows move there) and those around a view and a cursor.

        Args:
            first: the first row in view.
            last: the last one.
            cursor: the row under the cursor.
        """
        in_view = self.pages_of(first - PAGE, last + PAGE)
        return {0, *in_view, *self.pages_of(cursor - PAGE, cursor + PAGE)}

    def next_missing(self, first: int, last: int) -> int | None:
        """Return the page to read next: of the rows in view, or of as many on either side."""
        margin = last - first + 1
        missing = self.missing(first, last) or self.missing(first - margin, last + margin)
        return missing[0] if missing else None

    def pages_of(self, first: int, last: int) -> range:
        """Return the pages that hold the rows ``first`` to ``last``, within the list."""
        if self.kept is not None:  # those below it come from one place further up
            first -= 1
        last = min(last, self.counted - 1)
        return range(max(0, first) // PAGE, last // PAGE + 1) if last >= 0 else range(0)

    def key_before(self, page: int) -> ConversationKey | None:
        """Return the keyset for ``page``: the last row before it, where that one is at hand."""
        rows = self._pages.get(page - 1)
        return rows[-1].key_in(self.view) if rows and len(rows) == PAGE else None


def stretches(pages: Iterable[int]) -> list[range]:
    """Return ``pages`` as runs without gaps, so that neighbours are read by one query."""
    found: list[range] = []
    for page in sorted(set(pages)):
        if found and found[-1].stop == page:
            found[-1] = range(found[-1].start, page + 1)
        else:
            found.append(range(page, page + 1))
    return found


def split_pages(
    first: int, rows: tuple[ConversationRow, ...]
) -> dict[int, tuple[ConversationRow, ...]]:
    """Return the rows of a query that began at page ``first``, page by page."""
    return {
        first + start // PAGE: rows[start : start + PAGE] for start in range(0, len(rows), PAGE)
    }
