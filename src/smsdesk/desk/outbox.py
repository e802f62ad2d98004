"""``desk.outbox``: texts that are recorded and not settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from smsdesk.core.rules.roles import Act
from smsdesk.core.sending import outbox, outbox_items, plans
from smsdesk.desk.permission import needs

if TYPE_CHECKING:
    from datetime import datetime

    from smsdesk.core.context import Context
    from smsdesk.core.read_models.sending import OutboxItem
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.terms import Verdict


class Outbox(Protocol):
    """Texts that wait, or are not confirmed, and what an agent may do about them."""

    def waiting(self) -> int:
        """Return how many texts wait to leave."""

    def cancel(self, message_id: int) -> bool:
        """Take back a text that waits, or give up one that was looked for in vain.

        Returns:
            Whether it could be: one that is leaving, or is still looked for, cannot.
        """

    def release(self, message_id: int, *, seen: Seen | None = None) -> bool:
        """Say "go" for a text that was held, or waits for its next try.

        Args:
            message_id: of the text.
            seen: what the agent had seen of the thread; by default all that stands there.
        """

    def edit(
        self, message_id: int, *, text: str | None = None, at: datetime | None = None
    ) -> Verdict | None:
        """Change the words of a text that waits, or the time at which it leaves.

        Returns:
            ``None`` where it does not wait any more; else the rules' answer about the new words and
            the new time, which are taken over where it is ``ok``.

        Raises:
            AlreadyPassedError: the time has passed.
        """

    def items(self) -> tuple[OutboxItem, ...]:
        """Return the messages that are not settled, oldest first, 1,000 at most."""


class _Outbox(Outbox):
    def __init__(self, context: Context) -> None:
        self._context = context

    def waiting(self) -> int:
        return outbox_items.waiting(self._context)

    @needs(Act.WORK)
    def cancel(self, message_id: int) -> bool:
        return outbox.cancel(self._context, message_id)

    @needs(Act.WORK)
    def release(self, message_id: int, *, seen: Seen | None = None) -> bool:
        return outbox.release(self._context, message_id, seen=seen)

    @needs(Act.WORK)
    def edit(
        self, message_id: int, *, text: str | None = None, at: datetime | None = None
    ) -> Verdict | None:
        return plans.edit(self._context, message_id, text=text, at=at)

    def items(self) -> tuple[OutboxItem, ...]:
        return outbox_items.items(self._context)


def outbox_of(context: Context) -> Outbox:
    """Return the face of an open desk."""
    return _Outbox(context)
