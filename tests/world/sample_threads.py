"""Conversations of every kind, for a desk in memory: what a screen has to show of a firm."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from smsdesk.core.read_models.leads import LeadHit
from smsdesk.core.read_models.threads import Bubble
from smsdesk.terms import Code, ConversationState, Direction, LineType, Status, Verdict

if TYPE_CHECKING:
    from smsdesk.core.read_models.corrections import Correction
    from smsdesk.core.read_models.notes import ContactNote
    from smsdesk.core.read_models.threads import Question
    from smsdesk.core.rules.quiet_hours import LeadHours

SARAH = "+14155550111"
TOM = "+13125550123"
STOPPED = "+13125550188"
JOSE = "+13055550142"

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)  # a Friday, 15:04 in Chicago

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


@dataclass
class SampleThread:
    """One conversation, every state of which can be set by hand."""

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
    hours: LeadHours | None = None
    quiet_mode: str = "warn"
    emails: tuple[str, ...] = ()
    place: str = ""
    carrier: str = ""
    looked_up_at: datetime | None = None
    history: tuple[str, ...] = ()
    notes: list[ContactNote] = field(default_factory=list)
    corrections: tuple[Correction, ...] = ()
    state: ConversationState = ConversationState.WAITING
    to_answer_since: datetime | None = None
    snoozed_until: datetime | None = None
    owner: str = ""

    def __post_init__(self) -> None:
        """What is unread at first is to answer."""
        begun = self.unread_from
        self.bubbles = [
            replace(one, unread=True) if begun and one.message_id >= begun else one
            for one in self.bubbles
        ]
        unread = [one for one in self.bubbles if one.unread]
        if unread:
            self.state = ConversationState.TO_ANSWER
            self.to_answer_since = unread[0].happened_at


def inbound(message_id: int, text: str, at: datetime, *, unread: bool = False) -> Bubble:
    return Bubble(message_id, Direction.INBOUND, text, Status.RECEIVED, at, unread=unread)


def out(message_id: int, text: str, status: Status, at: datetime, **more: object) -> Bubble:
    bubble = Bubble(message_id, Direction.OUTBOUND, text, status, at, sent_by="maria", segments=1)
    return replace(bubble, **more)  # type: ignore[arg-type]


def ago(**delta: float) -> datetime:
    return NOW - timedelta(**delta)


def sarah(**more: object) -> SampleThread:
    thread = SampleThread(
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
    return replace(thread, **more)  # type: ignore[arg-type]


def sample_threads() -> tuple[SampleThread, ...]:
    """Return the conversations of a small firm, one of every kind."""
    tom = SampleThread(
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
    stopped = SampleThread(
        "+13125550188",
        "",
        "(312) 555-0188",
        [inbound(20, "STOP", ago(days=4))],
        verdict=OPTED_OUT,
        mark="opted out · STOP",
        event="",
    )
    jose = SampleThread(
        "+13055550142",
        "José Núñez",
        "(305) 555-0142",
        [out(30, "Hola José, ¿sigue interesado?", Status.SENT, ago(days=6))],
        draft="Hola José, sobre el seminario",
        zone="America/New_York",
    )
    desk_phone = SampleThread(
        "+12125550170",
        "Grace Okafor",
        "(212) 555-0170",
        [out(40, "Hello Grace", Status.UNDELIVERED, ago(days=30), reason="a landline (30006)")],
        verdict=LANDLINE,
        mark="landline",
        line_type=LineType.LANDLINE,
        zone="America/New_York",
    )
    hostile = SampleThread(
        "+16465550199",
        "[bold]Bob[/x]",
        "(646) 555-0199",
        [inbound(50, "[/x] [red]free[/] $name {x}", ago(days=2))],
        zone="America/New_York",
    )
    blocked = SampleThread(
        "+17735550101",
        "Ann Lee",
        "(773) 555-0101",
        [out(60, "Last seats!", Status.UNDELIVERED, ago(days=3), reason="filtered (30007)")],
        verdict=AUTO_BLOCKED,
        mark="blocked · 3 filtered",
    )
    return sarah(unread_from=3), tom, stopped, jose, desk_phone, hostile, blocked


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
