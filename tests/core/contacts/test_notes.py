"""Notes: dated, signed, kept as written, never changed, in no text that leaves."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.contacts.notes import LONGEST, CannotNoteError
from smsdesk.core.rules.numbers import NotANumber
from tests.world.firm import Firm, hear
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


def test_a_note_is_dated_and_signed(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    began = clock.now()
    first = desk.notes.add(SARAH, "  prefers mornings\n")
    clock.move(60)
    firm.desk("tom").notes.add(SARAH, "has twins")
    newest, oldest = desk.notes.of(SARAH)
    assert oldest == first
    assert (oldest.text, oldest.written_at, oldest.written_by) == (
        "prefers mornings",
        began,
        "maria",
    )
    assert (newest.text, newest.written_at, newest.written_by) == (
        "has twins",
        began + timedelta(minutes=1),
        "tom",
    )
    assert desk.notes.of(TOM) == ()


def test_it_is_kept_as_it_was_written(desk: Desk) -> None:
    said = "\x1b]52;c;x\x07 \ud83d half\x00 \u202eturned"
    desk.notes.add(SARAH, said)
    (note,) = desk.notes.of(SARAH)
    assert note.text == said


@pytest.mark.parametrize("text", ["", " \n\t", "x" * (LONGEST + 1)])
def test_what_is_no_note(desk: Desk, text: str) -> None:
    with pytest.raises(CannotNoteError):
        desk.notes.add(SARAH, text)
    assert desk.notes.of(SARAH) == ()


def test_a_number_that_is_none_gets_no_note(desk: Desk) -> None:
    with pytest.raises(NotANumber):
        desk.notes.add("(415) 555-0111", "prefers mornings")


def test_nothing_leaves_and_the_talk_stays_as_it_is(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is the talk at seven?")
    before = desk.conversations.row(SARAH)
    desk.notes.add(SARAH, "asked about the hour")
    desk.background.sync()
    after = desk.conversations.row(SARAH)
    assert before is not None
    assert after is not None
    assert (after.last_text, after.state, after.unread) == (
        before.last_text,
        before.state,
        before.unread,
    )
    assert after.revision > before.revision, "an open card must hear of it"
    assert [one.direction for one in desk.threads.get(SARAH).bubbles] == ["inbound"]
    assert firm.at_carrier(SARAH) == []


def test_the_database_itself_lets_no_note_be_changed(firm: Firm, desk: Desk) -> None:
    desk.notes.add(SARAH, "prefers mornings")
    for change in ("body = 'prefers evenings'", "created_by = 'tom'", "created_at = 1"):
        with pytest.raises(sqlite3.Error, match="append-only"):
            firm.write(f"UPDATE contact_note SET {change}")  # noqa: S608 - written above
