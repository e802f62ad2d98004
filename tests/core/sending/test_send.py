"""One text, from its number and words to the carrier's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.core.sending.send import send, transmit
from smsdesk.desk import NotANumber
from tests.world.firm import statuses, submit
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_what_the_gate_lets_through_leaves_at_once(
    firm: Firm, desk: Desk, context: Context
) -> None:
    sent = send(context, SARAH, "Hi Sarah")
    assert (sent.status, sent.to) == ("sent", SARAH)
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    assert statuses(desk) == ["sent"]


def test_what_the_gate_stops_is_not_transmitted(firm: Firm, desk: Desk, context: Context) -> None:
    desk.consent.record_opt_out(SARAH)
    assert send(context, SARAH, "Hi Sarah").status == "blocked"
    assert firm.carrier.transmissions == []


def test_an_address_that_is_no_number_is_no_contact(firm: Firm, context: Context) -> None:
    with pytest.raises(NotANumber, match=r"E\.164"):
        send(context, "4155550111", "Hi Sarah")
    assert firm.rows("SELECT number FROM contact") == []


def test_the_alerts_are_about_everything_but_the_text_itself(
    firm: Firm, desk: Desk, context: Context
) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    firm.is_behind(TOM, valid=False)
    message_id = submit(desk, "Hi Tom", TOM)
    firm.arrive(TOM, "Hello")
    result = transmit(context, message_id)
    assert result.status == "refused"
    assert result.message
    assert result.alerts == ()
