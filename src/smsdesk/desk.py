"""Desk: the one face that the screen, the command line and anybody's script talk to.

Every method blocks and may be called from any thread. Numbers are E.164 (``parse_number`` makes
one of what a person writes). Whatever goes wrong is a ``DeskError`` whose text is one line for
the user; the database is never left half-changed.
"""

from __future__ import annotations

import os
import re
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Self

from smsdesk.carrier import configured
from smsdesk.clock import Clock, SystemClock
from smsdesk.core.background import registration, steps
from smsdesk.core.background.loop import CarrierState, Changed, Event, Watch
from smsdesk.core.contacts import auto_block, consent, lookups, why
from smsdesk.core.contacts.facts import facts_of_number
from smsdesk.core.context import Context, writing
from smsdesk.core.leads.cards import refresh_cards
from smsdesk.core.reading import lead_search, news, threads
from smsdesk.core.reading.conversation_rows import row_of
from smsdesk.core.receiving import unreadable
from smsdesk.core.receiving.ingest import STARTED
from smsdesk.core.rules.phone import is_read_only, national, problem_words, read_phone
from smsdesk.core.rules.send_rules import contact_code
from smsdesk.core.sending import gate, outbox
from smsdesk.core.views.alerts import Alert, AlertKind
from smsdesk.core.views.consent import ConsentRow, OptOutImport, Why
from smsdesk.core.views.conversations import ConversationKey, ConversationRow, Totals
from smsdesk.core.views.leads import ImportReport, LeadHit, LeadHits
from smsdesk.core.views.sending import OutboxItem, SendResult, SyncReport
from smsdesk.errors import DeskError
from smsdesk.local_zone import LocalZone
from smsdesk.processes import this_host
from smsdesk.store.database import open_database
from smsdesk.store.errors import StoreError
from smsdesk.store.queues import lookups as lookup_queue
from smsdesk.store.queues import outbox as outbox_rows
from smsdesk.store.schema import ensure
from smsdesk.store.tables import (
    contacts,
    conversations,
    counters,
    drafts,
    leads,
    messages,
    program_state,
    thread_messages,
)
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Code, LineType, PhoneProblem, Status, Verdict
from smsdesk.text import clean, one_line

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import datetime, tzinfo
    from pathlib import Path

    from smsdesk.carrier.protocol import Carrier, SenderCheck
    from smsdesk.config import Config
    from smsdesk.core.views.alerts import News, SetAside
    from smsdesk.core.views.threads import Bubble, MessageHit, MessageKey, Thread

__all__ = [
    "CarrierState",
    "Changed",
    "Desk",
    "DeskError",
    "Event",
    "ImportReport",
    "NotANumber",
    "OptOutImport",
]


_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class NotANumber(DeskError):
    """What was given as a phone number is none."""

    exit_code = 2


class Desk:
    """A firm's desk on one database, for one agent."""

    def __init__(self, context: Context) -> None:
        """Take a desk whose parts are made already; ``Desk.open`` makes them."""
        self._context = context

    @classmethod
    def open(
        cls,
        config: Config,
        *,
        carrier: Carrier | None = None,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
    ) -> Self:
        """Open the database (made or migrated where needed) and get ready to reach the carrier.

        Args:
            config: where the database is, whose number is the firm's, what the limits are.
            carrier: in place of Twilio.
            clock: in place of the machine's.
            zone: the agent's zone for dates in sentences; by default the machine's.

        Raises:
            DeskError: the database cannot be used.
        """
        the_clock = clock or SystemClock()
        mode = carrier.name if carrier else configured.mode_of(config)
        database = open_database(config.database.url)
        context = Context(
            database=database,
            connect=lambda: carrier or configured.connect(config, the_clock),
            codes=carrier.codes if carrier else configured.codes(),
            mode=mode,
            clock=the_clock,
            config=config,
            zone=zone or LocalZone(),
            process=f"{this_host()}/{os.getpid()}/{uuid.uuid4().hex[:8]}",
            refresh_cards=refresh_cards,
        )
        try:
            ensure.ensure_schema(database, the_clock)
            with database.read() as connection:
                started = program_state.get(connection, STARTED)
            context.steady_now()
            if not started:
                with database.write() as connection:
                    program_state.put(connection, STARTED, str(to_us(the_clock.now())))
            registration.register(context)
        except StoreError:
            database.close()
            raise
        return cls(context)

    def close(self) -> None:
        """Give the connections back."""
        registration.leave(self._context)
        self._context.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def config(self) -> Config:
        """The configuration it was opened with."""
        return self._context.config

    @property
    def agent(self) -> str:
        """Who sends from this desk."""
        return self._context.agent

    @property
    def clock(self) -> Clock:
        """The clock it goes by."""
        return self._context.clock

    @property
    def carrier_name(self) -> str:
        """``live`` or ``simulated``."""
        return self._context.mode

    def parse_number(self, text: str) -> str:
        """Return what a person wrote as a number in E.164.

        Raises:
            NotANumber: it is none.
        """
        phone = read_phone(text, self._context.region)
        if phone.problem is not None:
            raise NotANumber(
                f"{text!r} is no phone number ({problem_words(phone.problem)}): write it like"
                " +14155550111, or as it is dialled in"
                f" {self._context.region}"
            )
        return phone.number

    def _checked(self, number: str) -> str:
        """Return a number that is one, or an address that is at least no number.

        Raises:
            NotANumber: it would be taken for another contact than it is.
        """
        if _E164.fullmatch(number) or is_read_only(number):
            return number
        raise NotANumber(f"{number!r} is not in E.164: parse_number makes it so")

    def display_number(self, number: str) -> str:
        """Return a number as agents read it: national format in the desk's own region."""
        return national(number, self._context.region)

    # -- the list -------------------------------------------------------------------------

    def totals(self) -> Totals:
        """Return what the title line counts."""
        with self._context.database.read() as connection:
            return Totals(
                unread=conversations.unread_total(connection),
                conversations=counters.conversations(connection),
                leads=counters.leads(connection),
            )

    def conversation_count(self) -> int:
        """Return how many conversations there are."""
        with self._context.database.read() as connection:
            return counters.conversations(connection)

    def conversations(
        self,
        *,
        after: ConversationKey | None = None,
        offset: int = 0,
        limit: int = 50,
        matching: str = "",
        stop: threading.Event | None = None,
    ) -> tuple[ConversationRow, ...]:
        """Return a page of the list, newest activity first: after a row, or from an offset.

        Args:
            matching: only those that match what was typed.
            stop: ends the question early, as everywhere here; nobody wants the answer then.

        Raises:
            QueryStopped: ``stop`` was set meanwhile.
        """
        return threads.rows(
            self._context, after=after, offset=offset, limit=limit, query=matching, stop=stop
        )

    def conversation(self, number: str) -> ConversationRow | None:
        """Return one row of the list, ``None`` before the first message."""
        with self._context.database.read() as connection:
            record = conversations.get(connection, number, self._context.agent)
        return row_of(record, self._context.region) if record else None

    def next_unread(self, number: str | None) -> str | None:
        """Return the next conversation with unread texts below a row, wrapping round."""
        with self._context.database.read() as connection:
            record = conversations.get(connection, number) if number else None
            below = (record.last_activity_at, record.id) if record else None
            return conversations.next_unread(connection, below)

    # -- a thread -------------------------------------------------------------------------

    def thread(self, number: str, *, limit: int = 60) -> Thread:
        """Return a conversation with its newest messages; reading it marks nothing as read."""
        return threads.thread(self._context, number, limit=limit)

    def older(self, number: str, before: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        """Return the messages just before a place in the thread, oldest first."""
        return threads.older(self._context, number, before, limit=limit)

    def newer(self, number: str, after: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        """Return the messages just after a place in the thread, oldest first."""
        return threads.newer(self._context, number, after, limit=limit)

    def changed_bubbles(self, number: str, since_revision: int) -> tuple[Bubble, ...]:
        """Return the messages that are new or changed since ``Thread.revision``."""
        return threads.changed(self._context, number, since_revision)

    def bubble(self, message_id: int) -> Bubble | None:
        """Return one message, ``None`` where there is none."""
        with self._context.database.read() as connection:
            record = messages.get(connection, message_id)
        return threads.bubble_of(self._context, record) if record else None

    def full_text(self, message_id: int) -> str:
        """Return a message's whole text, however long."""
        found = self.bubble(message_id)
        return found.text if found else ""

    def mark_read(self, number: str) -> None:
        """Note that the firm has seen a conversation's texts."""
        with self._context.database.read() as connection:
            record = conversations.get(connection, number)
        if record is None or not record.unread:
            return
        with writing(self._context) as work:
            thread_messages.see_all(work.connection, record.id, work.revision)
            conversations.count_unread(work.connection, record.id, work.revision)

    def save_draft(self, number: str, text: str) -> None:
        """Keep what the agent has typed to a number; an empty text drops it."""
        with writing(self._context) as work:
            if drafts.get(work.connection, self.agent, number) == text:
                return
            contacts.ensure(work.connection, self._checked(number))
            drafts.put(work.connection, self.agent, number, text, work.now_us)
            conversations.touch(work.connection, number, work.revision)

    # -- sending --------------------------------------------------------------------------

    def check(self, number: str, text: str) -> Verdict:
        """Ask the gate about a text; nothing is recorded and nothing leaves."""
        return gate.check(self._context, number, text)

    def submit(self, number: str, text: str, *, empties_box: bool = False) -> SendResult:
        """Pass the gate and record the text, durably; ``transmit`` lets it leave.

        Args:
            empties_box: whether it comes out of the compose box, so that the draft is gone.

        Returns:
            ``queued`` with ``message_id``; or ``blocked`` or ``duplicate`` with the rule's code.
        """
        return gate.submit(self._context, self._checked(number), text, empties_box=empties_box)

    def transmit(self, message_id: int) -> SendResult:
        """Let a recorded text leave, if it may, and return when the attempt has ended."""
        attempt = outbox.transmit(self._context, message_id)
        others = tuple(alert for alert in attempt.alerts if alert.message_id != message_id)
        return replace(attempt.result, alerts=others)

    def send(self, number: str, text: str) -> SendResult:
        """Submit a text and transmit it.

        Raises:
            DeskError: nothing was recorded.
        """
        recorded = self.submit(number, text)
        if recorded.status != "queued" or recorded.message_id is None:
            return recorded
        try:
            return self.transmit(recorded.message_id)
        except StoreError as error:  # before the carrier was called: it is recorded, and waits
            alert = Alert(AlertKind.DATABASE, str(error), number, recorded.message_id)
            said = f"Recorded, and not sent yet: {error}."
            return replace(recorded, message=said, alerts=(alert,))

    def retry(self, message_id: int) -> SendResult:
        """Submit a failed text again, as a new message through the whole gate."""
        return gate.retry(self._context, message_id)

    def waiting(self) -> int:
        """Return how many texts wait to leave."""
        with self._context.database.read() as connection:
            return outbox_rows.waiting(connection)

    def cancel(self, message_id: int) -> bool:
        """Take back a text that waits; return whether it still did."""
        return outbox.cancel(self._context, message_id)

    def release(self, message_id: int) -> bool:
        """Say "go" for a text that was held because it waited long, or waits for its next try."""
        return outbox.release(self._context, message_id)

    def outbox(self) -> tuple[OutboxItem, ...]:
        """Return the messages that are not settled, oldest first, 1,000 at most."""
        with self._context.database.read() as connection:
            found = outbox_rows.unsettled(connection)
            names = {
                record.number: contact.name
                for record in found
                if (contact := contacts.get(connection, record.number)) is not None
            }
        return tuple(
            OutboxItem(
                message_id=record.id,
                number=record.number,
                name=names.get(record.number, ""),
                body=clean(record.body),
                status=Status(record.status),
                reason=record.reason,
                created_at=from_us(record.created_at),
                sent_by=record.sent_by,
                retry_at=self._context.on_the_wall(record.next_attempt_at),
            )
            for record in found
        )

    # -- consent and blocks ---------------------------------------------------------------

    def answer_question(self, number: str, *, opt_out: bool) -> None:
        """Answer whether a text was a wish to stop."""
        with writing(self._context) as work:
            consent.answer_question(work, self._checked(number), self.agent, opt_out=opt_out)

    def record_opt_out(self, number: str, *, note: str = "") -> None:
        """Record an opt-out that was spoken, or came by another way."""
        with writing(self._context) as work:
            consent.opt_out_by_agent(work, self._checked(number), self.agent, note)

    def consent_list(self) -> Iterator[ConsentRow]:
        """Yield everyone who is opted out, with the evidence."""
        return why.consent_list(self._context)

    def import_consent(self, path: Path) -> OptOutImport:
        """Record an opt-out for every number in a file.

        Raises:
            DeskError: the file is no list of numbers.
        """
        from smsdesk.core.contacts import opt_out_list

        return opt_out_list.import_list(self._context, path)

    def why(self, number: str) -> Why:
        """Return every rule's verdict about a number, with its evidence."""
        return why.why(self._context, number)

    def unblock(self, number: str, reason: str) -> bool:
        """Lift an auto-block, on the record; return whether there was one."""
        with writing(self._context) as work:
            return auto_block.unblock(work, self._checked(number), self.agent, reason)

    # -- leads ----------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        left_out: bool = False,
        limit: int = 50,
        stop: threading.Event | None = None,
    ) -> LeadHits:
        """Return the contacts that match, each once, newest signup first.

        Raises:
            QueryStopped: ``stop`` was set meanwhile.
        """
        return lead_search.search(self._context, query, left_out=left_out, limit=limit, stop=stop)

    def import_leads(
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        lookup: Literal["now", "later"] | None = None,
        confirm: Callable[[int, float], bool] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> ImportReport:
        """Take in a CSV of leads; the same file twice adds nothing.

        Args:
            mapping: column by target, where the header is not recognised.
            dry_run: say what would happen, and write nothing.
            rejects: where to write the rows that are no textable lead, with the reason.
            lookup: whether new numbers are looked up now; ``None`` asks by ``confirm`` where
                there are more than ``lookup.confirm_above``.
            confirm: is told how many lookups there are and what they cost in US dollars, and
                answers whether to run them; without it the answer is "later".
            progress: is told how many bytes of how many are read.

        Raises:
            DeskError: the file cannot be read; what came before the error is kept.
        """
        from smsdesk.core.leads import intake

        return intake.import_leads(
            self._context,
            path,
            mapping=mapping,
            dry_run=dry_run,
            rejects=rejects,
            lookup=lookup,
            confirm=confirm,
            progress=progress,
        )

    def add_lead(
        self,
        *,
        name: str,
        phone: str,
        email: str = "",
        event: str = "",
        signed_up_at: datetime | None = None,
    ) -> LeadHit:
        """Take in one lead; one whose phone is no number is kept with the reason."""
        from smsdesk.core.leads import intake

        read, _new = intake.add_lead(
            self._context,
            name=name,
            phone=phone,
            email=email,
            event=event,
            signed_up_at=signed_up_at,
        )
        code, reason, signups = Code.OK, "", 1
        if read.problem is not None:
            code = (
                Code.NO_PHONE if read.problem is PhoneProblem.NONE_ON_FILE else Code.INVALID_PHONE
            )
            reason = problem_words(read.problem)
        else:
            with self._context.database.read() as connection:
                code = contact_code(facts_of_number(connection, read.number))
                signups = len(leads.of_number(connection, read.number))
        shown = one_line(phone)
        return LeadHit(
            name=one_line(name),
            email=one_line(email),
            phone=read.number or shown,
            display_phone=self.display_number(read.number) if read.number else shown,
            number=read.number,
            event=one_line(event),
            signed_up_at=signed_up_at,
            signups=signups,
            code=code,
            reason=reason,
        )

    def lookups_waiting(self) -> int:
        """Return how many lookups are due."""
        with self._context.database.read() as connection:
            return lookup_queue.waiting(connection, to_us(self.clock.now()))

    def run_lookups(
        self,
        *,
        limit: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Run queued lookups; return how many were answered.

        Raises:
            DeskError: the carrier did not answer; what is left stays queued.
        """
        return lookups.run_due(self._context, limit=limit, progress=progress)

    def lookup_now(self, number: str) -> LineType:
        """Ask for a number's line type, on the first open of its thread.

        Raises:
            DeskError: no answer; it is tried again later.
        """
        return lookups.look_up(self._context, number)

    def recheck(self, number: str) -> LineType:
        """Ask Lookup again (it costs) and lift what the answer disproves.

        Raises:
            DeskError: no answer; nothing is changed.
        """
        return lookups.recheck(self._context, self._checked(number))

    # -- messages -------------------------------------------------------------------------

    def search_messages(
        self, text: str, *, limit: int = 50, stop: threading.Event | None = None
    ) -> tuple[MessageHit, ...]:
        """Return messages with words that begin as those typed, newest first.

        Raises:
            QueryStopped: ``stop`` was set meanwhile.
        """
        return lead_search.search_messages(self._context, text, limit=limit, stop=stop)

    def all_bubbles(self, number: str) -> Iterator[Bubble]:
        """Yield a whole thread, oldest first, a page in memory at a time."""
        with self._context.database.read() as connection:
            record = conversations.get(connection, number)
            if record is not None:
                for message in thread_messages.whole_thread(connection, record.id):
                    yield threads.bubble_of(self._context, message)

    def all_numbers(self) -> Iterator[str]:
        """Yield the number of every conversation, newest activity first."""
        after = None
        while page := self.conversations(after=after, limit=500):
            for row in page:
                yield row.number
            after = page[-1].key

    # -- the background -------------------------------------------------------------------

    def sync(self) -> SyncReport:
        """Take in what is new, settle what is open, transmit what waits, run due lookups."""
        return steps.sync(self._context)

    def work(
        self,
        stop: threading.Event,
        on_event: Callable[[Event], None],
        *,
        active: Callable[[], bool] = lambda: True,
    ) -> None:
        """Do all of that again and again until ``stop`` is set; blocks.

        Args:
            on_event: is called from a thread of the loop.
            active: whether somebody uses the desk: an idle one polls less often.

        Raises:
            DeskError: smsdesk was updated meanwhile, and this one can do no more.
        """
        Watch(self._context, stop, on_event, active).run()

    def news(self, since: int | None, told: Collection[int] = ()) -> News:
        """Return what has happened since a revision, whichever process brought it.

        Args:
            since: ``News.revision`` of the last time; ``None`` finds out where to begin.
            told: messages whose trouble is on screen: those that are over it are named.
        """
        return news.news(self._context, since, told)

    def unreadable_rows(self) -> tuple[SetAside, ...]:
        """Return the rows of the carrier's listing that could not be read, newest first."""
        return unreadable.listed(self._context)

    def check_carrier(self) -> SenderCheck:
        """Ask the carrier whether the firm's number is ours and can text.

        Raises:
            DeskError: no answer, or wrong credentials.
        """
        return self._context.carrier.check_sender()

    def integrity(self) -> tuple[str, ...]:
        """Return what is wrong with the database file; empty where it is sound."""
        return self._context.database.integrity_problems()

    def backup(self, path: Path) -> None:
        """Write a complete copy of the live database.

        Raises:
            DeskError: it cannot be written.
        """
        self._context.database.backup(path)
