"""What is read of a message: the record, and the columns that fill it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One message, every column of it. Times in microseconds."""

    id: int
    conversation_id: int
    number: str
    direction: str
    body: str
    body_original: str
    body_key: str
    media: str
    status: str
    status_rank: int
    settled: int
    sid: str | None
    error_code: int | None
    fault: str
    rule_code: str
    reason: str
    sent_by: str
    sender: str
    account: str
    segments: int
    unchecked: int
    seen: int
    saw_ours: int | None
    saw_theirs: int | None
    saw_until: int | None
    retried_by: int | None
    revision: int
    happened_at: int
    created_at: int
    recorded_at: int
    settled_at: int | None
    final: int
    next_check_at: int | None
    attempts: int
    owner: str
    lease_until: int | None
    attempt_began_at: int | None
    attempt_ended_at: int | None
    next_attempt_at: int | None
    released: int
    held_at: int | None
    looks: int
    complete_looks: int
    next_look_at: int | None
    list_read_at: int | None
    leaves_at: int | None = None
    planned_at: int | None = None
    planned_after: int | None = None
    confirmed: str = ""
    sent_at_night: str = ""


MESSAGE = ", ".join(MessageRecord.__dataclass_fields__)
"""The columns of a ``MessageRecord``, in its order."""
