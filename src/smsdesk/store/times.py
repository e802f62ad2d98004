"""Times in the database: whole microseconds since 1970-01-01 UTC.

Integers compare, index and page exactly, need no parsing on a hot path, mean the same in every
SQL dialect, and cannot be naive: the two functions below are the only way in and out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@overload
def to_us(at: datetime) -> int: ...
@overload
def to_us(at: None) -> None: ...
def to_us(at: datetime | None) -> int | None:
    """Return an aware time as microseconds since the epoch.

    Raises:
        ValueError: the time is naive.
    """
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return (at - _EPOCH) // _MICROSECOND


@overload
def from_us(us: int) -> datetime: ...
@overload
def from_us(us: None) -> None: ...
def from_us(us: int | None) -> datetime | None:
    """Return microseconds since the epoch as an aware UTC time."""
    return None if us is None else _EPOCH + timedelta(microseconds=us)
