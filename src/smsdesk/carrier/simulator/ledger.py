"""The simulated world: who is in it, what was said, and what will come of it.

The ledger is deterministic. Given the same seed, clock and calls it makes the same SIDs, the
same delays and the same replies, with or without a restart in between: all chance comes from
the seed and the number of the message. A reply that is still to come is in the books already,
with the time from which on it exists.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from smsdesk.carrier.simulator.bodies import TRIAL_PREFIX, segments
from smsdesk.carrier.simulator.books import Books
from smsdesk.carrier.simulator.chance import between, hex_name
from smsdesk.carrier.simulator.courses import BLOCKED, DELIVERED, RECEIVED, Course, failing
from smsdesk.carrier.simulator.entries import Entry, Position
from smsdesk.carrier.simulator.events import (
    Added,
    Canceled,
    Deleted,
    Event,
    Redacted,
    Registered,
    decode,
    encode,
)
from smsdesk.carrier.simulator.journal import Journal
from smsdesk.carrier.toll_free import is_toll_free

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from smsdesk.carrier.simulator.people import Person
    from smsdesk.carrier.simulator.selection import Selection
    from smsdesk.clock import Clock


class PairBlockedError(Exception):
    """The receiver has texted STOP to the firm's number and has not taken it back."""


class NotCancelableError(Exception):
    """The message has left already, or come to its end."""


class Ledger:
    """The books of one simulated account with one number.

    Every method may be called from any thread.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        firm_number: str,
        seed: int = 0,
        people: Iterable[Person] = (),
        journal: Path | None = None,
        trial: bool = False,
    ) -> None:
        """Build a world, or restore it.

        Args:
            clock: what time it is.
            firm_number: the account's own number, E.164.
            seed: what makes this world's chances.
            people: who is behind which number; all others go by their last digits.
            journal: the file to keep it in; what it holds is taken in again, first and
                whenever another process has written to it.
            trial: whether it is a trial account, whose texts get a prefix.

        Raises:
            OSError: the journal cannot be opened.
            JournalDamagedError: the journal cannot be read; any later call may say so too.
        """
        self.clock = clock
        self.firm_number = firm_number
        self._seed = seed
        self._trial = trial
        self._toll_free = is_toll_free(firm_number)
        self._lock = threading.Lock()
        self._books = Books(people, toll_free=self._toll_free)
        self._journal = None if journal is None else Journal(journal)
        try:
            with self._open_books():
                pass
        except BaseException:
            self.close()
            raise

    # -- people -----------------------------------------------------------------

    def person(self, number: str) -> Person:
        """Return who is behind a number."""
        with self._open_books():
            return self._books.person(number)

    def registered(self, number: str) -> bool:
        """Return whether somebody was put behind a number."""
        with self._open_books():
            return number in self._books.people

    def people(self) -> tuple[Person, ...]:
        """Return everybody who was registered, by number."""
        with self._open_books():
            return tuple(self._books.people[number] for number in sorted(self._books.people))

    def register(self, person: Person) -> None:
        """Put ``person`` behind their number from now on."""
        with self._open_books():
            self._commit(Registered(person))

    def blocked(self, number: str) -> bool:
        """Return whether a number has texted STOP and not taken it back."""
        with self._open_books():
            return self._books.blocks.blocked(number, self.now())

    # -- messages come in -------------------------------------------------------

    def submit(
        self,
        to: str,
        body: str,
        *,
        service: str = "",
        media: Sequence[str] = (),
        after: float = 0.0,
    ) -> Entry:
        """Take a text from the firm, and decide what becomes of it and what comes back.

        Args:
            to: the receiver.
            body: the text.
            service: SID of the Messaging Service that it goes through.
            media: the content types of its media.
            after: seconds after which it comes into being.

        Raises:
            PairBlockedError: the receiver has opted out. A toll-free sender is not told: there the
                network lets the text fail later (30004).
        """
        with self._open_books():
            blocked = self._books.blocks.blocked(to, self.now())
            if blocked and not self._toll_free:
                raise PairBlockedError
            entry = self._outgoing(to, body, service, media)
            entry = replace(entry, created=entry.created + after)
            if blocked:
                entry = replace(entry, course=BLOCKED)
            reply = None if blocked else self._reply_to(entry, body)
            self._commit(Added(entry), *(() if reply is None else (Added(reply),)))
            return entry

    def draft(self, sender: str, to: str, body: str) -> Entry:
        """Return what a text would become, without taking it."""
        with self._open_books():
            name = hex_name(self._seed, f"draft {self.now()} {to} {body}")
            return replace(self._outgoing(to, body, "", ()), sid=f"SM{name}", sender=sender)

    def receive(
        self, sender: str, body: str = "", *, media: Sequence[str] = (), at: datetime | None = None
    ) -> Entry:
        """Let a text from ``sender`` arrive, now or at another time, past or to come.

        Args:
            sender: E.164, a short code or an alphanumeric sender.
            body: may be empty where there is media.
            media: content types.
            at: when it arrives, aware; now where absent.
        """
        with self._open_books():
            created = self.now() if at is None else at.timestamp()
            entry = self._compose(
                sender, self.firm_number, body, created=created, course=RECEIVED, media=tuple(media)
            )
            self._commit(Added(entry))
            return entry

    def backdate(self, to: str, body: str, *, at: datetime, error_code: int | None = None) -> Entry:
        """Write a text of the firm's past into the books, which nobody answers.

        Args:
            to: E.164.
            body: its words.
            at: when it was created, aware.
            error_code: with which it was not delivered; delivered where absent.
        """
        course = DELIVERED if error_code is None else failing(error_code)
        with self._open_books():
            entry = self._compose(self.firm_number, to, body, created=at.timestamp(), course=course)
            self._commit(Added(entry))
            return entry

    # -- messages are changed ---------------------------------------------------

    def cancel(self, sid: str) -> Entry:
        """Cancel a text that has not left; the reply that it would have had stays away.

        Raises:
            KeyError: there is no such message.
            NotCancelableError: it is too late.
        """
        with self._open_books():
            entry, now = self._existing(sid), self.now()
            if not entry.cancelable(now):
                raise NotCancelableError
            self._commit(Canceled(sid, now))
            return self._books.entries[sid]

    def redact(self, sid: str) -> Entry:
        """Wipe a message's body.

        Raises:
            KeyError: there is no such message.
        """
        with self._open_books():
            self._existing(sid)
            self._commit(Redacted(sid))
            return self._books.entries[sid]

    def delete(self, sid: str) -> None:
        """Take a message out of the books.

        Raises:
            KeyError: there is no such message.
        """
        with self._open_books():
            self._existing(sid)
            self._commit(Deleted(sid))

    # -- messages are read ------------------------------------------------------

    def now(self) -> float:
        """Return the time on the carrier's clock, in POSIX seconds."""
        return self.clock.now().timestamp()

    def __len__(self) -> int:
        """Return how many messages are in the books, those to come included."""
        with self._open_books():
            return len(self._books.entries)

    def get(self, sid: str) -> Entry:
        """Return a message that exists by now.

        Raises:
            KeyError: there is no such message.
        """
        with self._open_books():
            return self._existing(sid)

    def future(self) -> tuple[Entry, ...]:
        """Return the messages that are still to come, the next one first."""
        with self._open_books():
            return tuple(reversed(self._books.after(self.now())))

    def select(
        self, wanted: Selection, *, limit: int, before: Position | None = None
    ) -> tuple[tuple[Entry, ...], bool]:
        """Return the newest messages that are wanted, and whether there are more.

        Args:
            wanted: which ones.
            limit: how many at most.
            before: only what comes before this position.
        """
        with self._open_books():
            entries = self._books.newest_first(wanted, now=self.now(), before=before)
            found = tuple(islice(entries, limit))
            return found, next(entries, None) is not None

    def close(self) -> None:
        """Close the journal."""
        if self._journal is not None:
            self._journal.close()

    # -- inside -----------------------------------------------------------------

    def _existing(self, sid: str) -> Entry:
        entry = self._books.entries[sid]
        if entry.created > self.now():
            raise KeyError(sid)
        return entry

    def _outgoing(self, to: str, body: str, service: str, media: Sequence[str]) -> Entry:
        return self._compose(
            self.firm_number,
            to,
            TRIAL_PREFIX + body if self._trial else body,
            created=self.now(),
            course=self._books.person(to).course,
            media=tuple(media),
            service=service,
        )

    def _reply_to(self, text: Entry, body: str) -> Entry | None:
        person = self._books.person(text.to)
        answer = person.reply(body, self._books.answered[text.to])
        if answer is None or self._books.blocks.blocked(text.to):
            return None
        wait = person.reply_after * between(self._seed, f"wait {text.sequence}", 0.6, 1.4)
        return self._compose(
            text.to,
            self.firm_number,
            answer,
            created=text.arrives + wait,
            course=RECEIVED,
            cause=text,
        )

    def _compose(
        self,
        sender: str,
        to: str,
        body: str,
        *,
        created: float,
        course: Course,
        media: tuple[str, ...] = (),
        service: str = "",
        cause: Entry | None = None,
    ) -> Entry:
        sequence = 1 + (self._books.last_sequence if cause is None else cause.sequence)
        return Entry(
            sequence=sequence,
            sid=("MM" if media else "SM") + hex_name(self._seed, f"message {sequence}"),
            sender=sender,
            to=to,
            body=body,
            created=created,
            course=course,
            pace=between(self._seed, f"pace {sequence}", 0.7, 1.5),
            segments=segments(body),
            media=media,
            service=service,
            cause="" if cause is None else cause.sid,
        )

    def _commit(self, *events: Event) -> None:
        """Write down what happens before it happens, so that a restart finds all of it."""
        if self._journal is not None:
            self._journal.append(map(encode, events))
        for event in events:
            self._books.apply(event)

    @contextmanager
    def _open_books(self) -> Iterator[None]:
        """Let one thread of one process in, after it has read what the others have written."""
        with self._lock:
            if self._journal is None:
                yield
                return
            with self._journal.held():
                self._catch_up(self._journal)
                yield

    def _catch_up(self, journal: Journal) -> None:
        for record in journal.news():
            try:
                self._books.apply(decode(record))
            except (KeyError, TypeError, ValueError) as error:
                raise journal.damage() from error
