"""A row that cannot be read is set aside and said; it stops nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.store.times import to_us
from tests.world.firm import bubbles, code_of
from tests.world.people import FIRM, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock
    from tests.world.firm import Firm


def lists_badly(firm: Firm, name: FaultName = FaultName.NAMELESS_ROW) -> None:
    firm.goes_wrong(name, RequestKind.LIST, times=None)


def test_the_others_are_taken_in_and_the_poll_is_complete(firm: Firm, desk: Desk) -> None:
    firm.arrive(TOM, "Hello")
    firm.clock.move(1)
    firm.arrive(SARAH, "Hi there")
    lists_badly(firm)
    report = desk.background.sync()
    assert (report.received, report.offline) == (1, "")
    assert bubbles(desk, SARAH) == ()
    assert [one.text for one in bubbles(desk, TOM)] == ["Hello"]


def test_it_is_told_once_on_the_red_line_of_every_desk(firm: Firm, desk: Desk) -> None:
    seen = {name: firm.desk(name).background.news(None).revision for name in ("maria", "jonas")}
    firm.arrive(SARAH, "Hi there")
    lists_badly(firm)
    [alert] = desk.background.sync().alerts
    assert alert.message == (
        f"The carrier lists a text from {SARAH} that cannot be read (a message without a SID): it"
        " was set aside, see smsdesk doctor, and look at it in the carrier's console."
    )
    assert desk.background.sync().alerts == ()
    for name, revision in seen.items():
        assert [one.message for one in firm.desk(name).background.news(revision).troubles] == [
            alert.message
        ]


def test_it_is_kept_for_doctor(firm: Firm, desk: Desk) -> None:
    firm.arrive(SARAH, "Hi there")
    lists_badly(firm)
    desk.background.sync()
    [row] = desk.carrier.unreadable_rows()
    assert (row.sender, row.reason, row.seen_at) == (
        SARAH,
        "a message without a SID",
        firm.clock.now(),
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [("STOP", "opted_out"), ("please stop texting me", "opt_out_question"), ("START", "ok")],
)
def test_what_it_says_against_being_texted_counts(
    firm: Firm, desk: Desk, body: str, code: str
) -> None:
    firm.arrive(SARAH, body)
    lists_badly(firm)
    assert desk.background.sync().consent_changes == (code == "opted_out")
    assert code_of(desk) == code
    sent = desk.sending.send(SARAH, "See you").status
    assert sent == ("sent" if code == "ok" else "blocked")


def test_what_it_says_is_on_record_as_of_now(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    """Its own date may be what cannot be read."""
    firm.arrive(SARAH, "Stop!")
    clock.move(60)
    lists_badly(firm)
    desk.background.sync()
    assert firm.rows(
        "SELECT number, kind, source, evidence, recorded_by, sid FROM contact_event"
    ) == [(SARAH, "opt_out", "keyword", "Stop!", "", "")]
    [(happened, recorded)] = firm.rows("SELECT happened_at, recorded_at FROM contact_event")
    assert recorded == to_us(clock.now())
    assert abs(happened - recorded) <= 500_000, "on the carrier's clock, which tells whole seconds"


@pytest.mark.parametrize("sender", [FIRM, "40404", "ALERTS"])
def test_what_is_no_leads_word_says_nothing_about_consent(
    firm: Firm, desk: Desk, sender: str
) -> None:
    firm.arrive(sender, "STOP")
    lists_badly(firm)
    assert desk.background.sync().consent_changes == 0
    assert len(desk.carrier.unreadable_rows()) == 1
    assert firm.rows("SELECT * FROM contact_event") == []


def test_it_says_nothing_in_favour_of_being_texted(firm: Firm, desk: Desk) -> None:
    desk.consent.record_opt_out(SARAH)
    firm.clock.move(5)
    firm.arrive(SARAH, "START")
    lists_badly(firm)
    desk.background.sync()
    assert code_of(desk) == "opted_out"


def test_a_direction_that_nobody_knows_is_told_by_the_firms_number(firm: Firm, desk: Desk) -> None:
    firm.arrive(SARAH, "Hi there")
    lists_badly(firm, FaultName.SIDEWAYS_ROW)
    report = desk.background.sync()
    assert (report.received, report.alerts) == (1, ())
    assert [one.text for one in bubbles(desk)] == ["Hi there"]
