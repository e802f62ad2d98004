"""What the desk does by itself: take in, settle, transmit, look up, notice changes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.carrier.protocol import CarrierError, NotProcessed, Refused
from smsdesk.carrier.twilio.errors import explain
from smsdesk.core import inbox, lead_search, lookups, outbox, reconcile
from smsdesk.core.views import Alert, AlertKind, SendResult, SyncReport
from smsdesk.store import outbox as outbox_rows
from smsdesk.store.database import StoreError
from smsdesk.store.times import to_us
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from smsdesk.core.context import Context

PARALLEL = 4
"""How many conversations' texts leave at the same time."""

TICK = 0.25
"""Seconds between two looks at the database: what another process did shows within a second."""

IDLE_FACTOR = 6
"""How much slower the carrier is polled while nobody uses the desk."""

LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class CarrierState:
    """Whether the carrier can be reached.

    Attributes:
        mode: ``live`` or ``simulated``.
        reason: why it cannot, empty while it can.
        waiting: messages in the outbox.
    """

    mode: str
    online: bool
    reason: str
    since: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Something in the database has changed, by this process or another."""


Event = Changed | SendResult | SyncReport | Alert | CarrierState


def transmit_due(context: Context) -> tuple[outbox.Attempt, ...]:
    """Let all that may leave now do so: in order within a conversation, in parallel across."""
    reconcile.expire(context)
    done: list[outbox.Attempt] = []
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="outbox") as pool:
        while True:
            with context.database.read() as connection:
                due = outbox_rows.due(connection, to_us(context.now()), PARALLEL * 4)
            tried = {attempt.result.message_id for attempt in done}
            fresh = [record.id for record in due if record.id not in tried]
            if not fresh:
                return tuple(done)
            done.extend(pool.map(lambda message_id: outbox.transmit(context, message_id), fresh))


def sync(context: Context) -> SyncReport:
    """Take in what is new, settle what is open, transmit what waits, run due lookups.

    An unreachable carrier is told in ``offline``, not raised: what was read stays, and the rest
    is taken up the next time.
    """
    taken = inbox.Taken()
    offline = _take_turns(context, taken) if context.our_number else ""
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
    )


def _take_turns(context: Context, taken: inbox.Taken) -> str:
    """Do all that needs the carrier's messages; return why it cannot be reached, or nothing.

    One unreadable answer must not keep the outbox waiting, so each step stands for itself; but
    a carrier that is out of reach, or refuses us, is not asked five times.
    """

    def settle() -> None:
        reconcile.expire(context)
        taken.alerts.extend(reconcile.settle_unconfirmed(context))

    def transmit() -> None:
        for attempt in transmit_due(context):
            taken.alerts.extend(attempt.alerts)
            taken.numbers.extend(attempt.numbers)

    steps: tuple[Callable[[], None], ...] = (
        lambda: inbox.poll(context, Direction.INBOUND, taken),
        lambda: inbox.poll(context, Direction.OUTBOUND, taken),
        lambda: inbox.check_statuses(context, taken),
        settle,
        transmit,
    )
    reason = ""
    for step in steps:
        try:
            step()
        except CarrierError as error:
            reason = reason or _reason(error)
            if isinstance(error, NotProcessed | Refused):
                break
    return reason


def _reason(error: CarrierError) -> str:
    if isinstance(error, Refused):
        return explain(error.code, http_status=error.http_status)
    return str(error)


class Watch:
    """The loop behind an open desk or ``sync --watch``; it runs in a thread of its own."""

    def __init__(
        self,
        context: Context,
        stop: threading.Event,
        on_event: Callable[[Event], None],
        active: Callable[[], bool],
    ) -> None:
        self._context = context
        self._stop = stop
        self._on_event = on_event
        self._active = active
        self._stamp: int | None = None
        self._state: tuple[bool, str, int] | None = None
        self._since = context.now()
        self._failures = 0
        self._next_sync = 0.0
        self._syncing: threading.Thread | None = None

    def run(self) -> None:
        """Work until ``stop`` is set; no error ends the loop, each is told once."""
        while not self._stop.is_set():
            self._notice_changes()
            if self._context.clock.monotonic() >= self._next_sync and not self._busy():
                self._syncing = threading.Thread(target=self._sync, name="sync", daemon=True)
                self._syncing.start()
            self._stop.wait(TICK)
        if self._syncing is not None:
            self._syncing.join(timeout=self._context.carrier.attempt_deadline)

    def _busy(self) -> bool:
        return self._syncing is not None and self._syncing.is_alive()

    def _notice_changes(self) -> None:
        try:
            stamp = self._context.database.change_stamp()
        except StoreError as error:
            self._on_event(Alert(AlertKind.DATABASE, str(error)))
            return
        if self._stamp is not None and stamp != self._stamp:
            self._on_event(Changed())
        self._stamp = stamp

    def _sync(self) -> None:
        try:
            report = sync(self._context)
        except StoreError as error:
            self._on_event(Alert(AlertKind.DATABASE, str(error)))
            self._next_sync = self._context.clock.monotonic() + LONGEST_PAUSE / 4
            return
        self._failures = self._failures + 1 if report.offline else 0
        self._next_sync = self._context.clock.monotonic() + self._pause()
        self._on_event(report)
        self._tell_state(report.offline)

    def _pause(self) -> float:
        interval = float(self._context.config.sync.interval)
        if self._failures:
            return min(interval * 2.0 ** min(self._failures, 10), LONGEST_PAUSE)
        return interval if self._active() else min(interval * IDLE_FACTOR, LONGEST_PAUSE)

    def _tell_state(self, offline: str) -> None:
        with self._context.database.read() as connection:
            waiting = outbox_rows.waiting(connection)
        state = (not offline, offline, waiting)
        if state == self._state:
            return
        if self._state is None or self._state[0] != state[0]:
            self._since = self._context.now()
        self._state = state
        self._on_event(CarrierState(self._context.mode, not offline, offline, self._since, waiting))
