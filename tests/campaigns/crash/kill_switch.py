"""Ends this process with SIGKILL at the n-th thing that it does, hooked in from outside.

What counts: every statement of the database, BEGIN and COMMIT among them, just before it is
executed (on a server: every trip to it); and every request to the carrier, before it is made and
when its answer is there. The product knows nothing of it.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

from smsdesk.carrier.twilio.http import HttpxClient


def arm(nth: int) -> None:
    """Kill this process at the ``nth`` event from now on, counted from 1."""
    counted = count(1)

    def step(*_args: Any) -> None:
        if next(counted) >= nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(connection: Any, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(step)
            return
        wait = connection.wait  # for the server's answer, once a trip

        def stepping(*args: Any, **kwargs: Any) -> Any:
            step()
            return wait(*args, **kwargs)

        connection.wait = stepping

    event.listen(Engine, "connect", watch)
    request = HttpxClient.request

    def stepping(*args: Any, **kwargs: Any) -> Any:
        step()
        answer = request(*args, **kwargs)
        step()
        return answer

    HttpxClient.request = stepping  # type: ignore[method-assign]  # this process is a doomed one
