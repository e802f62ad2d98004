"""The steps of a flow, one writing transaction each: how durable it is, and what happens after it.

A promise of the outbox is kept or broken *between* two transactions: the power goes, the clock
jumps, another process polls. So a test asks here which message changed its status in which step,
and lets something happen right behind the one that it names.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest
    from sqlalchemy import Connection

    from smsdesk.core.context import Context

_STATUSES = text("SELECT id, status FROM message")


@dataclass(frozen=True, slots=True)
class Step:
    """A message's change of status, and whether it would survive a loss of power."""

    before: str
    after: str
    durable: bool


class Steps:
    """Watches the writing transactions of one desk.

    Attributes:
        taken: the changes of status so far, ``""`` for what was not there before.
    """

    def __init__(self, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken: list[Step] = []
        self._then: dict[str, Callable[[], object]] = {}
        self._write = context.database.write
        monkeypatch.setattr(context.database, "write", self._watched)

    def after(self, status: str, happens: Callable[[], object]) -> None:
        """Let something happen once, right after a message has come to ``status``."""
        self._then[status] = happens

    def of(self, before: str, after: str) -> Step:
        """Return the one step from one status to another."""
        (step,) = {one for one in self.taken if (one.before, one.after) == (before, after)}
        return step

    @contextmanager
    def _watched(self, *, durable: bool = True) -> Iterator[Connection]:
        with self._write(durable=durable) as connection:
            before = _statuses(connection)
            yield connection
            now = _statuses(connection)
        changed = [
            Step(before.get(message_id, ""), status, durable)
            for message_id, status in now.items()
            if before.get(message_id) != status
        ]
        self.taken.extend(changed)
        for step in changed:
            self._then.pop(step.after, _nothing)()


def _statuses(connection: Connection) -> dict[int, str]:
    return {row.id: row.status for row in connection.execute(_STATUSES)}


def _nothing() -> None:
    """Nothing happens in between."""
