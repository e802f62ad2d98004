"""The part of a thread that is loaded: a bounded run of messages without gaps. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from smsdesk.core.read_models.threads import Bubble, MessageKey

LARGEST = 300
"""Messages kept at once; what lies farther from the view is read again when needed."""

PAGE = 60
"""Messages read at once."""


@dataclass(frozen=True, slots=True)
class Window:
    """A run of messages, oldest first.

    Attributes:
        older: whether there are older ones than these.
        newer: whether there are newer ones than these.
    """

    bubbles: tuple[Bubble, ...] = ()
    older: bool = False
    newer: bool = False

    def merged(self, changed: Iterable[Bubble]) -> Window:
        """Return the window with changed messages replaced and new ones in their place.

        What lies beyond an end at which there is more that is not loaded stays out: it would
        leave a gap.
        """
        by_id = {bubble.message_id: bubble for bubble in self.bubbles}
        by_id.update(
            (bubble.message_id, bubble)
            for bubble in changed
            if bubble.message_id in by_id or self._belongs(bubble)
        )
        return replace(self, bubbles=tuple(sorted(by_id.values(), key=_place)))

    def _belongs(self, bubble: Bubble) -> bool:
        if not self.bubbles:
            return not self.older and not self.newer
        too_old = self.older and _place(bubble) < _place(self.bubbles[0])
        too_new = self.newer and _place(bubble) > _place(self.bubbles[-1])
        return not too_old and not too_new

    def with_older(self, page: Sequence[Bubble], before: MessageKey) -> Window:
        """Return the window with the page before it; the newest make room.

        Args:
            page: the messages before ``before``, oldest first.
            before: the oldest message when the page was asked for. Where it is that no longer,
                the page would leave a gap and is left out.
        """
        if not self.bubbles or self.bubbles[0].key != before:
            return self
        bubbles = (*page, *self.bubbles)
        return Window(bubbles[:LARGEST], len(page) >= PAGE, self.newer or len(bubbles) > LARGEST)

    def with_newer(self, page: Sequence[Bubble], after: MessageKey) -> Window:
        """Return the window with the page after it; the oldest make room.

        Args:
            page: the messages after ``after``, oldest first.
            after: the newest message when the page was asked for, as for ``with_older``.
        """
        if not self.bubbles or self.bubbles[-1].key != after:
            return self
        bubbles = (*self.bubbles, *page)
        return Window(bubbles[-LARGEST:], self.older or len(bubbles) > LARGEST, len(page) >= PAGE)

    def trimmed(self) -> Window:
        """Return the window without its oldest messages where it has grown too large."""
        if len(self.bubbles) <= LARGEST:
            return self
        return replace(self, bubbles=self.bubbles[-LARGEST:], older=True)


def _place(bubble: Bubble) -> tuple[object, ...]:
    return bubble.happened_at, bubble.message_id
