"""The lead's card: all that is known of one contact, in one reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from smsdesk.core.reading.lead_profiles import lead_profile
from smsdesk.terms import Code, ConversationState, LineType
from tests.world.firm import Firm, hear
from tests.world.people import ANA, SARAH

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk


def signed_up(day: int) -> datetime:
    return datetime(2026, 11, day, 15, tzinfo=UTC)


def test_it_holds_all_that_is_known(firm: Firm, desk: Desk, context: Context) -> None:
    for name, email, event, day in (
        ("Sarah Berg", "s@new.example", "Estate planning", 14),
        ("Sarah B. Berg", "s@old.example", "Retiring early", 2),
        ("Sarah Berg", "s@old.example", "Tax night", 1),
    ):
        desk.leads.add(
            name=name, phone=SARAH, email=email, event=event, signed_up_at=signed_up(day)
        )
    desk.lookups.look_up(SARAH)
    looked_up = firm.clock.now()
    hear(firm, desk, "STOP")
    hear(firm, desk, "START")
    hear(firm, desk, "Is the talk at seven?")
    desk.answering.claim(SARAH)
    desk.notes.add(SARAH, "prefers mornings")
    desk.leads.correct(SARAH, place="CA 94110")
    known = lead_profile(context, SARAH)
    assert known.names == ("Sarah Berg", "Sarah B. Berg")
    assert known.emails == ("s@new.example", "s@old.example")
    assert [one.event for one in known.signups] == [
        "Estate planning",
        "Retiring early",
        "Tax night",
    ]
    assert known.signups[0].signed_up_at == signed_up(14)
    assert (known.line_type, known.looked_up_at) == (LineType.MOBILE, looked_up)
    assert known.carrier
    assert (known.zone, known.place) == ("America/Los_Angeles", "CA 94110")
    assert known.verdict.code is Code.OK
    assert (known.owner, known.state) == ("maria", ConversationState.TO_ANSWER)
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert known.since == row.to_answer_since
    assert [note.text for note in known.notes] == ["prefers mornings"]
    assert {one.field for one in known.corrections} == {"state", "zip"}
    newest, oldest = known.history[0], known.history[-1]
    assert "opted in" in newest
    assert "START" in newest
    assert "opted out" in oldest
    assert "STOP" in oldest


def test_of_a_number_that_nobody_knows_only_what_it_tells(context: Context) -> None:
    known = lead_profile(context, ANA)
    assert known.display_number == "(415) 555-0133"
    assert (known.names, known.signups, known.history, known.notes) == ((), (), (), ())
    assert (known.state, known.owner, known.line_type) == (None, "", LineType.UNKNOWN)
