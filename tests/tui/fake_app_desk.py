"""A desk in memory, for the screen's own tests: every state of a thread can be set up by hand."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from smsdesk.core.views.alerts import News
from smsdesk.core.views.consent import Evidence, Why
from smsdesk.core.views.conversations import ConversationKey, ConversationRow, Totals
from smsdesk.core.views.leads import Counted, LeadHit, LeadHits
from smsdesk.core.views.sending import SendResult, SendStatus
from smsdesk.core.views.threads import (
    Bubble,
    MessageHit,
    MessageKey,
    Question,
    Signup,
    Thread,
    ThreadHead,
)
from smsdesk.desk import NotANumber
from smsdesk.store.errors import QueryStopped
from smsdesk.terms import Code, Direction, LineType, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from smsdesk.desk import Desk, DeskError

SARAH = "+14155550111"
TOM = "+13125550123"
STOPPED = "+13125550188"
JOSE = "+13055550142"

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)  # a Friday, 15:04 in Chicago

WAITING = (Status.QUEUED, Status.HELD)

OPTED_OUT = Verdict(
    Code.OPTED_OUT,
    "This lead has opted out of SMS. You can't send messages until they text START to opt back in.",
    'They texted "STOP" on 20 Nov at 15:02.',
    "They text START.",
)
LANDLINE = Verdict(
    Code.LANDLINE,
    "This number is a landline and can't receive SMS messages",
    "Twilio Lookup said so on 14 Nov.",
    "`smsdesk recheck` asks again.",
)
AUTO_BLOCKED = Verdict(
    Code.AUTO_BLOCKED,
    "Texts to this lead are blocked: carriers filtered 3 in a row.",
    "The last one was filtered on 18 Nov.",
    "`smsdesk unblock` lifts it, on the record.",
)


class FrozenClock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.at = NOW
        self.steady = 1000.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.steady

    def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.steady += seconds


@dataclass
class Talked:
    """One conversation of the fake."""

    number: str
    name: str
    display: str
    bubbles: list[Bubble] = field(default_factory=list)
    verdict: Verdict = field(default_factory=lambda: Verdict(Code.OK))
    mark: str = ""
    draft: str = ""
    event: str = "Retirement webinar"
    signups: int = 1
    zone: str = "America/Chicago"
    line_type: LineType = LineType.MOBILE
    also: str = ""
    question: Question | None = None
    lookup_due: bool = False
    read_only: bool = False
    unread_from: int | None = None


class FakeDesk:
    """The desk's face over a dictionary."""

    def __init__(self, *talks: Talked, leads: int | None = None) -> None:
        self.clock = FrozenClock()
        self.agent = "maria"
        self.carrier_name = "simulated"
        self.config = SimpleNamespace(
            twilio=SimpleNamespace(from_number="+14155550100"), desk=SimpleNamespace(region="US")
        )
        self.talks = {talk.number: talk for talk in talks}
        self.leads: list[LeadHit] = []
        self.lead_count = len(talks) if leads is None else leads
        self.revision = 100
        self.next_id = 1000
        self.refuse: SendResult | None = None
        self.submit_error: DeskError | None = None
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

    def desk(self) -> Desk:
        return cast("Desk", self)

    def display_number(self, number: str) -> str:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"

    def parse_number(self, text: str) -> str:
        digits = "".join(filter(str.isdigit, text))
        if len(digits) != 10:
            raise NotANumber(f"{text!r} is no phone number")
        return f"+1{digits}"

    def submitted(self) -> list[str]:
        return [str(call[2]) for call in self.calls if call[0] == "submit"]

    def news(self, since: int | None, told: Collection[int] = ()) -> News:
        self.calls.append(("news", since, tuple(told)))
        return self.happened if since is not None else News(0)

    def take_time(self, stop: threading.Event | None) -> None:
        """While the desk is slow a question takes until it is stopped."""
        if self.slow:
            assert stop is not None
            self.at_work.set()
            assert stop.wait(10), "nobody stopped it"
            self.stopped.release()
            raise QueryStopped

    # -- the list

    def totals(self) -> Totals:
        unread = sum(row.unread for row in self.rows())
        return Totals(unread, len(self.rows()), self.lead_count)

    def waiting(self) -> int:
        return sum(b.status in WAITING for talk in self.talks.values() for b in talk.bubbles)

    def rows(self, matching: str = "") -> list[ConversationRow]:
        rows = [self.row(talk) for talk in self.talks.values() if talk.bubbles]
        rows = [row for row in rows if matching.casefold() in row.title.casefold()]
        return sorted(rows, key=lambda row: row.last_activity_at, reverse=True)

    def row(self, talk: Talked) -> ConversationRow:
        last = talk.bubbles[-1]
        unread = [b for b in talk.bubbles if talk.unread_from and b.message_id >= talk.unread_from]
        return ConversationRow(
            conversation_id=int(talk.number[-4:]),
            number=talk.number,
            name=talk.name,
            display_number=talk.display,
            last_text=" ".join(last.text.split()),
            last_direction=last.direction,
            last_status=last.status,
            last_activity_at=last.happened_at,
            unread=len(unread),
            code=talk.verdict.code,
            mark=talk.mark,
            draft=talk.draft,
            revision=self.revision,
        )

    def conversation_count(self) -> int:
        return len(self.rows())

    def conversations(
        self,
        *,
        after: ConversationKey | None = None,
        offset: int = 0,
        limit: int = 50,
        matching: str = "",
        stop: threading.Event | None = None,
    ) -> tuple[ConversationRow, ...]:
        self.take_time(stop)
        rows = self.rows(matching)
        if after is not None:
            rows = [row for row in rows if row.last_activity_at < after.last_activity_at]
        return tuple(rows[offset : offset + limit])

    def next_unread(self, number: str | None) -> str | None:
        rows = self.rows()
        place = next((i for i, row in enumerate(rows) if row.number == number), -1)
        after = rows[place + 1 :] + rows[: place + 1]
        return next((row.number for row in after if row.unread), None)

    # -- a thread

    def talk(self, number: str) -> Talked:
        return self.talks.setdefault(number, Talked(number, "", number))

    def thread(self, number: str, *, limit: int = 60) -> Thread:
        self.calls.append(("thread", number))
        talk = self.talk(number)
        signup = Signup(talk.name, "", number, talk.event, None)
        head = ThreadHead(
            number=number,
            name=talk.name,
            also_known_as=talk.also,
            display_number=talk.display,
            event=talk.event,
            signups=(signup,) * talk.signups,
            zone=talk.zone,
            line_type=talk.line_type,
            read_only=talk.read_only,
            conversation_id=1 if talk.bubbles else None,
        )
        return Thread(
            head=head,
            verdict=talk.verdict,
            question=talk.question,
            bubbles=tuple(talk.bubbles[-limit:]),
            more=False,
            first_unread_id=talk.unread_from,
            draft=talk.draft,
            lookup_due=talk.lookup_due,
            revision=self.revision,
        )

    def older(self, number: str, before: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        bubbles = [b for b in self.talk(number).bubbles if place(b.key) < place(before)]
        return tuple(bubbles[-limit:])

    def newer(self, number: str, after: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        bubbles = [b for b in self.talk(number).bubbles if place(b.key) > place(after)]
        return tuple(bubbles[:limit])

    def changed_bubbles(self, number: str, since_revision: int) -> tuple[Bubble, ...]:
        return tuple(b for b in self.talk(number).bubbles if b.revision > since_revision)

    def full_text(self, message_id: int) -> str:
        return ""

    def mark_read(self, number: str) -> None:
        self.calls.append(("mark_read", number))
        self.talk(number).unread_from = None

    def save_draft(self, number: str, text: str) -> None:
        self.calls.append(("save_draft", number, text))
        self.talk(number).draft = text

    # -- sending

    def submit(self, number: str, text: str, *, empties_box: bool = False) -> SendResult:
        assert empties_box, "what the screen sends comes out of its box"
        self.calls.append(("submit", number, text))
        self.submit_gate.wait(10)
        if self.submit_error is not None:
            raise self.submit_error
        if self.refuse is not None:
            return replace(self.refuse, to=number)
        talk = self.talk(number)
        talk.draft = ""
        self.next_id += 1
        self.clock.at += timedelta(seconds=1)
        self.add(talk, out(self.next_id, text, Status.SENDING, self.clock.at))
        return SendResult(SendStatus.QUEUED, "ok", "", self.next_id, None, number, 1)

    def transmit(self, message_id: int) -> SendResult:
        self.transmit_gate.wait(10)
        talk = next(t for t in self.talks.values() for b in t.bubbles if b.message_id == message_id)
        place = next(i for i, b in enumerate(talk.bubbles) if b.message_id == message_id)
        sent = self.transmitted is SendStatus.SENT
        self.revision += 1
        talk.bubbles[place] = replace(
            talk.bubbles[place],
            status=Status.SENT if sent else Status.FAILED,
            can_retry=not sent,
            reason="" if sent else "the carrier says the number is not in service (30005)",
            revision=self.revision,
        )
        message = "" if sent else "Not sent: the carrier says the number is not in service (30005)."
        return SendResult(self.transmitted, "ok", message, message_id, "SM1", talk.number, 1)

    def retry(self, message_id: int) -> SendResult:
        talk = next(t for t in self.talks.values() for b in t.bubbles if b.message_id == message_id)
        body = next(b.text for b in talk.bubbles if b.message_id == message_id)
        return self.submit(talk.number, body, empties_box=True)

    def cancel(self, message_id: int) -> bool:
        self.calls.append(("cancel", message_id))
        return True

    def release(self, message_id: int) -> bool:
        self.calls.append(("release", message_id))
        return True

    def add(self, talk: Talked, bubble: Bubble) -> None:
        self.revision += 1
        talk.bubbles.append(replace(bubble, revision=self.revision))

    # -- consent

    def answer_question(self, number: str, *, opt_out: bool) -> None:
        self.calls.append(("answer_question", number, opt_out))
        talk = self.talk(number)
        talk.question = None
        talk.verdict = OPTED_OUT if opt_out else Verdict(Code.OK)

    def record_opt_out(self, number: str, *, note: str = "") -> None:
        self.calls.append(("record_opt_out", number))
        self.talk(number).verdict = OPTED_OUT

    def why(self, number: str) -> Why:
        talk = self.talk(number)
        rules = (
            Evidence(Code.INVALID_PHONE, False, "a number that can exist", ""),
            Evidence(
                Code.OPTED_OUT,
                talk.verdict.code is Code.OPTED_OUT,
                'texted "STOP" on 20 Nov at 15:02 (SM9f)',
                "They text START.",
            ),
            Evidence(Code.LANDLINE, False, "mobile, says Lookup of 14 Nov", ""),
        )
        return Why(number, talk.name, talk.verdict, rules, ("20 Nov 15:02  opted out by text",))

    def lookup_now(self, number: str) -> LineType:
        self.calls.append(("lookup_now", number))
        talk = self.talk(number)
        talk.lookup_due = False
        talk.line_type = LineType.LANDLINE
        talk.verdict = LANDLINE
        return talk.line_type

    # -- leads and messages

    def search(
        self,
        query: str,
        *,
        left_out: bool = False,
        limit: int = 50,
        stop: threading.Event | None = None,
    ) -> LeadHits:
        self.take_time(stop)
        found = [lead for lead in self.leads if _matches(lead, query)]
        can = [lead for lead in found if lead.sendable]
        shown = found if left_out else can
        hits = tuple(shown[:limit])
        return LeadHits(
            query,
            hits,
            Counted(len(shown) - len(hits)),
            Counted(0 if left_out else len(found) - len(can)),
        )

    def search_messages(
        self, text: str, *, limit: int = 50, stop: threading.Event | None = None
    ) -> tuple[MessageHit, ...]:
        self.take_time(stop)
        return tuple(
            MessageHit(b.message_id, t.number, t.name, b.direction, b.text, b.happened_at)
            for t in self.talks.values()
            for b in t.bubbles
            if text.casefold() in b.text.casefold()
        )[:limit]

    def work(
        self,
        stop: threading.Event,
        on_event: Callable[[object], None],
        *,
        active: Callable[[], bool] = lambda: True,
    ) -> None:
        stop.wait()

    def close(self) -> None:
        pass


def _matches(lead: LeadHit, query: str) -> bool:
    whole = f"{lead.name} {lead.email} {lead.phone}".casefold()
    return all(word in whole for word in query.casefold().split())


def place(key: MessageKey) -> tuple[datetime, int]:
    return key.happened_at, key.message_id


def inbound(message_id: int, text: str, at: datetime, *, unread: bool = False) -> Bubble:
    return Bubble(message_id, Direction.INBOUND, text, Status.RECEIVED, at, unread=unread)


def out(message_id: int, text: str, status: Status, at: datetime, **more: object) -> Bubble:
    bubble = Bubble(message_id, Direction.OUTBOUND, text, status, at, sent_by="maria", segments=1)
    return replace(bubble, **more)  # type: ignore[arg-type]


def ago(**delta: float) -> datetime:
    return NOW - timedelta(**delta)


def sarah(**more: object) -> Talked:
    talk = Talked(
        "+14155550111",
        "Sarah Berg",
        "(415) 555-0111",
        [
            inbound(1, "Hi, is the Tuesday session full?", ago(hours=5, minutes=52)),
            out(
                2,
                "Hi Sarah, two seats are left. Shall I hold one for you?",
                Status.DELIVERED,
                ago(hours=5, minutes=44),
            ),
            inbound(3, "Yes please!", ago(minutes=4)),
            inbound(4, "Sounds good, thank you", ago(minutes=2)),
        ],
        signups=3,
        also="Sarah B. Berg",
    )
    return replace(talk, **more)  # type: ignore[arg-type]


def firm() -> FakeDesk:
    """A small firm with a conversation of every kind."""
    tom = Talked(
        "+13125550123",
        "Tom Reyes",
        "(312) 555-0123",
        [
            out(10, "Hello Tom, this is Maria of Harbor Law.", Status.DELIVERED, ago(days=1)),
            out(
                11,
                "Are you still looking for a lawyer?",
                Status.FAILED,
                ago(minutes=24),
                reason="the carrier says the number is not in service (30005)",
                error_code=30005,
                can_retry=True,
            ),
        ],
    )
    stopped = Talked(
        "+13125550188",
        "",
        "(312) 555-0188",
        [inbound(20, "STOP", ago(days=4))],
        verdict=OPTED_OUT,
        mark="opted out · STOP",
        event="",
    )
    jose = Talked(
        "+13055550142",
        "José Núñez",
        "(305) 555-0142",
        [out(30, "Hola José, ¿sigue interesado?", Status.SENT, ago(days=6))],
        draft="Hola José, sobre el seminario",
        zone="America/New_York",
    )
    desk_phone = Talked(
        "+12125550170",
        "Grace Okafor",
        "(212) 555-0170",
        [out(40, "Hello Grace", Status.UNDELIVERED, ago(days=30), reason="a landline (30006)")],
        verdict=LANDLINE,
        mark="landline",
        line_type=LineType.LANDLINE,
        zone="America/New_York",
    )
    hostile = Talked(
        "+16465550199",
        "[bold]Bob[/x]",
        "(646) 555-0199",
        [inbound(50, "[/x] [red]free[/] $name {x}", ago(days=2))],
        zone="America/New_York",
    )
    blocked = Talked(
        "+17735550101",
        "Ann Lee",
        "(773) 555-0101",
        [out(60, "Last seats!", Status.UNDELIVERED, ago(days=3), reason="filtered (30007)")],
        verdict=AUTO_BLOCKED,
        mark="blocked · 3 filtered",
    )
    return FakeDesk(
        sarah(unread_from=3), tom, stopped, jose, desk_phone, hostile, blocked, leads=312
    )


def lead(name: str, number: str, code: Code = Code.OK, reason: str = "", **more: object) -> LeadHit:
    digits = number[2:]
    display = f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if number else ""
    first = name.split(maxsplit=1)[0].lower()
    hit = LeadHit(
        name=name,
        email=f"{first}@example.org",
        phone=number,
        display_phone=display,
        number=number,
        event="Retirement webinar",
        signed_up_at=ago(days=6),
        signups=1,
        code=code,
        reason=reason,
    )
    return replace(hit, **more)  # type: ignore[arg-type]
