"""What the desk does by itself: take in, settle, transmit, look up, notice changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError, NotProcessed, Refused
from smsdesk.carrier.twilio.errors import explain
from smsdesk.core import inbox, lead_search, lookups, outbox, reconcile
from smsdesk.core.taking import Taken
from smsdesk.core.views import Alert, AlertKind, SyncReport
from smsdesk.store import outbox as outbox_rows
from smsdesk.store.times import to_us
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context

PARALLEL = 4
"""How many conversations' texts leave at the same time."""


NO_GRACE = timedelta(0)


def transmit_due(context: Context, *, grace: timedelta = NO_GRACE) -> tuple[outbox.Attempt, ...]:
    """Let all that may leave now do so: in order within a conversation, in parallel across.

    Where the carrier is out of reach for one, the others are not tried in vain.

    Args:
        grace: how long a new text is left to whoever wrote it, who transmits it at once.
    """
    reconcile.expire(context)
    done: list[outbox.Attempt] = []
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="outbox") as pool:
        while True:
            with context.database.read() as connection:
                now = context.now()
                due = outbox_rows.due(connection, to_us(now), to_us(now - grace), PARALLEL)
            tried = {attempt.result.message_id for attempt in done}
            fresh = [record.id for record in due if record.id not in tried]
            if not fresh or any(attempt.unreachable for attempt in done):
                return tuple(done)
            done.extend(pool.map(lambda message_id: outbox.transmit(context, message_id), fresh))


def sync(context: Context, *, grace: timedelta = NO_GRACE) -> SyncReport:
    """Take in what is new, settle what is open, transmit what waits, run due lookups.

    An unreachable carrier is told in ``offline``, not raised: what was read stays, and the rest
    is taken up the next time.
    """
    taken = Taken()
    offline, refused = _take_turns(context, taken, grace) if context.our_number else ("", False)
    alerts: list[Alert] = []
    if not offline and context.config.lookup.enabled:
        try:
            lookups.run_due(context)
        except CarrierError as error:
            alerts.append(Alert(AlertKind.LOOKUP, f"Lookups wait: {_reason(error)}"))
    lead_search.catch_up_messages(context, batches=4)
    return SyncReport(
        received=taken.received,
        status_updates=taken.status_updates,
        consent_changes=taken.consent_changes,
        numbers=tuple(dict.fromkeys(taken.numbers)),
        alerts=(*taken.alerts, *alerts),
        offline=offline,
        refused=refused,
    )


def settle_outbox(context: Context, *, grace: timedelta = NO_GRACE) -> SyncReport:
    """Settle what is open and transmit what is due, without polling."""
    if not context.our_number:
        return SyncReport()
    taken = Taken()
    offline = ""
    try:
        reconcile.expire(context)
        taken.alerts.extend(reconcile.settle_unconfirmed(context))
        offline = _transmit(context, taken, grace)
    except CarrierError as error:
        offline = _reason(error)
    return SyncReport(
        alerts=tuple(taken.alerts), numbers=tuple(dict.fromkeys(taken.numbers)), offline=offline
    )


def _transmit(context: Context, taken: Taken, grace: timedelta) -> str:
    """Transmit what is due; return why the carrier cannot be reached, or nothing."""
    unreachable = ""
    for attempt in transmit_due(context, grace=grace):
        taken.alerts.extend(attempt.alerts)
        taken.numbers.extend(attempt.numbers)
        if attempt.unreachable:
            unreachable = attempt.result.message
    return unreachable


def _take_turns(context: Context, taken: Taken, grace: timedelta) -> tuple[str, bool]:
    """Do all that needs the carrier's messages.

    Returns:
        Why the carrier cannot be reached, or nothing; and whether it refused us.

    One unreadable answer must not keep the outbox waiting, so each step stands for itself; but
    a carrier that is out of reach, or refuses us, is not asked five times.
    """

    def settle() -> None:
        reconcile.expire(context)
        taken.alerts.extend(reconcile.settle_unconfirmed(context))

    steps: tuple[Callable[[], object], ...] = (
        lambda: inbox.poll(context, Direction.INBOUND, taken),
        lambda: inbox.poll(context, Direction.OUTBOUND, taken),
        lambda: inbox.check_statuses(context, taken),
        settle,
        lambda: _transmit(context, taken, grace),
    )
    reason = ""
    for step in steps:
        try:
            step()
        except CarrierError as error:
            reason = reason or _reason(error)
            if isinstance(error, NotProcessed | Refused):
                return reason, isinstance(error, Refused)
    return reason, False


def _reason(error: CarrierError) -> str:
    if isinstance(error, Refused):
        return explain(error.code, http_status=error.http_status)
    return str(error)
