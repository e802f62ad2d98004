"""The answer goes to the form of the number that they wrote from; both forms are one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.config import DeskConfig
from smsdesk.core.messages.addresses import address_of
from smsdesk.core.rules.numbers import NotANumber
from smsdesk.store.tables import messages
from smsdesk.terms import Code
from tests.world.firm import Firm, bubbles, code_of, context_of, hear, statuses, submit
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock

ANA = "+525512345678"
ANA_WITH_1 = "+5215512345678"


def test_both_forms_are_one_thread(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    desk.leads.add(name="Ana", phone="+52 1 55 1234 5678")
    assert (
        firm.desk(desk=DeskConfig(user="maria", region="MX")).numbers.parse("5215512345678") == ANA
    )
    for number, body in ((ANA, "one"), (ANA_WITH_1, "two"), (ANA, "three")):
        clock.move(60)
        firm.arrive(number, body)
    firm.sent_elsewhere(ANA_WITH_1, "elsewhere")
    desk.background.sync()
    assert sorted(one.text for one in bubbles(desk, ANA)) == ["elsewhere", "one", "three", "two"]
    assert desk.conversations.totals().conversations == 1
    assert desk.threads.get(ANA).head.name == "Ana"


@pytest.mark.parametrize("wrote", [ANA, ANA_WITH_1])
def test_the_answer_goes_to_the_form_they_wrote_from(firm: Firm, desk: Desk, wrote: str) -> None:
    hear(firm, desk, "Hola", ANA if wrote == ANA_WITH_1 else ANA_WITH_1)
    hear(firm, desk, "Otra vez", wrote)
    assert desk.sending.send(ANA, "Hola Ana").status == "sent"
    assert firm.at_carrier(wrote)[-1:] == ["Hola Ana"]
    firm.clock.move(10)
    desk.background.sync()
    assert statuses(desk, ANA)[-1] == "delivered"


def test_who_never_wrote_is_texted_at_the_number_as_it_is_dialled_today(
    firm: Firm, desk: Desk
) -> None:
    assert desk.sending.send(ANA, "Hola").status == "sent"
    assert firm.at_carrier(ANA) == ["Hola"]


@pytest.mark.parametrize("form", [ANA, ANA_WITH_1])
def test_a_stop_of_seconds_ago_counts_in_either_form(firm: Firm, desk: Desk, form: str) -> None:
    submitted = submit(desk, "Hola", ANA)
    firm.arrive(form, "STOP")
    assert desk.sending.transmit(submitted).status != "sent"
    assert code_of(desk, ANA) is Code.OPTED_OUT
    assert firm.carrier.transmissions == []


def test_an_unknown_outcome_is_found_in_the_form_in_which_it_left(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    hear(firm, desk, "Hola", ANA_WITH_1)
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    assert desk.sending.send(ANA, "Hola Ana").status == "unconfirmed"
    clock.move(minutes=1)
    desk.background.sync()
    assert statuses(desk, ANA)[-1] in ("sent", "delivered")
    assert firm.at_carrier(ANA_WITH_1) == ["Hola Ana"]


def test_no_second_contact_is_made_by_a_script(desk: Desk) -> None:
    with pytest.raises(NotANumber, match=r"numbers\.parse"):
        desk.consent.record_opt_out(ANA_WITH_1)
    assert desk.numbers.parse(ANA_WITH_1) == ANA


def test_every_other_number_is_its_own_address(desk: Desk) -> None:
    context = context_of(desk)
    message_id = submit(desk, "Hi", SARAH)
    with context.database.read() as connection:
        assert address_of(connection, messages.get_known(connection, message_id)) == SARAH
