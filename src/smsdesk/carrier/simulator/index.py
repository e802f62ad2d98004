"""The books' order: which message comes after which, whole and by number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.carrier.simulator.entries import Entry, Position


class Index:
    """Positions in order of time: of all messages, by sender and by receiver."""

    def __init__(self) -> None:
        self._all: list[Position] = []
        self._by_sender: dict[str, list[Position]] = {}
        self._by_receiver: dict[str, list[Position]] = {}

    def add(self, entry: Entry) -> None:
        """Put a message in its place."""
        for positions in self._lists(entry):
            insort(positions, entry.position)

    def drop(self, entry: Entry) -> None:
        """Take a message out."""
        for positions in self._lists(entry):
            del positions[bisect_left(positions, entry.position)]

    def newest_first(
        self, *, sender: str | None, to: str | None, until: float, before: Position | None
    ) -> Iterator[Position]:
        """Yield candidates, newest first, from the shortest list that holds them all.

        A candidate may still have another sender or receiver than asked for.

        Args:
            sender: who sent them, or anybody.
            to: who received them, or anybody.
            until: the newest creation time, in POSIX seconds.
            before: only what comes before this position.
        """
        lists = [self._all]
        if sender is not None:
            lists.append(self._by_sender.get(sender, []))
        if to is not None:
            lists.append(self._by_receiver.get(to, []))
        positions = min(lists, key=len)
        end = bisect_right(positions, until, key=lambda position: position.created)
        if before is not None:
            end = min(end, bisect_left(positions, before))
        for place in range(end - 1, -1, -1):
            yield positions[place]

    def _lists(self, entry: Entry) -> tuple[list[Position], ...]:
        return (
            self._all,
            self._by_sender.setdefault(entry.sender, []),
            self._by_receiver.setdefault(entry.to, []),
        )
