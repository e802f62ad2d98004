"""When a lead may be texted: by the newest signup that says where they are, else by the number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_a_number_alone(desk: Desk) -> None:
    hours = desk.contacts.hours(SARAH)
    assert hours.place.state == "CA"
    assert "47 CFR" in hours.allowed.source


def test_the_newest_signup_that_tells_counts(firm: Firm, desk: Desk) -> None:
    desk.leads.add(name="Sarah Berg", phone=SARAH, event="Old")
    desk.leads.add(name="Sarah Berg", phone=SARAH, event="New")
    desk.leads.add(name="Sarah Berg", phone=SARAH, event="Newest")
    firm.write("UPDATE lead SET state = 'TX', zip = '75001' WHERE event = 'Old'")
    firm.write("UPDATE lead SET state = 'Florida', zip = '33101' WHERE event = 'New'")
    hours = desk.contacts.hours(SARAH)
    assert hours.place.known_from == "their ZIP 33101"
    assert "501.616" in hours.allowed.source


def test_why_says_the_hours_their_source_and_when_they_begin(firm: Firm, desk: Desk) -> None:
    [quiet] = [rule for rule in desk.contacts.why(SARAH).rules if rule.code == "quiet_hours"]
    assert (quiet.blocked, quiet.finding) == (False, "may be texted now")
    assert "allowed 08:00 to 21:00 (47 CFR 64.1200(c)(1))" in quiet.evidence
    firm.clock.move(minutes=9 * 60)
    [quiet] = [rule for rule in desk.contacts.why(SARAH).rules if rule.code == "quiet_hours"]
    assert (quiet.blocked, quiet.careful, quiet.finding) == (False, True, "quiet hours now")
    assert quiet.lift == "From Sat 08:00 on."
    [unknown] = [
        rule for rule in desk.contacts.why("+18505550111").rules if rule.code == "quiet_hours"
    ]
    assert "not judged" in unknown.evidence
