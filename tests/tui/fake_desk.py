"""The panes' desk in memory: rows and bubbles in lists, no database, no carrier."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from smsdesk.core.views.conversations import ConversationKey, ConversationRow
from smsdesk.core.views.threads import Bubble, MessageKey, Thread, ThreadHead
from smsdesk.terms import Code, Direction, LineType, Status, Verdict

if TYPE_CHECKING:
    import threading

NOW = datetime(2026, 11, 20, 21, 4, tzinfo=UTC)
"""Friday, 15:04 in Chicago."""


class FrozenClock:
    """A clock that stands until it is told."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.time.timestamp()

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def number_of(index: int) -> str:
    return f"+1415555{index:04}" if index < 10_000 else f"+1312{index:07}"


def row(index: int, **changes: object) -> ConversationRow:
    """Return the conversation that is the ``index``-th newest."""
    made = ConversationRow(
        conversation_id=1_000_000 - index,
        number=number_of(index),
        name=f"Lead {index}",
        display_number=f"(415) 555-{index:04}",
        last_text=f"Text {index}",
        last_direction=Direction.INBOUND,
        last_status=Status.RECEIVED,
        last_activity_at=NOW - timedelta(minutes=index),
        unread=0,
        code=Code.OK,
        mark="",
        draft="",
        revision=1,
    )
    return replace(made, **changes) if changes else made  # type: ignore[arg-type]


def bubble(message_id: int, text: str = "", **changes: object) -> Bubble:
    """Return an inbound text of ``message_id`` minutes after the beginning of the thread."""
    made = Bubble(
        message_id=message_id,
        direction=Direction.INBOUND,
        text=text or f"Text {message_id}",
        status=Status.RECEIVED,
        happened_at=NOW - timedelta(days=20) + timedelta(minutes=10 * message_id),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def outbound(message_id: int, text: str = "", **changes: object) -> Bubble:
    """Return a delivered text of maria's."""
    sent: dict[str, object] = {
        "direction": Direction.OUTBOUND,
        "status": Status.DELIVERED,
        "sent_by": "maria",
    }
    return bubble(message_id, text, **(sent | changes))


class FakeDesk:
    """What the two panes ask of a desk, answered from two lists."""

    def __init__(self, rows: int = 0, bubbles: int = 0) -> None:
        self.clock = FrozenClock()
        self.rows = [row(index) for index in range(rows)]
        self.bubbles = [bubble(index) for index in range(bubbles)]
        self.texts: dict[int, str] = {}
        self.broken: Exception | None = None
        self.asked: list[str] = []

    # -- the list --------------------------------------------------------------

    def conversation_count(self) -> int:
        self._note("count")
        return len(self.rows)

    def conversations(
        self,
        *,
        after: ConversationKey | None = None,
        offset: int = 0,
        limit: int = 50,
        matching: str = "",
        stop: threading.Event | None = None,
    ) -> tuple[ConversationRow, ...]:
        self._note(f"rows after={after is not None} offset={offset} limit={limit}")
        rows = self._matching(matching)
        if after is not None:
            ids = [each.conversation_id for each in rows]
            offset = ids.index(after.conversation_id) + 1
        return tuple(rows[offset : offset + limit])

    def to_top(self, number: str, **changes: object) -> None:
        """Give the conversation with ``number`` a new text."""
        index = next(i for i, each in enumerate(self.rows) if each.number == number)
        moved = replace(self.rows.pop(index), last_activity_at=NOW, **changes)  # type: ignore[arg-type]
        self.rows.insert(0, moved)

    def _matching(self, text: str) -> list[ConversationRow]:
        if not text:
            return self.rows
        return [each for each in self.rows if text.casefold() in each.name.casefold()]

    # -- a thread --------------------------------------------------------------

    def thread(self, number: str = "+14155550111", *, limit: int = 60, **changes: object) -> Thread:
        head = ThreadHead(
            number, "Sarah Berg", "", "(415) 555-0111", "", (), "", LineType.MOBILE,
            read_only=False, conversation_id=1,
        )  # fmt: skip
        made = Thread(
            head=head,
            verdict=Verdict(Code.OK),
            question=None,
            bubbles=tuple(self.bubbles[-limit:]),
            more=len(self.bubbles) > limit,
            first_unread_id=None,
            draft="",
            lookup_due=False,
            revision=1,
        )
        return replace(made, **changes)  # type: ignore[arg-type]

    def older(self, number: str, before: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        self._note(f"older than {before.message_id}")
        found = [each for each in self.bubbles if _place(each.key) < _place(before)]
        return tuple(found[-limit:])

    def newer(self, number: str, after: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        self._note(f"newer than {after.message_id}")
        found = [each for each in self.bubbles if _place(each.key) > _place(after)]
        return tuple(found[:limit])

    def full_text(self, message_id: int) -> str:
        self._note(f"full text of {message_id}")
        return self.texts[message_id]

    def _note(self, question: str) -> None:
        self.asked.append(question)
        if self.broken is not None:
            raise self.broken


def _place(key: MessageKey) -> tuple[datetime, int]:
    return key.happened_at, key.message_id
