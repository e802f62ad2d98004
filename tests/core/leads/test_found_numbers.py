"""What Lookup disproves is lifted from the leads, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.leads.found_numbers import give_number
from tests.world.firm import context_of

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm

NEW_AREA = "+12215550123"
"""An area code that this version's number plan does not have."""


def test_leads_of_a_number_that_exists_after_all_can_be_found_and_texted(
    firm: Firm, desk: Desk
) -> None:
    for name, phone in (("Ana", "(221) 555-0123"), ("Ana Ruiz", NEW_AREA), ("Zoe", "2215550124")):
        desk.leads.add(name=name, phone=phone)
    assert desk.leads.search("ana").hits == ()
    firm.is_behind(NEW_AREA)
    desk.lookups.recheck(NEW_AREA)
    (hit,) = desk.leads.search("ana").hits
    assert (hit.number, hit.name, hit.signups) == (NEW_AREA, "Ana Ruiz", 2)
    assert [hit.name for hit in desk.leads.search("zoe", left_out=True).hits] == ["Zoe"]
    assert len(desk.leads.search("ana", left_out=True).hits) == 1
    assert desk.sending.send(NEW_AREA, "Hi Ana").status == "sent"
    assert desk.database.problems() == ()


def test_nobody_is_given_what_lookup_calls_invalid(firm: Firm, desk: Desk) -> None:
    desk.leads.add(name="Ana", phone="(221) 555-0123")
    desk.lookups.recheck(NEW_AREA)
    assert give_number(context_of(desk), NEW_AREA) == 0
    assert firm.rows("SELECT number FROM lead") == [(None,)]
