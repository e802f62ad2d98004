"""A lead corrected: shown everywhere, the first values on record, and no import undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.leads.correcting import LONGEST, CannotCorrectError
from smsdesk.core.rules.numbers import NotANumber
from tests.world.firm import Firm, hear
from tests.world.people import ANA, FIRM, SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock

ROWS = (
    "name,email,phone,event,state,zip\n"
    "Sara Brg,sarah@old.example,(415) 555-0111,Tax night,CA,94110\n"
    "Sara Brg,s.berg@work.example,(415) 555-0111,Retiring early,CA,94110\n"
    "S. B. Berg,sarah@old.example,(415) 555-0111,Estate planning,CA,94110\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three signups of Sarah, two of them with the same slip."""
    path = tmp_path / "leads.csv"
    path.write_text(ROWS)
    return path


@pytest.fixture
def sarah(desk: Desk, file: Path) -> Desk:
    """A desk that has taken the file in; the newest signup is the last one with the slip."""
    desk.leads.import_file(file, lookup="later")
    desk.leads.add(name="Sara Brg", phone=SARAH, email="s.berg@work.example", event="Wills")
    return desk


def values(firm: Firm, column: str) -> list[str]:
    return [value for (value,) in firm.rows(f"SELECT {column} FROM lead ORDER BY id")]  # noqa: S608


def test_a_name_is_corrected_wherever_the_same_slip_stands(firm: Firm, sarah: Desk) -> None:
    hear(firm, sarah, "Hello")
    lead = sarah.leads.correct(SARAH, name=" Sarah  Berg ")
    assert lead.name == "Sarah Berg"
    assert values(firm, "name") == ["Sarah Berg", "Sarah Berg", "S. B. Berg", "Sarah Berg"]
    head = sarah.threads.get(SARAH).head
    assert (head.name, head.also_known_as) == ("Sarah Berg", "S. B. Berg")
    row = sarah.conversations.row(SARAH)
    assert row is not None
    assert row.name == "Sarah Berg"
    assert [hit.name for hit in sarah.leads.search("sarah").hits] == ["Sarah Berg"]
    assert sarah.leads.search("brg").hits == ()
    assert {one.name for one in sarah.leads.all()} == {"Sarah Berg", "S. B. Berg"}


def test_who_when_and_what_stood_there_is_on_record(
    firm: Firm, sarah: Desk, clock: MovedClock
) -> None:
    first = clock.now()
    sarah.leads.correct(SARAH, name="Sarah Berk")
    clock.move(60)
    lead = firm.desk("tom").leads.correct(SARAH, name="Sarah Berg", email="sarah@new.example")
    assert [(c.field, c.before, c.after, c.corrected_by) for c in lead.corrections] == [
        ("name", "Sarah Berk", "Sarah Berg", "tom"),
        ("email", "s.berg@work.example", "sarah@new.example", "tom"),
        ("name", "Sara Brg", "Sarah Berk", "maria"),
    ]
    assert lead.corrections[-1].corrected_at == first


def test_an_email_that_other_signups_do_not_have_stays_there(firm: Firm, sarah: Desk) -> None:
    sarah.leads.correct(SARAH, email="sarah@new.example")
    assert values(firm, "email") == [
        "sarah@old.example",
        "sarah@new.example",
        "sarah@old.example",
        "sarah@new.example",
    ]


@pytest.mark.parametrize(
    ("place", "state", "zip_code"),
    [
        ("TX", "TX", ""),
        ("78701", "", "78701"),
        ("Texas, 78701-1234", "Texas", "78701-1234"),
        ("", "", ""),
    ],
)
def test_a_place_is_the_persons_own(
    firm: Firm, sarah: Desk, place: str, state: str, zip_code: str
) -> None:
    sarah.leads.correct(SARAH, place=place)
    assert set(firm.rows("SELECT state, zip FROM lead")) == {(state, zip_code)}


def test_the_same_file_adds_nothing_after_any_correction(sarah: Desk, file: Path) -> None:
    sarah.leads.correct(SARAH, name="Sarah Berg", phone=TOM)
    again = sarah.leads.import_file(file, lookup="later")
    assert (again.imported, again.known) == (0, 3)
    sarah.leads.correct(TOM, phone=ANA)
    assert sarah.leads.import_file(file, lookup="later").known == 3
    sarah.leads.correct(ANA, phone=SARAH)
    assert sarah.leads.import_file(file, lookup="later").known == 3


def test_a_phone_takes_lead_and_notes_to_the_new_number(firm: Firm, sarah: Desk) -> None:
    hear(firm, sarah, "You have the wrong number. STOP texting me")
    firm.arrive(SARAH, "STOP")
    sarah.background.sync()
    sarah.notes.add(SARAH, "prefers mornings")
    lead = sarah.leads.correct(SARAH, phone="(415) 555-0122")
    assert (lead.number, lead.phone) == (TOM, "(415) 555-0122")
    assert [(hit.number, hit.signups) for hit in sarah.leads.search("berg").hits] == [(TOM, 4)]
    assert [note.text for note in sarah.notes.of(TOM)] == ["prefers mornings"]
    assert sarah.threads.get(TOM).head.name == "Sara Brg"
    old = sarah.conversations.row(SARAH)
    assert old is not None
    assert (old.name, old.code) == ("", "opted_out"), "what they said stays with their number"
    assert sarah.contacts.why(TOM).verdict.code == "ok"
    assert firm.rows("SELECT count(*) FROM contact WHERE number = ? AND lookup_due_at > 0", TOM)


@pytest.mark.parametrize(
    "phone", ["", "n/a", "555", "(415) 555-0122, (415) 555-0133", "1234567890"]
)
def test_a_phone_that_is_none_is_refused(sarah: Desk, phone: str) -> None:
    with pytest.raises(NotANumber):
        sarah.leads.correct(SARAH, phone=phone)
    assert sarah.threads.get(SARAH).head.name == "Sara Brg"


def test_another_leads_phone_is_refused_with_what_to_do(sarah: Desk) -> None:
    sarah.leads.add(name="Tom Reyes", phone=TOM)
    with pytest.raises(CannotCorrectError) as refused:
        sarah.leads.correct(SARAH, name="Sarah Berg", phone=TOM)
    assert str(refused.value) == (
        "(415) 555-0122 is Tom Reyes's already: give another number, or correct that lead first"
        f" (smsdesk leads edit {TOM} --phone ...)"
    )
    assert sarah.threads.get(SARAH).head.name == "Sara Brg", "all of it or nothing"


def test_the_firms_own_number_is_nobodys(sarah: Desk) -> None:
    with pytest.raises(CannotCorrectError, match="the firm's own number"):
        sarah.leads.correct(SARAH, phone=FIRM)


def test_what_cannot_be_corrected(sarah: Desk) -> None:
    with pytest.raises(CannotCorrectError, match="is no lead: smsdesk leads add"):
        sarah.leads.correct(ANA, name="Ana")
    with pytest.raises(CannotCorrectError, match="on record already"):
        sarah.leads.correct(SARAH, name="Sara Brg", phone=SARAH)
    with pytest.raises(CannotCorrectError, match=f"longer than {LONGEST} characters"):
        sarah.leads.correct(SARAH, name="x" * (LONGEST + 1))


def test_a_purge_takes_the_first_values_and_keeps_the_file_out(
    firm: Firm, sarah: Desk, file: Path
) -> None:
    sarah.leads.correct(SARAH, name="Sarah Berg", phone=TOM)
    sarah.purging.purge(number=TOM)
    assert firm.rows("SELECT * FROM lead_correction") == []
    assert firm.rows("SELECT * FROM lead") == []
    assert b"Sara Brg" not in firm.database.read_bytes()
    assert sarah.leads.import_file(file, lookup="later").imported == 0
