"""What Lookup and the carrier say of a line, and what that means for texting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.terms import Code, LineType
from tests.world.firm import Firm, bubbles, code_of, statuses
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock


# -- what an answer means -----------------------------------------------------------------------


@pytest.mark.parametrize(("line_type", "code"), [
    (LineType.MOBILE, Code.OK),
    (LineType.FIXED_VOIP, Code.OK),
    (LineType.NON_FIXED_VOIP, Code.OK),
    (LineType.TOLL_FREE, Code.OK),
    (LineType.PERSONAL, Code.OK),
    (LineType.UNKNOWN, Code.OK),
    (LineType.LANDLINE, Code.LANDLINE),
    (LineType.PAGER, Code.NOT_TEXTABLE),
    (LineType.VOICEMAIL, Code.NOT_TEXTABLE),
    (LineType.PREMIUM, Code.NOT_TEXTABLE),
    (LineType.SHARED_COST, Code.NOT_TEXTABLE),
    (LineType.UAN, Code.NOT_TEXTABLE),
])  # fmt: skip
def test_each_line_type(firm: Firm, desk: Desk, line_type: LineType, code: Code) -> None:
    firm.is_behind(SARAH, line_type=line_type)
    assert desk.lookups.look_up(SARAH) is line_type
    verdict = desk.threads.get(SARAH).verdict
    assert verdict.code is code
    if code is not Code.OK:
        assert verdict.evidence == f"Lookup says {line_type.value}, 20 Nov 2026."


def test_valid_false_is_no_number(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, valid=False)
    desk.lookups.look_up(SARAH)
    verdict = desk.threads.get(SARAH).verdict
    assert verdict.code is Code.INVALID_PHONE
    assert "Lookup says it is not a number" in verdict.message


# -- what the carrier says of a line ------------------------------------------------------------


def undelivered_as_landline(firm: Firm, desk: Desk) -> None:
    """The first text goes without Lookup's answer and comes back with 30006."""
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.MOBILE)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP, times=None)
    assert desk.sending.send(SARAH, "Hi Sarah").status == "sent"
    firm.clock.move(30)
    desk.background.sync()
    assert statuses(desk) == ["undelivered"]
    firm.online()


def test_30006_is_a_landline_until_lookup_says_otherwise(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    undelivered_as_landline(firm, desk)
    assert code_of(desk) is Code.LANDLINE
    assert "30006" in desk.threads.get(SARAH).verdict.evidence
    clock.move(minutes=2)
    desk.background.sync()
    assert code_of(desk) is Code.OK


def test_30006_and_a_lookup_that_agrees(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    undelivered_as_landline(firm, desk)
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.LANDLINE)
    clock.move(minutes=2)
    desk.background.sync()
    assert code_of(desk) is Code.LANDLINE
    assert bubbles(desk)[0].error_code == 30006


def test_30006_for_a_number_that_lookup_calls_a_mobile(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.MOBILE)
    desk.sending.send(SARAH, "Hi Sarah")
    clock.move(30)
    desk.background.sync()
    assert code_of(desk) is Code.OK
    assert firm.carrier.looked_up == [SARAH]


def test_21635_is_believed(firm: Firm, desk: Desk) -> None:
    paris = "+33142685300"
    firm.is_behind(paris, Behaviour.LANDLINE)
    sent = desk.sending.send(paris, "Bonjour")
    assert (sent.status, sent.code) == ("refused", "21635")
    assert code_of(desk, paris) is Code.LANDLINE
    assert desk.sending.send(paris, "Encore").code == "landline"


def test_30005_counts_when_it_comes_twice_a_day_apart(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.NOT_IN_SERVICE)
    for hours, code in ((1, Code.OK), (24, Code.OK), (1, Code.INVALID_PHONE)):
        desk.sending.send(SARAH, "Hi Sarah")
        clock.move(60)
        desk.background.sync()
        assert code_of(desk) is code
        clock.move(minutes=60 * hours)


def test_a_delivery_in_between_makes_30005_count_afresh(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    for behaviour in (Behaviour.NOT_IN_SERVICE, Behaviour.SILENT, Behaviour.NOT_IN_SERVICE):
        firm.is_behind(SARAH, behaviour)
        desk.sending.send(SARAH, "Hi Sarah")
        clock.move(days=2)
        desk.background.sync()
    assert code_of(desk) is Code.OK


# -- recheck ------------------------------------------------------------------------------------


def test_recheck_lifts_what_it_disproves(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    desk.lookups.look_up(SARAH)
    firm.is_behind(SARAH, line_type=LineType.MOBILE)
    assert desk.lookups.recheck(SARAH) is LineType.MOBILE
    assert code_of(desk) is Code.OK
    assert "looked up again" in desk.contacts.why(SARAH).history[0]


def test_recheck_lifts_a_number_that_was_called_invalid(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, valid=False)
    desk.lookups.look_up(SARAH)
    firm.is_behind(SARAH)
    desk.lookups.recheck(SARAH)
    assert code_of(desk) is Code.OK


def test_recheck_lifts_nothing_that_it_does_not_disprove(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    desk.lookups.look_up(SARAH)
    firm.is_behind(SARAH, lookup_error=60600)
    assert desk.lookups.recheck(SARAH) is LineType.UNKNOWN
    assert code_of(desk) is Code.LANDLINE
