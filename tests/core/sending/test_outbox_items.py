"""The outbox as a list: what is recorded and not settled, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.core.sending import outbox_items
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_what_is_not_settled_is_listed_oldest_first(
    firm: Firm, desk: Desk, context: Context
) -> None:
    desk.leads.add(name="Ana Lopez", phone=ANA)
    firm.goes_wrong(FaultName.ACCEPT_THEN_DROP, RequestKind.CREATE)
    lost = desk.sending.send(SARAH, "lost").message_id
    firm.offline()
    queued = desk.sending.send(ANA, "queued").message_id
    listed = outbox_items.items(context)
    assert [(item.message_id, item.status.value, item.name) for item in listed] == [
        (lost, "unconfirmed", ""),
        (queued, "queued", "Ana Lopez"),
    ]
    assert [(item.body, item.sent_by) for item in listed] == [
        ("lost", "maria"),
        ("queued", "maria"),
    ]
    assert outbox_items.waiting(context) == 1, "what may have left does not wait"


def test_what_has_left_is_not_listed(desk: Desk, context: Context) -> None:
    desk.sending.send(TOM, "Hi Tom")
    assert outbox_items.items(context) == ()
    assert outbox_items.waiting(context) == 0
