"""What the events of a world have made of it. Nothing here knows what time it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import takewhile
from math import inf
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator.blocks import Blocks
from smsdesk.carrier.simulator.events import (
    Added,
    Canceled,
    Deleted,
    Event,
    Redacted,
    Registered,
)
from smsdesk.carrier.simulator.index import Index
from smsdesk.carrier.simulator.people import Person, person_by_last_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smsdesk.carrier.simulator.entries import Entry, Position
    from smsdesk.carrier.simulator.selection import Selection


class Books:
    """The messages, the people and the blocks of a world.

    The same events in the same order make the same books, so a journal of events is enough to
    restore a world, and to share it.

    Attributes:
        entries: every message by SID, those to come included.
        people: everybody who was registered, by number.
        blocks: who may not be texted.
        answered: how many texts each number has answered, or will.
        last_sequence: of the newest message.
    """

    def __init__(self, people: Iterable[Person], *, toll_free: bool) -> None:
        self.entries: dict[str, Entry] = {}
        self.people = {person.number: person for person in people}
        self.blocks = Blocks(toll_free=toll_free)
        self.answered: Counter[str] = Counter()
        self.last_sequence = 0
        self._index = Index()
        self._longest_wait = 0.0

    def apply(self, event: Event) -> None:
        """Take an event in.

        Raises:
            KeyError: it is about a message that is not in the books.
        """
        match event:
            case Added(entry):
                self._add(entry)
            case Canceled(sid, at):
                self._call_off(self.entries[sid], at)
            case Redacted(sid):
                self.entries[sid] = replace(self.entries[sid], body="")
            case Deleted(sid):
                self._index.drop(self.entries.pop(sid))
            case Registered(person):
                self.people[person.number] = person

    def person(self, number: str) -> Person:
        """Return who is behind a number."""
        return self.people.get(number) or person_by_last_digits(number)

    def after(self, at: float, sender: str | None = None) -> list[Entry]:
        """Return the messages that come into being after a time, the last one first."""
        positions = self._index.newest_first(sender=sender, to=None, until=inf, before=None)
        coming = takewhile(lambda position: position.created > at, positions)
        return [self.entries[position.sid] for position in coming]

    def newest_first(
        self, wanted: Selection, *, now: float, before: Position | None
    ) -> Iterator[Entry]:
        """Yield the messages that are wanted and exist by ``now``, newest first."""
        until = now if wanted.sent_until is None else min(now, wanted.sent_until)
        # Nothing leaves later than the longest wait, so older ones need no look.
        oldest = -inf if wanted.sent_from is None else wanted.sent_from - self._longest_wait
        for position in self._index.newest_first(
            sender=wanted.sender, to=wanted.to, until=until, before=before
        ):
            if position.created < oldest:
                return
            entry = self.entries[position.sid]
            if wanted.holds(entry, now):
                yield entry

    def _add(self, entry: Entry) -> None:
        self.entries[entry.sid] = entry
        self._index.add(entry)
        self.last_sequence = max(self.last_sequence, entry.sequence)
        self._longest_wait = max(self._longest_wait, entry.course.leaves_after * entry.pace)
        if entry.cause:
            self.answered[entry.sender] += 1
        if entry.inbound:
            self.blocks.note(entry)

    def _call_off(self, text: Entry, at: float) -> None:
        """Cancel a text, and with it the reply that it would have had."""
        self.entries[text.sid] = replace(text, canceled=at)
        for reply in self.after(at, sender=text.to):
            if reply.cause == text.sid:
                self._index.drop(self.entries.pop(reply.sid))
                self.blocks.forget(reply)
