"""Delivery status: it only moves forward, and there is a time to stop asking."""

from __future__ import annotations

from smsdesk.terms import Status

RANK = {
    Status.QUEUED: 0,
    Status.HELD: 0,
    Status.SENDING: 1,
    Status.UNCONFIRMED: 2,
    Status.PLANNED: 2,
    Status.NOT_SENT: 3,
    Status.CANCELED: 3,
    Status.SENT: 4,
    Status.FAILED: 5,
    Status.UNDELIVERED: 5,
    Status.DELIVERED: 5,
    Status.RECEIVED: 5,
}
"""A status of a lower or equal rank never overwrites (Twilio gives no order of its callbacks)."""

_FINAL = frozenset({Status.DELIVERED, Status.FAILED, Status.UNDELIVERED, Status.CANCELED})

MINUTE_US = 60_000_000
NO_REPORT_AFTER_US = 60 * MINUTE_US
"""After an hour in ``sent`` Twilio's console says "delivery unknown", and so do we."""

_GIVE_UP_AFTER_US = 24 * 60 * MINUTE_US
_SHORTEST_US = 2_000_000
_LONGEST_US = 15 * MINUTE_US
_PLANNED_US = 36 * 24 * 60 * MINUTE_US
"""Twilio schedules a text for 35 days ahead at the most (Messages resource, ``SendAt``)."""


def is_final(status: Status) -> bool:
    """Whether the carrier will say no more about a message."""
    return status in _FINAL


def check_again_after(age: int, status: Status = Status.SENT) -> int | None:
    """Return how long to wait before asking for the status again; ``None`` to stop asking.

    Both in microseconds. The pause grows with the message's age: two seconds at first, a quarter
    of an hour at last, for a day; one that is planned may leave weeks later.
    """
    if age >= (_PLANNED_US if status is Status.PLANNED else _GIVE_UP_AFTER_US):
        return None
    return min(max(age // 2, _SHORTEST_US), _LONGEST_US)
