"""What a purge leaves: bare events about consent, and marks that say no more than that it was."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core import purging
from smsdesk.core.purging import bare_words, scope_of
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.keywords import bare_keyword, carrier_acts_on, read_keyword
from smsdesk.errors import DeskError
from smsdesk.store.tables import purged
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.tables.purging import Scope
from tests.world.firm import hear
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.firm import Firm

EVENT = EventRecord(SARAH, EventKind.OPT_OUT, EventSource.KEYWORD, 1, 1)
keywords = st.sampled_from(
    [
        "stop",
        "START",
        "yes",
        "Stop all",
        "opt-out",
        "s-t-o-p",
        "Unstop",
        "\uff33\uff34\uff2f\uff30",
        "\ufb06op",
    ]
)
around = st.text(alphabet=" .!\"'\u200b-\n", max_size=4)


@given(around, keywords, around)
def test_a_bare_keyword_means_what_the_text_meant(before: str, word: str, after: str) -> None:
    body = f"{before}{word}{after}"
    bare = bare_keyword(body)
    assert read_keyword(bare) is read_keyword(body)
    assert carrier_acts_on(bare) == carrier_acts_on(body)
    assert len(bare) <= max(len(body), 16), "the database would refuse it"


@given(st.text(max_size=40))
def test_no_other_word_stays(body: str) -> None:
    if read_keyword(body) is None:
        assert bare_keyword(body) == ""


@pytest.mark.parametrize(
    ("source", "said", "left"),
    [
        (EventSource.KEYWORD, " Stop! ", "stop."),
        (EventSource.CARRIER, "21610", "21610"),
        (EventSource.CARRIER, "said by Sarah Berg", ""),
        (EventSource.LOOKUP, "landline", "landline"),
        (EventSource.LIST, '"Opt-out" is "yes" (sarah-berg.csv, row 3)', ""),
        (EventSource.SPOKEN, "Sarah called", ""),
        (EventSource.QUESTION, "please leave me alone", ""),
        (EventSource.AGENT, "her son says it works again", ""),
    ],
)
def test_what_stays_of_an_events_words(source: EventSource, said: str, left: str) -> None:
    assert bare_words(replace(EVENT, source=source, evidence=said)) == left


def test_an_event_can_lose_words_and_nothing_else(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "STOP")
    for column, value in (
        ("evidence", "words that were never said"),
        ("kind", "opt_in"),
        ("message_id", 77),
        ("sid", ""),
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            firm.write(f"UPDATE contact_event SET {column} = ?", value)  # noqa: S608
    firm.write("UPDATE contact_event SET evidence = '', message_id = NULL")


def test_looking_changes_nothing(firm: Firm, desk: Desk, context: Context) -> None:
    hear(firm, desk, "Hello")
    found = purging.look(context, scope_of(SARAH, None))
    assert (found.messages, found.unsettled, found.is_nothing) == (1, 0, False)
    assert purging.look(context, scope_of(TOM, None)).is_nothing
    assert [bubble.text for bubble in desk.threads.whole(SARAH)] == ["Hello"]


def test_a_contact_without_an_event_is_gone_and_one_with_stays(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Hello")
    desk.purging.purge(number=SARAH)
    assert desk.conversations.row(SARAH) is None
    hear(firm, desk, "STOP")
    desk.purging.purge(number=SARAH)
    assert desk.contacts.why(SARAH).verdict.code == "opted_out"


def test_what_came_since_a_day_stays(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Long ago")
    firm.clock.move(days=3)
    day = firm.clock.now()
    firm.clock.move(days=1)
    hear(firm, desk, "Today")
    done = desk.purging.purge(before=day)
    assert done.messages == 1
    row = desk.conversations.row(SARAH)
    assert row is not None
    assert [bubble.text for bubble in desk.threads.whole(SARAH)] == ["Today"]


def test_what_is_left_says_whether_it_is_to_answer(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "A question of long ago")
    firm.clock.move(days=3)
    day = firm.clock.now()
    firm.clock.move(days=1)
    firm.sent_elsewhere(SARAH, "By the way")
    desk.background.sync()
    firm.write(
        "UPDATE conversation SET state = 'to_answer', to_answer_since = 1, answered_until = 0"
    )
    desk.purging.purge(before=day)
    assert firm.rows("SELECT state, to_answer_since FROM conversation") == [("waiting", None)]


def test_a_mark_is_made_again_and_matches_nothing_else(context: Context) -> None:
    with context.database.write() as connection:
        purged.add_all(connection, [purged.of_sid("SM1"), purged.of_lead(SARAH, "print")])
        purged.add_all(connection, [purged.of_sid("SM1")])
    with context.database.read() as connection:
        assert purged.sids_among(connection, ["SM1", "SM2"]) == {"SM1"}
        signups = {(SARAH, "print"), (TOM, "print"), (None, "print")}
        assert purged.leads_among(connection, signups) == {(SARAH, "print")}
        told = [purged.of_sid("SM1"), purged.of_number(TOM), purged.of_time(5)]
        assert purged.unknown_among(connection, told) == told[1:]


def test_neither_of_the_two_is_nothing(context: Context) -> None:
    assert scope_of(None, None) == Scope(before=0)
    assert purging.look(context, scope_of(None, None)).is_nothing


def test_it_does_not_begin_while_another_desk_is_open(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Hello")
    firm.desk("jonas")
    with pytest.raises(DeskError, match=r"jonas's desk on .* has the database open"):
        desk.purging.purge(number=SARAH)
    assert [bubble.text for bubble in desk.threads.whole(SARAH)] == ["Hello"]


def test_notes_go_too(firm: Firm, desk: Desk, context: Context) -> None:
    hear(firm, desk, "Hello")
    desk.notes.add(SARAH, "her doctor says arrhythmia")
    desk.notes.add(TOM, "stays")
    assert purging.look(context, scope_of(SARAH, None)).notes == 1
    assert desk.purging.purge(number=SARAH).notes == 1
    assert desk.notes.of(SARAH) == ()
    assert [note.text for note in desk.notes.of(TOM)] == ["stays"]
    assert b"arrhythmia" not in firm.database.read_bytes()


def test_notes_from_before_a_day_go_and_newer_ones_stay(firm: Firm, desk: Desk) -> None:
    desk.notes.add(SARAH, "long ago")
    firm.clock.move(days=3)
    day = firm.clock.now()
    desk.notes.add(SARAH, "today")
    desk.purging.purge(before=day)
    assert [note.text for note in desk.notes.of(SARAH)] == ["today"]
