"""The look before a text leaves that has waited: has it perhaps left already?

A restored backup, a copied file or a machine that was rolled back holds texts as waiting that
have long been sent from there. And a text that was called not sent may turn up late at the
carrier, just when the agent sends it again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.messages.attempts import (
    EARLY,
    claim_all,
    has_our_words,
    oldest_first,
    recorded_on_carriers_clock,
    settle_accepted,
)
from smsdesk.core.receiving.listing import texts_to
from smsdesk.store.tables import messages
from smsdesk.store.times import from_us
from smsdesk.terms import RETRIABLE, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.carrier.protocol import CarrierMessage
    from smsdesk.core.context import Context, Writing
    from smsdesk.core.read_models.alerts import Alert
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord

LEAVES_UNSEEN = timedelta(seconds=60)
"""How long after it was recorded a text may leave without that look."""


def claim_what_left(
    context: Context, record: MessageRecord, alerts: list[Alert], *, is_repeat: bool
) -> None:
    """Give the texts that the carrier has to those of ours that are still open.

    Afterwards the message may have its SID and leaves no more, or the one that it repeats may.

    Raises:
        CarrierError: the list cannot be read: the text must wait.
    """
    if not (is_repeat or _has_waited(context, record)):
        return
    listed = texts_to(context, record.number, context.our_number)
    if not listed:
        return
    with writing(context) as work:
        claim_all(context, work, listed, alerts)
        earlier = repeats(work.connection, record)
        nameless = [one for one in earlier if one.sid is None]
        if nameless and not any(map(has_left, earlier)):
            _claim_for_first(context, work, nameless[-1], listed, alerts)


def has_left(record: MessageRecord) -> bool:
    """Whether the carrier has a text, and nothing speaks against its arrival."""
    return record.sid is not None and Status(record.status) not in RETRIABLE


def repeats(connection: Connection, record: MessageRecord) -> list[MessageRecord]:
    """Return the messages that one sends again, the one before it first, the very first last."""
    found: list[MessageRecord] = []
    before = messages.retried_with(connection, record.id)
    while before is not None and before.id not in [one.id for one in found]:
        found.append(before)
        before = messages.retried_with(connection, before.id)
    return found


def _has_waited(context: Context, record: MessageRecord) -> bool:
    if record.planned_at is not None:
        return True
    waited = context.steady_now() - from_us(record.recorded_at)
    return not timedelta(0) <= waited <= LEAVES_UNSEEN


def _claim_for_first(
    context: Context,
    work: Writing,
    first: MessageRecord,
    listed: Sequence[CarrierMessage],
    alerts: list[Alert],
) -> None:
    """Give the text that is sent again what nobody claims, also where it never was attempted here.

    An agent who sends it once more from a copy of the database cannot know of the time before.
    """
    since = recorded_on_carriers_clock(work, first) - EARLY
    for message in oldest_first(listed):
        known = messages.by_sid(work.connection, message.sid)
        if (
            (known is None or not known.sent_by)
            and has_our_words(first, message)
            and message.created_at is not None
            and message.created_at >= since
        ):
            alerts.extend(settle_accepted(context, work, first, message)[1])
            return
