"""What counts as read: unread texts that have been painted, once the agent gives a sign."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsdesk.core.read_models.threads import Thread


class TextsRead(NamedTuple):
    """What has been read.

    Attributes:
        number: whose texts.
        until: the last of them.
        texts: how many these are.
    """

    number: str
    until: int
    texts: int


class ReadMarks:
    """The unread texts of the thread that is shown."""

    def __init__(self) -> None:
        self._number = ""
        self._unread: tuple[int, ...] = ()
        self._painted: set[int] = set()
        self._left_unread: set[str] = set()

    def shows(self, thread: Thread) -> None:
        """A thread is shown, freshly or as it has changed."""
        if thread.head.number != self._number:
            self._left_unread.discard(thread.head.number)
            self._painted.clear()
        self._number = thread.head.number
        self._unread = tuple(sorted(one.message_id for one in thread.bubbles if one.unread))

    def leave_unread(self) -> None:
        """The agent has made it unread again: it stays so until it is opened anew."""
        self._left_unread.add(self._number)

    def is_left_unread(self, number: str) -> bool:
        """Return whether the agent has made it unread again: what was read before is so, too."""
        return number in self._left_unread

    def painted(self, message_ids: Iterable[int]) -> None:
        """Messages stand on the screen."""
        self._painted.update(message_ids)

    def seen(self) -> TextsRead | None:
        """Return what has been read; each text is told once.

        One that has not been painted keeps all after it unread.
        """
        if self.is_left_unread(self._number):
            return None
        read = list(takewhile(self._painted.__contains__, self._unread))
        if not read:
            return None
        self._unread = self._unread[len(read) :]
        return TextsRead(self._number, read[-1], len(read))
