"""From the seventh schema to the eighth: the two forms of a Mexican number become one contact."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from smsdesk.e164 import one_contact
from smsdesk.terms import Code
from tests.world.firm import bubbles, code_of
from tests.world.old_schema import make_anew
from tests.world.people import FIRM, SARAH

if TYPE_CHECKING:
    from tests.world.firm import Firm

ANA = "+525512345678"
ANA_WITH_1 = "+5215512345678"
SECOND = 1_000_000
NOW = 1_790_000_000 * SECOND


@pytest.fixture
def old(firm: Firm) -> Firm:
    """A firm whose database the program of revision 0007 left."""
    make_anew(firm.database, "0007")
    return firm


def contact(firm: Firm, number: str, **columns: object) -> None:
    names = ["number", *columns]
    slots = ", ".join("?" * len(names))
    into = f"INSERT INTO contact ({', '.join(names)}) VALUES ({slots})"  # noqa: S608 - of ours
    firm.write(into, number, *columns.values())


def talk(firm: Firm, row_id: int, number: str) -> None:
    firm.write("INSERT INTO conversation (id, number) VALUES (?, ?)", row_id, number)
    firm.write("UPDATE counter SET value = value + 1 WHERE name = 'conversations'")


def text(
    firm: Firm,
    place: int,
    conversation: int,
    number: str,
    body: str,
    *,
    status: str = "received",
    **columns: object,
) -> None:
    inbound = status == "received"
    values = {
        "conversation_id": conversation,
        "number": number,
        "direction": "inbound" if inbound else "outbound",
        "body": body,
        "body_key": body,
        "status": status,
        "status_rank": 5 if inbound else 0,
        "sid": f"SM{place}" if status not in ("queued", "held") else None,
        "sender": number if inbound else FIRM,
        "sent_by": "" if inbound else "maria",
        "settled": int(status not in ("queued", "held")),
        "happened_at": NOW + place * SECOND,
        "created_at": NOW + place * SECOND,
        "recorded_at": NOW + place * SECOND,
        **columns,
    }
    slots = ", ".join("?" * len(values))
    into = f"INSERT INTO message ({', '.join(values)}) VALUES ({slots})"  # noqa: S608 - of ours
    firm.write(into, *values.values())


def event(firm: Firm, number: str, kind: str, place: int, said: str) -> None:
    firm.write(
        "INSERT INTO contact_event (number, kind, source, happened_at, recorded_at, evidence)"
        " VALUES (?, ?, 'keyword', ?, ?, ?)",
        number, kind, NOW + place * SECOND, NOW + place * SECOND, said,
    )  # fmt: skip


def test_both_threads_become_one_and_nothing_is_lost(old: Firm) -> None:
    contact(old, ANA)
    contact(old, ANA_WITH_1)
    talk(old, 1, ANA)
    talk(old, 2, ANA_WITH_1)
    text(old, 1, 1, ANA, "Hi Ana", status="delivered")
    text(old, 2, 2, ANA_WITH_1, "Hola", seen=0)
    text(old, 3, 1, ANA, "Are you there?", status="held")
    text(old, 4, 2, ANA_WITH_1, "An answer", status="held")
    for number, body in ((ANA, "Half a"), (ANA_WITH_1, "thought")):
        old.write("INSERT INTO draft VALUES ('maria', ?, ?, 0)", number, body)
    old.write("INSERT INTO draft VALUES ('jonas', ?, 'Another', 0)", ANA_WITH_1)
    desk = old.desk()
    assert [one.text for one in bubbles(desk, ANA)] == [
        "Hi Ana", "Hola", "Are you there?", "An answer",
    ]  # fmt: skip
    assert desk.threads.get(ANA).draft == "Half a\nthought"
    assert old.desk("jonas").threads.get(ANA).draft == "Another"
    assert {item.number for item in desk.outbox.items()} == {ANA}
    row = desk.conversations.row(ANA)
    assert row is not None
    assert (row.last_text, row.unread) == ("An answer", 1)
    assert desk.conversations.totals().conversations == 1
    assert old.rows("SELECT number FROM contact") == [(ANA,)]
    assert desk.database.problems() == ()


def test_a_thread_of_the_other_form_alone_takes_the_number(old: Firm) -> None:
    contact(old, ANA_WITH_1)
    talk(old, 7, ANA_WITH_1)
    text(old, 1, 7, ANA_WITH_1, "Hola")
    desk = old.desk()
    assert [one.text for one in bubbles(desk, ANA)] == ["Hola"]
    assert desk.conversations.totals().conversations == 1
    assert desk.sending.send(ANA, "Hola Ana").status == "sent"
    assert old.at_carrier(ANA_WITH_1) == ["Hola Ana"], "to the form they wrote from"


@pytest.mark.parametrize("number", [ANA, ANA_WITH_1])
@pytest.mark.parametrize(("events", "code"), [
    ([("opt_out", 1, "STOP")], Code.OPTED_OUT),
    ([("opt_out", 1, "STOP"), ("opt_in", 2, "START")], Code.OK),
    ([("opt_in", 1, "START"), ("opt_out", 2, "STOP")], Code.OPTED_OUT),
    ([("opt_in", 1, "START"), ("opt_out", 1, "STOP")], Code.OPTED_OUT),
    ([("question", 1, "please stop texting")], Code.OPT_OUT_QUESTION),
])  # fmt: skip
def test_consent_is_what_the_events_of_both_add_up_to(
    old: Firm, number: str, events: list[tuple[str, int, str]], code: Code
) -> None:
    """The first on the one form, the rest on the other."""
    contact(old, ANA)
    contact(old, ANA_WITH_1)
    for kind, place, said in events:
        event(old, number, kind, place, said)
        number = ANA if number == ANA_WITH_1 else ANA_WITH_1
    desk = old.desk()
    assert code_of(desk, ANA) is code
    assert len(desk.contacts.why(ANA).history) == len(events)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        old.write("UPDATE contact_event SET sid = 'another'")


@pytest.mark.parametrize("which", [ANA, ANA_WITH_1])
@pytest.mark.parametrize(("known", "code"), [
    ({"landline_code": 21635, "landline_at": NOW}, Code.LANDLINE),
    ({"line_type": "landline", "looked_up_at": NOW}, Code.LANDLINE),
    ({"auto_blocked_at": NOW, "filtered_in_row": 3}, Code.AUTO_BLOCKED),
])  # fmt: skip
def test_what_speaks_against_a_text_stays(
    old: Firm, which: str, known: dict[str, object], code: Code
) -> None:
    for number in (ANA, ANA_WITH_1):
        contact(old, number, **(known if number == which else {}))
    assert code_of(old.desk(), ANA) is code


def test_the_signups_of_both_are_found_as_one(old: Firm) -> None:
    contact(old, ANA)
    contact(old, ANA_WITH_1, newest_lead_id=2)
    rows = [
        (1, ANA, "f1", "Ana Ruiz", NOW),
        (2, ANA_WITH_1, "f1", "Ana Ruiz", NOW),
        (3, ANA_WITH_1, "f2", "Ana R. Ruiz", NOW + SECOND),
    ]
    for row_id, number, fingerprint, name, at in rows:
        old.write(
            "INSERT INTO lead (id, number, fingerprint, name, phone, signed_up_at, imported_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            row_id, number, fingerprint, name, number, at, at,
        )  # fmt: skip
    old.write("UPDATE counter SET value = 3 WHERE name IN ('leads', 'last_lead_id')")
    for rank, number in ((NOW, ANA), (NOW + SECOND, ANA_WITH_1)):
        old.write("INSERT INTO card (rank, number, lead_id, words) VALUES (?, ?, 1, 'ana')",
                  rank, number)  # fmt: skip
        old.write("INSERT INTO card_sendable (rowid, words) VALUES (?, 'ana')", rank)
    desk = old.desk()
    (hit,) = desk.leads.search("ana").hits
    assert (hit.number, hit.name, hit.signups) == (ANA, "Ana R. Ruiz", 2)
    assert old.rows("SELECT value FROM counter WHERE name = 'leads'") == [(2,)]


def test_others_are_left_as_they_are(old: Firm) -> None:
    contact(old, SARAH)
    contact(old, "+52155123456")
    talk(old, 1, SARAH)
    text(old, 1, 1, SARAH, "Hi")
    before = old.rows("SELECT * FROM message")
    old.desk()
    after = old.rows("SELECT * FROM message")
    assert [row[: len(before[0])] for row in after] == before, "newer columns stand behind"
    assert old.rows("SELECT number FROM contact ORDER BY number") == [(SARAH,), ("+52155123456",)]


def test_an_opening_that_breaks_off_is_made_up_for(old: Firm) -> None:
    contact(old, ANA)
    contact(old, ANA_WITH_1)
    event(old, ANA, "opt_in", 1, "START")
    event(old, ANA_WITH_1, "opt_out", 2, "STOP")
    desk = old.desk()
    desk.close()
    with closing(sqlite3.connect(old.database)) as connection, connection:
        connection.execute("UPDATE contact SET consent = ''")
        connection.execute("UPDATE note SET value = ? WHERE key = 'merged_numbers'", (ANA_WITH_1,))
    assert code_of(old.desk(), ANA) is Code.OPTED_OUT
    assert old.rows("SELECT value FROM note WHERE key = 'merged_numbers'") == [("",)]
    assert one_contact(ANA_WITH_1) == ANA
