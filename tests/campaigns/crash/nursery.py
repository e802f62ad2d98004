"""Makes desk processes by forking one that has loaded everything: a new one costs milliseconds.

Reads an ``Order`` a line; answers with the child's process id, and with how it ended.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from tests.world.clocks import SharedClock

from .orders import Order

LONGEST_LIFE = 60.0
"""Seconds after which a child hangs."""

HUNG = 99
FAILED = 70
FAILURES = "failures"
"""The file in a firm's folder with what each failed with."""

TERMINATED = 98
"""By SIGTERM or SIGHUP, as by ``exit``."""

SUSPENDED_SECONDS = 0.05
"""How long a suspended process is really left so: others go on meanwhile."""


def main() -> None:
    """Serve until standard input ends."""
    _load()
    for line in sys.stdin:
        order = Order(**json.loads(line))
        child = os.fork()
        if child == 0:
            _be(order)
        _say(child)
        _say(_end_of(child, order))


def _load() -> None:
    """Load now what a desk loads when it first needs it."""
    import alembic.command
    import twilio.rest  # type: ignore[import-untyped]

    from smsdesk.store.schema.migrations import versions

    with suppress(ImportError):  # without its driver there is no server either
        from smsdesk.store.postgres import database, moving

        del database, moving

    from . import life

    del alembic, twilio, versions, life


def _be(order: Order) -> None:
    from .life import live

    status = 0
    try:
        live(order)
    except SystemExit:
        status = TERMINATED
    except BaseException:
        with (Path(order.folder) / FAILURES).open("a") as file:
            traceback.print_exc(file=file)
        status = FAILED
    os._exit(status)


def _end_of(child: int, order: Order) -> int:
    """Wait for a child's end, kill it where that is ordered; return its status."""
    handle = os.pidfd_open(child)
    end = select.poll()
    end.register(handle, select.POLLIN)
    patience = LONGEST_LIFE if order.kill_after is None else order.kill_after
    hung = False
    if order.stop_after is not None and not end.poll(order.stop_after * 1000):
        signal.pidfd_send_signal(handle, signal.SIGSTOP)
        SharedClock(Path(order.folder) / "clock").move(order.stop_for)
        time.sleep(SUSPENDED_SECONDS)
        signal.pidfd_send_signal(handle, signal.SIGCONT)
    if not end.poll(patience * 1000):
        signal.pidfd_send_signal(handle, signal.Signals[f"SIG{order.end_by}"])
        hung = order.kill_after is None
    if not end.poll(LONGEST_LIFE * 1000):
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        hung = True
    os.close(handle)
    _, status = os.waitpid(child, 0)
    return HUNG if hung else os.waitstatus_to_exitcode(status)


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
