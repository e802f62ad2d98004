"""Reading the conversation that is shown again: itself, and what has changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smsdesk.core.read_models.threads import Bubble, Thread
    from smsdesk.desk.threads import ReadsChanges


@dataclass(frozen=True, slots=True)
class ShownThread:
    """The conversation that is shown, as of a revision."""

    number: str
    revision: int


@dataclass(frozen=True, slots=True)
class ThreadChanges:
    """A conversation read again, and its messages that are new or changed."""

    thread: Thread
    bubbles: tuple[Bubble, ...]


def read_changes(threads: ReadsChanges, shown: ShownThread) -> ThreadChanges:
    """Read a conversation, and what has changed in it since it was shown. Blocks.

    Raises:
        DeskError: the desk could not answer.
    """
    # In this order: what changes between the two is read once more, and not missed, next time.
    thread = threads.get(shown.number)
    return ThreadChanges(thread, threads.changed(shown.number, shown.revision))
