"""What of a thread its agent has had before their eyes, as the rule ``stale`` asks for it.

No widget and no clock of its own: the pane says what it has painted, the box when a text is begun,
and Enter asks what its writer has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smsdesk.core.rules.staleness import AnothersText, Seen, unseen
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from smsdesk.core.read_models.threads import Bubble, Thread

READ: Final = 1.0
"""Seconds for which the lead's text must have been painted to count as read."""

YES_AFTER: Final = 0.7
"""Seconds after the new lines were painted from which on a second Enter counts."""

GIVE_UP: Final = 3.0
"""Seconds after which a text that the gate named, and that never showed, keeps none waiting."""


@dataclass(slots=True)
class _Asking:
    """A first Enter was answered by a question."""

    painted_at: float | None = None
    hurried: bool = False


class Sight:
    """Of one thread at a time: what came, what was painted, and since when there is a text."""

    def __init__(
        self, agent: str, monotonic: Callable[[], float], now: Callable[[], datetime]
    ) -> None:
        """Begin with no thread.

        Args:
            agent: who writes: their own texts are no news to them.
            monotonic: the steady clock, in seconds.
            now: the time as people read it, aware.
        """
        self._agent = agent
        self._monotonic = monotonic
        self._now = now
        self._begin(0, now())

    def _begin(self, newest_id: int, newest_at: datetime) -> None:
        self._known = self._opened = newest_id
        self._shown_at = newest_at
        self._texts: dict[int, AnothersText] = {}
        self._painted: dict[int, float] = {}
        self._named: set[int] = set()
        self._before_text: Seen | None = None
        self._asking: _Asking | None = None

    # -- what comes, and what is painted ---------------------------------------------------

    def open(self, thread: Thread, *, has_text: bool) -> None:
        """Begin another thread: what stands there now is seen.

        Args:
            thread: as it was read.
            has_text: whether a draft stands in the box, which is begun then.
        """
        bubbles = thread.bubbles
        self._begin(
            max((bubble.message_id for bubble in bubbles), default=0),
            max((bubble.happened_at for bubble in bubbles), default=self._now()),
        )
        self.writes(has_text=has_text)

    def came(self, bubbles: Iterable[Bubble]) -> None:
        """Take note of what has been read of the thread: all that was new in it."""
        for bubble in bubbles:
            self._known = max(self._known, bubble.message_id)
            if bubble.message_id <= self._opened or self._is_own(bubble):
                continue
            self._texts[bubble.message_id] = AnothersText(
                bubble.message_id,
                bubble.direction is Direction.INBOUND,
                bubble.sent_by,
                bubble.happened_at,
            )
        if self._before_text is None:
            times = (bubble.happened_at for bubble in bubbles)
            self._shown_at = max((self._shown_at, *times))

    def _is_own(self, bubble: Bubble) -> bool:
        return bubble.direction is Direction.OUTBOUND and bubble.sent_by == self._agent

    def painted(self, message_ids: Iterable[int]) -> None:
        """Take note of the messages that stand on the screen now."""
        for message_id in message_ids:
            if message_id in self._texts:
                self._painted.setdefault(message_id, self._monotonic())

    def question_painted(self) -> None:
        """Take note that the question stands on the screen."""
        if self._asking is not None and self._asking.painted_at is None:
            self._asking.painted_at = self._monotonic()

    # -- the text ------------------------------------------------------------------------

    def writes(self, *, has_text: bool) -> None:
        """Take note of whether there is a text: its first key has been pressed, or it is gone."""
        if not has_text:
            self._before_text = self._asking = None
        elif self._before_text is None:
            self._before_text = self.in_view()

    def in_view(self) -> Seen:
        """Return what has been seen by now, as for a text that is begun and sent at this moment."""
        hidden = [message_id for message_id in self._texts if message_id not in self._painted]
        up_to = min(hidden) - 1 if hidden else self._known
        return Seen(up_to, up_to, self._shown_at)

    def gave_back(self, seen: Seen, named: Iterable[int] = ()) -> None:
        """Take a text back that did not leave: it was begun when it was.

        Args:
            seen: what it was to leave with.
            named: the messages for which the gate kept it; then the next Enter is the second.
        """
        before = self._before_text or seen
        self._before_text = Seen(
            min(before.ours, seen.ours),
            min(before.theirs, seen.theirs),
            min(before.newest_at, seen.newest_at),
        )
        self._named.update(named)
        if self._named and self._asking is None:
            self._asking = _Asking()

    @property
    def news(self) -> tuple[AnothersText, ...]:
        """The texts that came since the text was begun and that do not count as seen."""
        return unseen(self._seen(), self._texts.values()) if self._before_text else ()

    @property
    def is_asking(self) -> bool:
        """Whether an Enter was answered by a question that still stands."""
        return self._asking is not None and bool(self.news or self._named)

    @property
    def was_hurried(self) -> bool:
        """Whether another Enter came too early since."""
        return self._asking is not None and self._asking.hurried

    def enter(self, is_loaded: Callable[[int], bool] = lambda _: True) -> Seen | None:
        """Return with what the text leaves now; ``None`` where Enter asks, or comes too early.

        Args:
            is_loaded: whether a message is among those that can be painted at all.
        """
        self.writes(has_text=True)
        if not self.news and not self._named:
            seen = self._seen()
        elif self._may_say_yes(is_loaded):
            newest = max(self._known, *self._named, *self._texts, 0)
            seen = Seen(newest, newest, self._shown_at)
        else:
            if self._asking is not None:
                self._asking.hurried = True
            else:
                self._asking = _Asking()
            return None
        self._named.clear()
        self.writes(has_text=False)
        return seen

    def _seen(self) -> Seen:
        """Return what counts as seen of a text that is begun, for Enter at this moment."""
        before = self._before_text or self.in_view()
        unread = [
            text.message_id
            for text in self._texts.values()
            if text.inbound and text.message_id > before.theirs and not self._is_read(text)
        ]
        theirs = min(unread) - 1 if unread else self._known
        return Seen(before.ours, max(before.theirs, theirs), before.newest_at)

    def _is_read(self, text: AnothersText) -> bool:
        return self._painted_for(text.message_id) >= READ

    def _painted_for(self, message_id: int) -> float:
        """Return for how many seconds a message has been painted, below 0 where it has not."""
        since = self._painted.get(message_id)
        return -1.0 if since is None else self._monotonic() - since

    def _may_say_yes(self, is_loaded: Callable[[int], bool]) -> bool:
        asking = self._asking
        if asking is None or asking.painted_at is None:
            return False
        asked_for = self._monotonic() - asking.painted_at
        if asked_for < YES_AFTER:
            return False
        if any(each > self._known for each in self._named) and asked_for < GIVE_UP:
            return False
        return all(
            self._painted_for(text.message_id) >= YES_AFTER
            for text in self.news
            if is_loaded(text.message_id)
        )
