"""Bodies, numbers and secrets reach neither a log nor an exception's text."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.config import Config, TwilioConfig
from smsdesk.desk import Desk, DeskError
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from tests.world.firm import Firm

BODY = "The password of the gate is Rumpelstiltskin"
REPLY = "My doctor says it is arrhythmia, STOP by at nine"
PRIVATE = (
    "Rumpelstiltskin", "arrhythmia", "415555", "555-01", "Sarah Berg", "berg.example",
    "secret token",
)  # fmt: skip

FAULTS = (
    (FaultName.CONNECTION_REFUSED, RequestKind.LIST),
    (FaultName.CONNECTION_REFUSED, RequestKind.CREATE),
    (FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE),
    (FaultName.MALFORMED_JSON, RequestKind.CREATE),
    (FaultName.WRONG_SHAPE, RequestKind.LIST),
    (FaultName.REFUSE_500, RequestKind.LOOKUP),
    (FaultName.THROTTLE, RequestKind.CREATE),
    (FaultName.BAD_GATEWAY_HTML, RequestKind.FETCH),
)


def tell_a_story(firm: Firm, desk: Desk) -> None:
    """Everything that a firm does in a year, once."""
    desk.leads.add(name="Sarah Berg", phone=SARAH, email="sarah@berg.example")
    desk.threads.save_draft(SARAH, BODY)
    desk.notes.add(SARAH, BODY)
    desk.leads.correct(SARAH, email="s@berg.example", place="TX 78701")
    for place, (fault, kind) in enumerate(FAULTS):
        firm.goes_wrong(fault, kind, seconds=1)
        desk.sending.send(SARAH, f"{BODY} {place}")
        firm.clock.move(30)
        firm.arrive(SARAH, f"{REPLY} {place}")
        desk.background.sync()
    firm.is_behind(TOM, Behaviour.FILTERED)
    for _ in range(4):
        desk.sending.send(TOM, f"{BODY} {firm.clock.now()}")
        firm.clock.move(minutes=40)
        desk.background.sync()
    firm.arrive(SARAH, "STOP")
    firm.clock.move(10)
    desk.sending.send(SARAH, BODY)
    desk.lookups.recheck(SARAH)
    desk.leads.search("sarah")
    desk.threads.search_messages("rumpel")
    desk.contacts.why(SARAH)
    desk.threads.get(SARAH)


def test_no_log_of_a_whole_story_holds_anything_private(
    firm: Firm, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("smsdesk", "httpx", "twilio.http_client"):
        caplog.set_level(logging.DEBUG, logger=name)
    tell_a_story(firm, desk)
    assert len(firm.carrier.transmissions) > len(FAULTS), "the story has been told"
    ours = [one for one in caplog.records if one.name.startswith(("smsdesk", "httpx", "twilio"))]
    said = "\n".join(f"{record.getMessage()} {record.args}" for record in ours)
    assert [word for word in PRIVATE if word in said] == []


@pytest.mark.parametrize(("fault", "kind"), [
    (FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP),
    (FaultName.REFUSE_500, RequestKind.LOOKUP),
    (FaultName.MALFORMED_JSON, RequestKind.LOOKUP),
    (FaultName.WRONG_SHAPE, RequestKind.LOOKUP),
    (FaultName.THROTTLE, RequestKind.LOOKUP),
])  # fmt: skip
def test_no_error_holds_anything_private(
    firm: Firm, desk: Desk, fault: FaultName, kind: RequestKind
) -> None:
    firm.goes_wrong(fault, kind)
    with pytest.raises(DeskError) as caught:
        desk.lookups.recheck(SARAH)
    said = "".join(map(str, (caught.value, caught.value.__cause__, caught.value.__context__)))
    assert [word for word in PRIVATE if word in said] == []
    assert "\n" not in str(caught.value)


def test_a_database_error_holds_no_body(firm: Firm, desk: Desk) -> None:
    firm.write("ALTER TABLE message RENAME COLUMN segments TO pieces")
    with pytest.raises(DeskError) as caught:
        desk.sending.submit(SARAH, BODY)
    assert [word for word in PRIVATE if word in str(caught.value)] == []


def test_secrets_are_in_no_repr() -> None:
    config = Config(twilio=TwilioConfig(auth_token="secret token", api_secret="secret token"))
    assert "secret token" not in repr(config)
    assert "secret token" not in "".join(traceback.format_exception(ValueError(config)))
