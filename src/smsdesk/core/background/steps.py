"""What the desk does by itself: take in, settle, transmit, look up, notice changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError, NotProcessed, Refused
from smsdesk.core.answering import agent_turns
from smsdesk.core.background import poll_turns
from smsdesk.core.contacts import lookups
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.sending import SendStatus, SyncReport
from smsdesk.core.reading import message_search
from smsdesk.core.receiving import polling
from smsdesk.core.receiving.ingest import Taken
from smsdesk.core.receiving.past_failures import learn_from_the_past
from smsdesk.core.sending import outbox, plans, reconcile
from smsdesk.store.queues import outbox as outbox_rows
from smsdesk.store.times import to_us
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context
    from smsdesk.core.sending.handing_over import Transmission

PARALLEL = 4
"""How many conversations' texts leave at the same time."""


NO_GRACE = timedelta(0)


def transmit_due(context: Context, *, grace: timedelta = NO_GRACE) -> tuple[Transmission, ...]:
    """Let all that may leave now do so: in order within a conversation, in parallel across.

    Where the carrier is out of reach for one, the others are not tried in vain.

    Args:
        grace: how long a new text is left to whoever wrote it, who transmits it at once.
    """
    reconcile.expire(context)
    plans.let_go_due(context)
    ended: list[Transmission] = []
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="outbox") as pool:
        while True:
            with context.database.read() as connection:
                now = context.steady_now()
                due = outbox_rows.due(connection, to_us(now), to_us(now - grace), PARALLEL)
            tried = {one.result.message_id for one in ended}
            fresh = [record.id for record in due if record.id not in tried]
            if not fresh or any(one.unreachable for one in ended):
                return tuple(ended)
            ended.extend(pool.map(lambda message_id: outbox.transmit(context, message_id), fresh))


def sync(context: Context) -> SyncReport:
    """Take in what is new, settle what is open, transmit what waits, run due lookups.

    An unreachable carrier is told in ``offline``, not raised: what was read stays, and the rest
    is taken up the next time. It waits for nobody's turn: whoever asks for it wants to know now.
    """
    agent_turns.wake_due(context)
    plans.let_go_due(context)  # also where nothing can leave: it waits from then on
    open_before = _unconfirmed(context)
    report = take_in(context)
    poll_turns.record_poll(context, report)
    if not report.refused and not report.unreachable:
        report = _joined(report, settle_outbox(context))
    if not report.offline:
        report = _joined(report, look_up_due(context))
    return replace(report, settled=len(open_before - _unconfirmed(context)))


def _unconfirmed(context: Context) -> frozenset[int]:
    with context.database.read() as connection:
        return outbox_rows.unconfirmed(connection)


def take_in(context: Context, *, quick: bool = False) -> SyncReport:
    """Poll new texts and the statuses of ours, and let the message search catch up.

    Args:
        quick: whether a short look at what is newest will do, where nothing says that there is
            more (``receiving.polling``).
    """
    taken = Taken()
    report = SyncReport()
    if context.our_number:
        report = _steps(
            lambda: learn_from_the_past(context),
            lambda: polling.poll(context, Direction.INBOUND, taken, quick=quick),
            lambda: polling.poll(context, Direction.OUTBOUND, taken, quick=quick),
            lambda: polling.follow_up(context, taken),
        )
    message_search.catch_up(context, batches=4)
    return _with_taken(report, taken)


def settle_outbox(context: Context, *, grace: timedelta = NO_GRACE) -> SyncReport:
    """Settle what is open and transmit what is due, without polling."""
    taken = Taken()
    report = SyncReport()
    transmitted: list[int] = []
    if context.our_number:
        reconcile.expire(context)
        report = _steps(
            lambda: taken.alerts.extend(reconcile.settle_unconfirmed(context)),
            lambda: _transmit(context, taken, grace, transmitted),
        )
    return replace(_with_taken(report, taken), transmitted=len(transmitted))


def look_up_due(context: Context, *, limit: int | None = None) -> SyncReport:
    """Run queued lookups, ``limit`` at most."""
    if not context.config.lookup.enabled:
        return SyncReport()
    looked_up = 0

    def count(done: int, _total: int) -> None:
        nonlocal looked_up
        looked_up = done

    try:
        lookups.run_due(context, limit=limit, progress=count)
    except CarrierError as error:
        alert = Alert(AlertKind.LOOKUP, f"Lookups wait: {error}")
        return SyncReport(alerts=(alert,), looked_up=looked_up)
    return SyncReport(looked_up=looked_up)


def _transmit(context: Context, taken: Taken, grace: timedelta, transmitted: list[int]) -> None:
    """Transmit what is due; ``transmitted`` is told the messages that the carrier has taken.

    Raises:
        NotProcessed: the carrier could not be reached; what waits, waits.
    """
    unreachable = ""
    for transmission in transmit_due(context, grace=grace):
        taken.alerts.extend(transmission.alerts)
        taken.numbers.extend(transmission.numbers)
        if transmission.result.status is SendStatus.SENT and transmission.result.message_id:
            transmitted.append(transmission.result.message_id)
        if transmission.unreachable:
            unreachable = transmission.result.message
    if unreachable:
        raise NotProcessed(unreachable)


def _steps(*steps: Callable[[], object]) -> SyncReport:
    """Take each step; one unreadable answer must not keep the others from their turn.

    But a carrier that is out of reach, or refuses us, is not asked again and again.
    """
    report = SyncReport()
    for step in steps:
        try:
            step()
        except CarrierError as error:
            refused, unreachable = isinstance(error, Refused), isinstance(error, NotProcessed)
            report = replace(
                report,
                offline=report.offline or str(error),
                refused=refused,
                unreachable=unreachable,
            )
            if refused or unreachable:
                return report
    return report


def _with_taken(report: SyncReport, taken: Taken) -> SyncReport:
    return replace(
        report,
        received=taken.received,
        status_updates=taken.status_updates,
        consent_changes=taken.consent_changes,
        numbers=tuple(dict.fromkeys(taken.numbers)),
        alerts=tuple(taken.alerts),
    )


def _joined(first: SyncReport, second: SyncReport) -> SyncReport:
    return SyncReport(
        received=first.received + second.received,
        status_updates=first.status_updates + second.status_updates,
        consent_changes=first.consent_changes + second.consent_changes,
        transmitted=first.transmitted + second.transmitted,
        settled=first.settled + second.settled,
        looked_up=first.looked_up + second.looked_up,
        numbers=tuple(dict.fromkeys((*first.numbers, *second.numbers))),
        alerts=(*first.alerts, *second.alerts),
        offline=first.offline or second.offline,
        refused=first.refused or second.refused,
        unreachable=first.unreachable or second.unreachable,
    )
