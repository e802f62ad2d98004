"""Two threads as an export gets them: one with every kind of message, one with a stranger."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from smsdesk.core.read_models.threads import Bubble, Signup, ThreadHead
from smsdesk.core.reading.export import Format, export_thread, export_threads
from smsdesk.terms import Direction, LineType, Status

NEW_YORK = ZoneInfo("America/New_York")
NIGHT = datetime(2026, 11, 15, 4, 58, tzinfo=UTC)  # 23:58 on the 14th in New York
HEAD = ThreadHead(
    number="+14155550132",
    name="Sarah Berg",
    also_known_as="",
    display_number="(415) 555-0132",
    event="Home buying",
    signups=(
        Signup("Sarah Berg", "s@example.com", "4155550132", "Home buying", None),
        Signup("Sarah Berg", "s@example.com", "4155550132", "Open house", None),
    ),
    zone="",
    line_type=LineType.MOBILE,
    read_only=False,
    conversation_id=1,
)
SENT = Bubble(
    7,
    Direction.OUTBOUND,
    "Hi Sarah,\nstill looking?",
    Status.DELIVERED,
    NIGHT,
    sent_by="ana",
    sid="SM7",
    segments=1,
)
ANSWER = Bubble(
    8,
    Direction.INBOUND,
    '=1+1 <b>"yes" & no</b> 👍',
    Status.RECEIVED,
    NIGHT + timedelta(minutes=5),
    sid="SM8",
    segments=1,
)
FAILED = Bubble(
    9,
    Direction.OUTBOUND,
    "Great",
    Status.NOT_SENT,
    NIGHT + timedelta(minutes=6),
    sent_by="ana",
    error_code=30005,
    reason="The carrier says this number is not in service (30005).",
)
BUBBLES = (SENT, ANSWER, FAILED)
STRANGER = ThreadHead(
    "+16285550147", "", "", "(628) 555-0147", "", (), "", LineType.UNKNOWN, False, 2
)


def exported(form: Format, bubbles: tuple[Bubble, ...] = BUBBLES) -> str:
    out = io.StringIO()
    export_thread(HEAD, bubbles, form, out, zone=NEW_YORK)
    return out.getvalue()


def all_exported(form: Format) -> str:
    out = io.StringIO()
    export_threads(iter([(HEAD, BUBBLES), (STRANGER, [ANSWER])]), form, out, zone=NEW_YORK)
    return out.getvalue()
