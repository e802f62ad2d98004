"""The loop behind an open desk or ``sync --watch``: notice, transmit, sync, each in its thread."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.answering import agent_turns
from smsdesk.core.background import poll_turns, steps
from smsdesk.core.background.presence_watch import PresenceWatch
from smsdesk.core.background.registration import RENEW_EVERY, register
from smsdesk.core.context import carrier_skew
from smsdesk.core.read_models.alerts import Alert, AlertKind
from smsdesk.core.read_models.events import CarrierState, Changed
from smsdesk.errors import DeskError
from smsdesk.memory import give_back
from smsdesk.store.errors import StartAgain
from smsdesk.store.queues import lookups
from smsdesk.store.queues import outbox as outbox_rows
from smsdesk.store.times import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.events import Event
    from smsdesk.core.read_models.sending import SyncReport
    from smsdesk.store.tables.polls import PollRecord

TICK = 0.25
"""Seconds between two looks at the database: what another process did shows within a second."""

APART = 0.5
"""Seconds at least between two pieces of news that something has changed: for each the desk
reads again and paints, some 20 ms in which a key waits, and beside an import all is news."""

IDLE_FACTOR = 3
"""How much slower the carrier is polled while nobody uses the desk."""

LONGEST_PAUSE = 60.0

OLD_NEWS = 2 * LONGEST_PAUSE
"""Seconds after which the last poll says nothing about whether the carrier is there."""

LOOKUPS_A_ROUND = 20

GIVE_BACK_EVERY = 600.0
"""Seconds from one time that free memory is given back to the next."""

GRACE = timedelta(seconds=3)
"""How long the loop leaves a new text to whoever wrote it, who transmits it at once."""

PARTING = 3.0
"""Seconds given to a text that is leaving when the desk is closed; then it is *unconfirmed*,
and found the next time. A poll may break off anywhere."""


class _Worker:
    """Work of one kind, in a thread of its own, one round at a time, not before it is due."""

    def __init__(self, name: str, work: Callable[[], float]) -> None:
        self._name = name
        self._work = work
        self._thread: threading.Thread | None = None
        self.not_before = 0.0

    def start(self, now: float) -> None:
        """Begin a round, unless one is under way or it is too early."""
        if now < self.not_before or self.is_busy:
            return
        self._thread = threading.Thread(target=self._round, name=self._name, daemon=True)
        self._thread.start()

    def _round(self) -> None:
        self.not_before = self._work()

    @property
    def is_busy(self) -> bool:
        """Whether a round is under way."""
        return self._thread is not None and self._thread.is_alive()

    def join(self, seconds: float) -> None:
        """Wait for the round under way."""
        if self._thread is not None:
            self._thread.join(timeout=seconds)


class BackgroundLoop:
    """Runs until it is stopped; no error ends it, each is told."""

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
        self._tell_from = 0.0
        self._state: CarrierState | None = None
        self._polled_at = 0
        self._failures: Counter[str] = Counter()
        self._failed_polls = 0
        self._ended_by: StartAgain | None = None
        self._presence = PresenceWatch(context)
        self._untold = False

    def run(self) -> None:
        """Work until ``stop`` is set; blocks.

        Raises:
            StartAgain: another version has changed the database, or its file is gone: there is no
                more to be done.
        """
        poll = _Worker("poll", self._poll_round)
        transmit = _Worker("outbox", lambda: self._round("outbox", self._settle_outbox))
        lookup = _Worker("lookup", lambda: self._round("lookup", self._look_up))
        give_back_from = self._context.clock.monotonic() + GIVE_BACK_EVERY
        register_from = self._context.clock.monotonic() + RENEW_EVERY
        go_on_from = 0.0
        while not self._stop.is_set() and self._ended_by is None:
            if self._guarded(self._notice_changes):
                self._guarded(lambda: self._start_poll(poll))
                self._guarded(lambda: self._start_what_waits(transmit, lookup))
                self._guarded(lambda: agent_turns.wake_due(self._context))
            self._guarded(self._presence.write_place)
            if poll.is_busy and self._context.clock.monotonic() >= go_on_from:
                self._guarded(lambda: poll_turns.renew(self._context))
                go_on_from = self._context.clock.monotonic() + poll_turns.RENEW_EVERY
            if self._context.clock.monotonic() >= give_back_from:
                give_back()
                give_back_from = self._context.clock.monotonic() + GIVE_BACK_EVERY
            if self._context.clock.monotonic() >= register_from:
                self._guarded(lambda: register(self._context))
                register_from = self._context.clock.monotonic() + RENEW_EVERY
            self._stop.wait(TICK)
        transmit.join(PARTING)
        if self._ended_by is not None:
            raise self._ended_by

    def _guarded(self, step: Callable[[], None]) -> bool:
        try:
            step()
        except StartAgain as error:
            self._ended_by = error
            return False
        except DeskError as error:
            self._on_event(Alert(AlertKind.DATABASE, str(error)))
            return False
        except Exception as error:  # the loop outlives a fault of the program, and says so
            kind = type(error).__name__
            self._on_event(Alert(AlertKind.DATABASE, f"smsdesk met a problem of its own ({kind})"))
            return False
        return True

    def _notice_changes(self) -> None:
        stamp = self._context.database.change_stamp()
        now = self._context.clock.monotonic()
        if stamp != self._stamp:
            is_first, self._stamp = self._stamp is None, stamp
            only_places = self._presence.read()
            self._untold |= not is_first and not only_places
        self._presence.publish(self._on_event)
        if self._untold and now >= self._tell_from:
            self._untold = False
            self._tell_from = now + APART
            self._on_event(Changed())

    def _start_what_waits(self, transmit: _Worker, lookup: _Worker) -> None:
        steady_now = self._context.steady_now()
        with self._context.database.read() as connection:
            texts = outbox_rows.anything_due(
                connection, to_us(steady_now), to_us(steady_now - GRACE)
            )
            carrier_now = steady_now + carrier_skew(connection)
            texts = texts or bool(outbox_rows.plans_due(connection, to_us(carrier_now), limit=1))
            numbers = lookups.due(connection, to_us(steady_now), limit=1)
        if texts:
            transmit.start(self._context.clock.monotonic())
        if numbers:
            lookup.start(self._context.clock.monotonic())

    def _start_poll(self, poll: _Worker) -> None:
        """Begin a poll where one is due and nobody's turn; tell what the last one found."""
        with self._context.database.read() as connection:
            last = poll_turns.last_poll(self._context, connection)
            is_new = last.polled_at != self._polled_at
            waiting = outbox_rows.waiting(connection) if is_new else 0
        if is_new:
            self._polled_at = last.polled_at
            self._tell_state(last, waiting)
        if poll_turns.is_due(self._context, last, self._pause_of_polls):
            poll.start(self._context.clock.monotonic())

    def _poll_round(self) -> float:
        """Poll if it is still our turn; return when the next round may begin.

        After one that ended, the record of it says when: to all desks alike.
        """
        reports: list[SyncReport] = []
        if self._guarded(lambda: reports.extend(self._poll())):
            for report in reports:
                self._on_event(report)
            return self._later("poll", failed=False)
        return self._later("poll", failed=True)

    def _poll(self) -> tuple[SyncReport, ...]:
        """Poll and write down what was found; nothing where another was faster."""
        if not poll_turns.take_turn(self._context, self._pause_of_polls):
            return ()
        report = steps.take_in(self._context, quick=True)
        poll_turns.record_poll(self._context, report)
        self._failed_polls = self._failed_polls + 1 if report.offline else 0
        return (report,)

    def _round(self, kind: str, work: Callable[[], SyncReport]) -> float:
        """Do one round of a kind of work; return when the next may begin, on the steady clock."""
        reports: list[SyncReport] = []
        if not self._guarded(lambda: reports.append(work())):
            return self._later(kind, failed=True)
        report = reports[0]
        if report.alerts or report.numbers or report.transmitted or report.looked_up:
            self._on_event(report)
        return self._later(kind, failed=bool(report.offline))

    def _settle_outbox(self) -> SyncReport:
        return steps.settle_outbox(self._context, grace=GRACE)

    def _look_up(self) -> SyncReport:
        return steps.look_up_due(self._context, limit=LOOKUPS_A_ROUND)

    def _pause_of_polls(self, failures: int) -> float:
        """Return the seconds between two polls, as this desk would have them.

        After a failure the turn goes to one that has not failed itself, if there is one: a single
        desk may have a wrong token.
        """
        interval = float(self._context.config.sync.interval)
        if failures or self._failed_polls:
            pause = _longer_each_time(interval, max(failures, self._failed_polls))
            return pause if self._failed_polls else pause / 2
        return min(interval if self._active() else interval * IDLE_FACTOR, LONGEST_PAUSE)

    def _later(self, kind: str, *, failed: bool) -> float:
        """Return when a kind of work may run next, on the steady clock."""
        self._failures[kind] = self._failures[kind] + 1 if failed else 0
        pause = _longer_each_time(1.0, self._failures[kind]) if failed else TICK
        return self._context.clock.monotonic() + pause

    def _tell_state(self, last: PollRecord, waiting: int) -> None:
        """Tell whether the carrier is there, as the last poll has found, where that is news."""
        now = to_us(self._context.steady_now())
        if not 0 <= now - last.polled_at < OLD_NEWS * 1_000_000:
            return
        state = CarrierState(
            self._context.mode,
            not last.offline,
            last.offline,
            from_us(last.since),
            waiting,
            bool(last.refused),
        )
        if state != self._state:
            self._state = state
            self._on_event(state)


def _longer_each_time(seconds: float, failures: int) -> float:
    """Return the pause after so many failures in a row, in seconds."""
    return min(max(seconds, 1.0) * 2.0 ** min(failures - 1, 6), LONGEST_PAUSE)
