"""The look before a text leaves that has waited: has it perhaps left already?

A restored backup, a copied file or a machine that was rolled back holds texts as waiting that
have long been sent from there. And a text that was called not sent may turn up late at the
carrier, just when the agent sends it again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.messages.attempts import claim_all
from smsdesk.core.receiving.listing import texts_to
from smsdesk.store.tables import messages
from smsdesk.store.times import from_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.core.views.alerts import Alert
    from smsdesk.store.tables.message_record import MessageRecord

LEAVES_UNSEEN = timedelta(seconds=60)
"""How long after it was recorded a text may leave without that look."""


def claim_what_left(context: Context, record: MessageRecord, alerts: list[Alert]) -> None:
    """Give the texts that the carrier has to those of ours that are still open.

    Afterwards the message may have its SID and leaves no more, or the one that it repeats may.

    Raises:
        CarrierError: the list cannot be read: the text must wait.
    """
    if not _must_look(context, record):
        return
    listed = texts_to(context, record.number, context.our_number)
    if not listed:
        return
    with writing(context) as work:
        claim_all(context, work, listed, alerts)


def _must_look(context: Context, record: MessageRecord) -> bool:
    waited = context.steady_now() - from_us(record.recorded_at)
    if not timedelta(0) <= waited <= LEAVES_UNSEEN:
        return True
    with context.database.read() as connection:
        first = messages.retried_with(connection, record.id)
    return first is not None and _may_turn_up(first)


def _may_turn_up(first: MessageRecord) -> bool:
    return (
        first.status == Status.NOT_SENT and first.sid is None and first.attempt_began_at is not None
    )
