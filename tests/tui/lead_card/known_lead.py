"""Sarah, of whom everything is known, for the tests and pictures of her card."""

from __future__ import annotations

from datetime import timedelta

from smsdesk.core.read_models.corrections import Correction
from smsdesk.core.read_models.notes import ContactNote
from smsdesk.terms import ConversationState
from tests.world.sample_threads import NOW, SARAH, SampleThread, sarah


def known_sarah() -> SampleThread:
    return sarah(
        also="Sarah B. Berg",
        signups=3,
        emails=("s@new.example", "s@old.example"),
        place="CA 94110",
        carrier="AT&T",
        looked_up_at=NOW - timedelta(days=6),
        history=('20 Nov 2026 at 15:02  opted out: "STOP" (SM9f)',),
        owner="tom",
        state=ConversationState.TO_ANSWER,
        to_answer_since=NOW - timedelta(minutes=10),
        notes=[ContactNote(1, SARAH, "prefers mornings", NOW - timedelta(days=17), "tom")],
        corrections=(Correction("name", "Sara Brg", "Sarah Berg", NOW, "maria"),),
    )
