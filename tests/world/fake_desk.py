"""A desk in memory, for the screen's own tests: every state of a thread can be set up by hand.

Each face of it is the desk's own Protocol, so the type checker sees where they part.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from smsdesk.core.read_models.alerts import News
from smsdesk.core.read_models.answering import NextToAnswer
from smsdesk.core.read_models.consent import Evidence, Why
from smsdesk.core.read_models.conversations import ConversationRow, Totals
from smsdesk.core.read_models.lead_profile import LeadProfile
from smsdesk.core.read_models.leads import Counted, FileReading, ImportReport, LeadHits
from smsdesk.core.read_models.notes import ContactNote
from smsdesk.core.read_models.sending import AT_ONCE, Leaving, SendResult, SendStatus
from smsdesk.core.read_models.templates import Template
from smsdesk.core.read_models.threads import MessageHit, Signup, Thread, ThreadHead
from smsdesk.core.rules.merge_fields import Filled, TemplateError, fields_of, fill
from smsdesk.desk import NotANumber
from smsdesk.desk.answering import Answering
from smsdesk.desk.background import WorksInBackground
from smsdesk.desk.carrier import NamesCarrier
from smsdesk.desk.consent import RecordsWishes
from smsdesk.desk.contacts import ContactsOnScreen
from smsdesk.desk.conversations import Conversations
from smsdesk.desk.leads import LeadsOnScreen
from smsdesk.desk.lookups import LooksUp
from smsdesk.desk.notes import WritesNotes
from smsdesk.desk.numbers import Numbers
from smsdesk.desk.outbox import Outbox
from smsdesk.desk.presence import KnowsWhereToBegin
from smsdesk.desk.sending import SubmitsTexts
from smsdesk.desk.templates import WritesTemplates
from smsdesk.desk.threads import Threads
from smsdesk.store.errors import QueryStopped
from smsdesk.terms import (
    RETRIABLE,
    Code,
    ConversationState,
    ConversationView,
    Direction,
    LineType,
    Status,
    Verdict,
)
from tests.world.clocks import MovedClock
from tests.world.sample_threads import (
    LANDLINE,
    NOW,
    OPTED_OUT,
    SampleThread,
    out,
    sample_threads,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from smsdesk.core.leads.lead_file import Choices
    from smsdesk.core.read_models.conversations import ConversationKey
    from smsdesk.core.read_models.events import Event
    from smsdesk.core.read_models.leads import LeadHit, OptOutsAhead
    from smsdesk.core.read_models.sending import OutboxItem
    from smsdesk.core.read_models.threads import Bubble, MessageKey
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.desk import DeskError
    from smsdesk.tui.screen_desk import ScreenDesk

WAITING = (Status.QUEUED, Status.HELD)


class FakeDesk:
    """The screen's desk over a dictionary.

    Attributes:
        held: the conversations, by number.
        known_leads: whom the search can find.
        happened: what is told as news, once there is a beginning.
        refuse: what the gate says to the next texts, in place of letting them through.
        asks: what the gate says to the next texts until a second Enter has said yes.
        leaving: how the last text shall leave.
        submit_error: what recording them fails with.
        submit_gate, transmit_gate: cleared, they keep a text from being recorded, or from leaving.
        transmitted: how attempts end.
        slow: whether a question takes until it is stopped; ``at_work`` and ``stopped`` say so.
        calls: what was asked, in order.
        at: whose thread the agent has open.
        typed: how many keys have changed the text.
    """

    def __init__(self, *held: SampleThread, leads: int | None = None) -> None:
        self.clock = MovedClock(NOW)
        self.agent = "maria"
        self.held = {thread.number: thread for thread in held}
        self.known_leads: list[LeadHit] = []
        self.lead_count = len(held) if leads is None else leads
        self.revision = 100
        self.next_id = 1000
        self.refuse: SendResult | None = None
        self.asks: SendResult | None = None
        self.leaving = AT_ONCE
        self.submit_error: DeskError | None = None
        self.note_error: DeskError | None = None
        self.submit_gate = threading.Event()
        self.submit_gate.set()
        self.transmit_gate = threading.Event()
        self.transmit_gate.set()
        self.transmitted = SendStatus.SENT
        self.slow = False
        self.at_work = threading.Event()
        self.stopped = threading.Semaphore(0)
        self.calls: list[tuple[object, ...]] = []
        self.happened = News(0)
        self.at = ""
        self.left_at = ""
        self.typed = 0

        self.numbers = FakeNumbers()
        self.conversations = FakeConversations(self)
        self.answering = FakeAnswering(self)
        self.templates = FakeTemplates()
        self.threads = FakeThreads(self)
        self.sending = FakeSending(self)
        self.outbox = FakeOutbox(self)
        self.presence = FakePresence(self)
        self.consent = FakeConsent(self)
        self.contacts = FakeContacts(self)
        self.notes = FakeNotes(self)
        self.lookups = FakeLookups(self)
        self.leads = FakeLeads(self)
        self.background = FakeBackground(self)
        self.carrier = FakeCarrier()

    def opened(self) -> ScreenDesk:
        """Return it as the screen takes it."""
        return self

    def close(self) -> None:
        """Nothing is held."""

    def thread_with(self, number: str) -> SampleThread:
        return self.held.setdefault(number, SampleThread(number, "", number))

    def thread_of(self, message_id: int) -> SampleThread:
        return next(
            thread
            for thread in self.held.values()
            for bubble in thread.bubbles
            if bubble.message_id == message_id
        )

    def add(self, thread: SampleThread, bubble: Bubble) -> None:
        self.revision += 1
        thread.bubbles.append(replace(bubble, revision=self.revision))

    def rows(self, matching: str = "") -> list[ConversationRow]:
        rows = [self.row(thread) for thread in self.held.values() if thread.bubbles]
        rows = [row for row in rows if matching.casefold() in row.title.casefold()]
        return sorted(rows, key=lambda row: row.last_activity_at, reverse=True)

    def row(self, thread: SampleThread) -> ConversationRow:
        last = thread.bubbles[-1]
        begun = thread.unread_from
        unread = [b for b in thread.bubbles if begun and b.message_id >= begun]
        return ConversationRow(
            conversation_id=int(thread.number[-4:]),
            number=thread.number,
            name=thread.name,
            display_number=thread.display,
            last_text=" ".join(last.text.split()),
            last_direction=last.direction,
            last_status=last.status,
            last_activity_at=last.happened_at,
            unread=len(unread),
            code=thread.verdict.code,
            mark=thread.mark,
            draft=thread.draft,
            state=thread.state,
            to_answer_since=thread.to_answer_since,
            snoozed_until=thread.snoozed_until,
            owner=thread.owner,
            revision=self.revision,
        )

    def submitted(self) -> list[str]:
        """Return the texts that were submitted, in order."""
        return [str(call[2]) for call in self.calls if call[0] == "submit"]

    def take_time(self, stop: threading.Event | None) -> None:
        """While the desk is slow a question takes until it is stopped."""
        if self.slow:
            assert stop is not None
            self.at_work.set()
            assert stop.wait(10), "nobody stopped it"
            self.stopped.release()
            raise QueryStopped


class FakeNumbers(Numbers):
    def parse(self, text: str) -> str:
        digits = "".join(filter(str.isdigit, text))
        if len(digits) != 10:
            raise NotANumber(f"{text!r} is no phone number")
        return f"+1{digits}"

    def parse_possible(self, text: str) -> str:
        return self.parse(text)

    def display(self, number: str) -> str:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"


class FakeConversations(Conversations):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def count(self, view: ConversationView = ConversationView.ALL) -> int:
        return len(self._rows(view))

    def _rows(self, view: ConversationView, matching: str = "") -> list[ConversationRow]:
        """Return the rows of a view as the desk would: waiting ones the longest first."""
        found = [row for row in self._desk.rows(matching) if matching or _is_in(view, row)]
        if view in (ConversationView.TO_ANSWER, ConversationView.NOBODYS) and not matching:
            found.sort(key=lambda row: row.to_answer_since or NOW)
        return found

    def page(
        self,
        *,
        after: ConversationKey | None = None,
        offset: int = 0,
        limit: int = 50,
        view: ConversationView = ConversationView.ALL,
        matching: str = "",
        stop: threading.Event | None = None,
    ) -> tuple[ConversationRow, ...]:
        self._desk.take_time(stop)
        rows = self._rows(view, matching)
        if after is not None:
            keys = [row.key_in(view) for row in rows]
            rows = rows[keys.index(after) + 1 :] if after in keys else []
        return tuple(rows[offset : offset + limit])

    def totals(self) -> Totals:
        rows = self._desk.rows()
        unread = sum(row.unread for row in rows)
        return Totals(unread, len(rows), self._desk.lead_count, self.counts())

    def next_unread(self, number: str | None) -> str | None:
        rows = self._desk.rows()
        place = next((i for i, row in enumerate(rows) if row.number == number), -1)
        after = rows[place + 1 :] + rows[: place + 1]
        return next((row.number for row in after if row.unread), None)

    def row(self, number: str) -> ConversationRow | None:
        return next((row for row in self._desk.rows() if row.number == number), None)

    def rows(self, view: ConversationView = ConversationView.ALL) -> Iterator[ConversationRow]:
        return iter(self._rows(view))

    def counts(self) -> dict[ConversationView, int]:
        return {view: self.count(view) for view in ConversationView}


def _is_in(view: ConversationView, row: ConversationRow) -> bool:
    waits = row.state is ConversationState.TO_ANSWER
    return {
        ConversationView.ALL: row.state is not ConversationState.SNOOZED,
        ConversationView.TO_ANSWER: waits,
        ConversationView.MINE: row.owner == "maria",
        ConversationView.NOBODYS: waits and not row.owner,
        ConversationView.UNREAD: row.unread > 0,
        ConversationView.FAILED: row.last_status in RETRIABLE,
        ConversationView.DONE: row.state is ConversationState.DONE,
        ConversationView.SNOOZED: row.state is ConversationState.SNOOZED,
    }[view]


class FakeTemplates(WritesTemplates):
    """Templates whose fields hold what ``values`` says."""

    def __init__(self) -> None:
        self.values = {"first_name": "Sarah", "agent": "maria"}
        self.texts = {
            "Directions": "Park behind the house.",
            "Greeting": "Hi {first_name|there}, {agent} here.",
            "Reminder": "{first_name}, {event} begins at seven.",
        }

    def every(self) -> tuple[Template, ...]:
        return tuple(map(self.named, self.texts))

    def named(self, name: str) -> Template:
        return Template(name, self.texts[name], fields_of(self.texts[name]), NOW, "maria")

    def add(self, name: str, text: str) -> Template:
        fields_of(text)
        if name in self.texts:
            raise TemplateError(f"there is a template {name!r} already")
        self.texts[name] = text
        return self.named(name)

    def edit(self, name: str, *, new_name: str | None = None, text: str | None = None) -> Template:
        before = self.texts[name]
        fields_of(text or "")
        del self.texts[name]
        self.texts[new_name or name] = before if text is None else text
        return self.named(new_name or name)

    def remove(self, name: str) -> None:
        del self.texts[name]

    def filled_for(self, text: str, number: str, given: Mapping[str, str] | None = None) -> Filled:
        return fill(text, self.values | dict(given or {}))


class FakeAnswering(Answering):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk
        self.known = ("jonas", "maria", "priya")

    def _asked(self, *what: object) -> None:
        self._desk.calls.append(what)

    def done(self, number: str) -> None:
        self._asked("done", number)
        self._desk.held[number].state = ConversationState.DONE

    def snooze(self, number: str, until: datetime) -> None:
        self._asked("snooze", number, until)
        self._desk.held[number].state = ConversationState.SNOOZED
        self._desk.held[number].snoozed_until = until

    def claim(self, number: str) -> str:
        return self.hand_over(number, self._desk.agent)

    def release(self, number: str) -> str:
        return self.hand_over(number, "")

    def hand_over(self, number: str, agent: str) -> str:
        self._asked("hand_over", number, agent)
        thread = self._desk.thread_with(number)
        before, thread.owner = thread.owner, agent
        return before

    def mark_unread(self, number: str) -> bool:
        self._asked("mark_unread", number)
        held = self._desk.thread_with(number)
        theirs = [one for one in held.bubbles if one.direction is Direction.INBOUND]
        if theirs:
            at = held.bubbles.index(theirs[-1])
            held.bubbles[at] = replace(theirs[-1], unread=True)
            held.unread_from = theirs[-1].message_id
        return bool(theirs)

    def agents(self) -> tuple[str, ...]:
        return self.known

    def next_to_answer(self, current: str | None) -> NextToAnswer:
        rows = self._desk.conversations.page(view=ConversationView.TO_ANSWER)
        waiting = [row for row in rows if row.owner in ("", self._desk.agent)]
        waiting.sort(key=lambda row: not row.owner)
        numbers = [row.number for row in waiting]
        at = numbers.index(current) + 1 if current in numbers else 0
        others = [one for one in (*numbers[at:], *numbers[:at]) if one != current]
        return NextToAnswer(others[0] if others else None, len(others))


class FakeThreads(Threads):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def get(self, number: str, *, limit: int = 60) -> Thread:
        self._desk.calls.append(("thread", number))
        held = self._desk.thread_with(number)
        return Thread(
            head=_head(held),
            verdict=held.verdict,
            question=held.question,
            bubbles=tuple(held.bubbles[-limit:]),
            more=len(held.bubbles) > limit,
            first_unread_id=held.unread_from,
            draft=held.draft,
            lookup_due=held.lookup_due,
            revision=self._desk.revision,
        )

    def older(self, number: str, before: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        held = self._desk.thread_with(number)
        return tuple(b for b in held.bubbles if _place(b.key) < _place(before))[-limit:]

    def newer(self, number: str, after: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        held = self._desk.thread_with(number)
        return tuple(b for b in held.bubbles if _place(b.key) > _place(after))[:limit]

    def changed(self, number: str, since_revision: int) -> tuple[Bubble, ...]:
        held = self._desk.thread_with(number)
        return tuple(b for b in held.bubbles if b.revision > since_revision)

    def message(self, message_id: int) -> Bubble | None:
        found = (b for held in self._desk.held.values() for b in held.bubbles)
        return next((b for b in found if b.message_id == message_id), None)

    def full_text(self, message_id: int) -> str:
        found = self.message(message_id)
        return found.text if found else ""

    def raw_text(self, message_id: int) -> str:
        return self.full_text(message_id)

    def whole(self, number: str) -> Iterator[Bubble]:
        return iter(self._desk.thread_with(number).bubbles)

    def mark_read(self, number: str, until: int | None = None) -> None:
        self._desk.calls.append(("mark_read", number))
        held = self._desk.thread_with(number)
        held.unread_from = None
        held.bubbles = [
            replace(one, unread=one.unread and until is not None and one.message_id > until)
            for one in held.bubbles
        ]

    def save_draft(self, number: str, text: str) -> None:
        self._desk.calls.append(("save_draft", number, text))
        self._desk.thread_with(number).draft = text

    def search_messages(
        self,
        text: str,
        *,
        limit: int = 50,
        here: str | None = None,
        stop: threading.Event | None = None,
    ) -> tuple[MessageHit, ...]:
        self._desk.take_time(stop)
        self._desk.calls.append(("search", text, here))
        return tuple(
            MessageHit(b.message_id, held.number, held.name, b.direction, b.text, b.happened_at)
            for held in self._desk.held.values()
            for b in held.bubbles
            if text.casefold() in b.text.casefold()
        )[:limit]

    def hit_beside(
        self, number: str, text: str, at: MessageKey, *, later: bool
    ) -> MessageHit | None:
        held = self._desk.thread_with(number)
        hits = [b for b in held.bubbles if text.casefold() in b.text.casefold()]
        beside = [b for b in hits if (_place(b.key) > _place(at)) == later and b.key != at]
        if not beside:
            return None
        b = beside[0] if later else beside[-1]
        return MessageHit(b.message_id, number, held.name, b.direction, b.text, b.happened_at)


def _head(held: SampleThread) -> ThreadHead:
    signup = Signup(held.name, "", held.number, held.event, None)
    return ThreadHead(
        number=held.number,
        name=held.name,
        also_known_as=held.also,
        display_number=held.display,
        event=held.event,
        signups=(signup,) * held.signups,
        zone=held.zone,
        line_type=held.line_type,
        read_only=held.read_only,
        conversation_id=1 if held.bubbles else None,
        hours=held.hours,
        quiet_mode=held.quiet_mode,
    )


def _place(key: MessageKey) -> tuple[datetime, int]:
    return key.happened_at, key.message_id


class FakeSending(SubmitsTexts):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def submit(
        self,
        number: str,
        text: str,
        *,
        answers: bool = False,
        empties_box: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        assert answers, "who sends from the screen has the thread in view"
        assert empties_box, "what the screen sends comes out of its box"
        assert seen is not None, "who sends from the screen has seen the thread"
        desk = self._desk
        desk.calls.append(("submit", number, text))
        desk.leaving = leaving
        desk.submit_gate.wait(10)
        if desk.submit_error is not None:
            raise desk.submit_error
        if desk.asks is not None and Code.QUIET_HOURS not in leaving.confirmed:
            return replace(desk.asks, to=number)
        if leaving.at is not None:
            planned = out(desk.next_id + 1, text, Status.PLANNED, desk.clock.now())
            desk.next_id += 1
            said = "Planned for Tue 09:00 their time"
            held = desk.thread_with(number)
            held.draft = ""
            desk.add(held, replace(planned, leaves_at=leaving.at, reason=said, can_cancel=True))
            return SendResult(SendStatus.PLANNED, "ok", said, desk.next_id, None, number, 1)
        if desk.refuse is not None:
            return replace(desk.refuse, to=number)
        held = desk.thread_with(number)
        held.draft = ""
        held.state = ConversationState.WAITING
        desk.next_id += 1
        desk.clock.move(1)
        desk.add(held, out(desk.next_id, text, Status.SENDING, desk.clock.now()))
        return SendResult(SendStatus.QUEUED, "ok", "", desk.next_id, None, number, 1)

    def transmit(self, message_id: int) -> SendResult:
        desk = self._desk
        desk.transmit_gate.wait(10)
        held = desk.thread_of(message_id)
        place = next(i for i, b in enumerate(held.bubbles) if b.message_id == message_id)
        sent = desk.transmitted is SendStatus.SENT
        desk.revision += 1
        held.bubbles[place] = replace(
            held.bubbles[place],
            status=Status.SENT if sent else Status.FAILED,
            can_retry=not sent,
            reason="" if sent else "the carrier says the number is not in service (30005)",
            revision=desk.revision,
        )
        message = "" if sent else "Not sent: the carrier says the number is not in service (30005)."
        return SendResult(desk.transmitted, "ok", message, message_id, "SM1", held.number, 1)

    def retry(
        self,
        message_id: int,
        *,
        answers: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        held = self._desk.thread_of(message_id)
        body = next(b.text for b in held.bubbles if b.message_id == message_id)
        return self.submit(
            held.number, body, answers=answers, empties_box=True, seen=seen, leaving=leaving
        )


class FakeOutbox(Outbox):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def items(self) -> tuple[OutboxItem, ...]:
        return ()

    def waiting(self) -> int:
        held = self._desk.held.values()
        return sum(b.status in WAITING for thread in held for b in thread.bubbles)

    def cancel(self, message_id: int) -> bool:
        self._desk.calls.append(("cancel", message_id))
        return True

    def edit(
        self, message_id: int, *, text: str | None = None, at: datetime | None = None
    ) -> Verdict | None:
        self._desk.calls.append(("edit", message_id, text, at))
        asks = self._desk.asks
        return Verdict(Code.QUIET_HOURS, asks.message) if asks else Verdict(Code.OK)

    def release(self, message_id: int, *, seen: Seen | None = None) -> bool:
        assert seen is not None, "who says go on the screen has the thread in view"
        self._desk.calls.append(("release", message_id))
        return True


class FakePresence(KnowsWhereToBegin):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def opened(self, number: str) -> None:
        self._desk.at = number

    def typed(self) -> None:
        self._desk.typed += 1

    def where_to_begin(self) -> str:
        return self._desk.left_at


class FakeConsent(RecordsWishes):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def answer_question(self, number: str, *, opt_out: bool) -> None:
        self._desk.calls.append(("answer_question", number, opt_out))
        held = self._desk.thread_with(number)
        held.question = None
        held.verdict = OPTED_OUT if opt_out else Verdict(Code.OK)

    def record_opt_out(self, number: str, *, note: str = "") -> None:
        self._desk.calls.append(("record_opt_out", number))
        self._desk.thread_with(number).verdict = OPTED_OUT


class FakeContacts(ContactsOnScreen):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def why(self, number: str) -> Why:
        held = self._desk.thread_with(number)
        rules = (
            Evidence(Code.INVALID_PHONE, False, "a number that can exist", ""),
            Evidence(
                Code.OPTED_OUT,
                held.verdict.code is Code.OPTED_OUT,
                'texted "STOP" on 20 Nov at 15:02 (SM9f)',
                "They text START.",
            ),
            Evidence(Code.LANDLINE, False, "mobile, says Lookup of 14 Nov", ""),
        )
        return Why(number, held.name, held.verdict, rules, ("20 Nov 15:02  opted out by text",))

    def profile(self, number: str) -> LeadProfile:
        self._desk.calls.append(("profile", number))
        held = self._desk.thread_with(number)
        head = _head(held)
        return LeadProfile(
            number=number,
            display_number=held.display,
            names=tuple(filter(None, (held.name, held.also))),
            emails=held.emails,
            place=held.place,
            signups=head.signups,
            line_type=held.line_type,
            carrier=held.carrier,
            looked_up_at=held.looked_up_at,
            zone=held.zone,
            verdict=held.verdict,
            history=held.history,
            owner=held.owner,
            state=held.state,
            since=held.to_answer_since,
            snoozed_until=None,
            notes=tuple(reversed(held.notes)),
            corrections=held.corrections,
        )


class FakeNotes(WritesNotes):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def add(self, number: str, text: str) -> ContactNote:
        desk = self._desk
        desk.calls.append(("note", number, text))
        if desk.note_error is not None:
            raise desk.note_error
        note = ContactNote(desk.next_id, number, text, desk.clock.now(), desk.agent)
        desk.thread_with(number).notes.append(note)
        return note


class FakeLookups(LooksUp):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def look_up(self, number: str) -> LineType:
        self._desk.calls.append(("look_up", number))
        held = self._desk.thread_with(number)
        held.lookup_due = False
        held.line_type = LineType.LANDLINE
        held.verdict = LANDLINE
        return held.line_type


class FakeLeads(LeadsOnScreen):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def search(
        self,
        query: str,
        *,
        left_out: bool = False,
        limit: int = 50,
        stop: threading.Event | None = None,
    ) -> LeadHits:
        self._desk.take_time(stop)
        found = [lead for lead in self._desk.known_leads if _matches(lead, query)]
        can = [lead for lead in found if lead.sendable]
        shown = found if left_out else can
        hits = tuple(shown[:limit])
        return LeadHits(
            query,
            hits,
            Counted(len(shown) - len(hits)),
            Counted(0 if left_out else len(found) - len(can)),
        )

    def read_file(self, path: Path, *, choices: Choices | None = None) -> FileReading:
        return FileReading({"phone": ("Phone",)}, (), (), "", "", "UTF-8", 1, ())

    def import_file(
        self,
        path: Path,
        *,
        mapping: Mapping[str, str] | None = None,
        choices: Choices | None = None,
        dry_run: bool = False,
        rejects: Path | None = None,
        lookup: Literal["now", "later"] | None = None,
        confirm: Callable[[int, float], bool] | None = None,
        confirm_opt_outs: Callable[[OptOutsAhead], bool] | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> ImportReport:
        return ImportReport(0, 0, 0, 0, {}, 0, 0, 0.0)

    def undo(self, import_id: int) -> int:
        self._desk.calls.append(("undo", import_id))
        return 0


def _matches(lead: LeadHit, query: str) -> bool:
    whole = f"{lead.name} {lead.email} {lead.phone}".casefold()
    return all(word in whole for word in query.casefold().split())


class FakeBackground(WorksInBackground):
    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def news(self, since: int | None, shown: Collection[int] = ()) -> News:
        self._desk.calls.append(("news", since, tuple(shown)))
        return self._desk.happened if since is not None else News(0)

    def run(
        self,
        stop: threading.Event,
        on_event: Callable[[Event], None],
        *,
        active: Callable[[], bool] = lambda: True,
    ) -> None:
        stop.wait()


class FakeCarrier(NamesCarrier):
    def __init__(self) -> None:
        self.number = "+14155550100"

    @property
    def name(self) -> str:
        return "simulated"

    @property
    def from_number(self) -> str:
        return self.number


def firm() -> FakeDesk:
    """A small firm with a conversation of every kind."""
    return FakeDesk(*sample_threads(), leads=312)
