"""A list and a thread in memory, of any length, for the tests of the two panes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.core.read_models.conversations import ConversationKey, ConversationRow
from smsdesk.core.read_models.threads import Bubble, MessageKey, Thread, ThreadHead
from smsdesk.desk.conversations import PagesConversations
from smsdesk.desk.threads import PagesThread
from smsdesk.terms import Code, ConversationView, Direction, LineType, Status, Verdict
from tests.world.clocks import MovedClock
from tests.world.sample_threads import NOW

if TYPE_CHECKING:
    import threading
    from datetime import datetime


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


class _Asked:
    """What was asked of it, and whether it answers."""

    def __init__(self) -> None:
        self.clock = MovedClock(NOW)
        self.broken: Exception | None = None
        self.asked: list[str] = []

    def note(self, question: str) -> None:
        self.asked.append(question)
        if self.broken is not None:
            raise self.broken


class FakeConversations(_Asked, PagesConversations):
    """A list of so many conversations."""

    def __init__(self, rows: int = 0) -> None:
        super().__init__()
        self.rows = [row(index) for index in range(rows)]

    def count(self, view: ConversationView = ConversationView.ALL) -> int:
        self.note("count")
        return len(self.rows)

    def row(self, number: str) -> ConversationRow | None:
        return next((row for row in self.rows if row.number == number), None)

    def page(
        self,
        *,
        after: ConversationKey | None = None,
        offset: int = 0,
        limit: int = 50,
        view: ConversationView = ConversationView.ALL,
        matching: str = "",
        stop: threading.Event | None = None,
    ) -> tuple[ConversationRow, ...]:
        self.note(f"rows after={after is not None} offset={offset} limit={limit}")
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


class FakeThread(_Asked, PagesThread):
    """A thread of so many messages."""

    def __init__(self, bubbles: int = 0) -> None:
        super().__init__()
        self.bubbles = [bubble(index) for index in range(bubbles)]
        self.texts: dict[int, str] = {}

    def thread(self, number: str = "+14155550111", *, limit: int = 60, **changes: object) -> Thread:
        """Return it as it is first shown."""
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
        self.note(f"older than {before.message_id}")
        found = [each for each in self.bubbles if _place(each.key) < _place(before)]
        return tuple(found[-limit:])

    def newer(self, number: str, after: MessageKey, *, limit: int = 60) -> tuple[Bubble, ...]:
        self.note(f"newer than {after.message_id}")
        found = [each for each in self.bubbles if _place(each.key) > _place(after)]
        return tuple(found[:limit])

    def full_text(self, message_id: int) -> str:
        self.note(f"full text of {message_id}")
        return self.texts[message_id]


def _place(key: MessageKey) -> tuple[datetime, int]:
    return key.happened_at, key.message_id
