"""What others have written in a thread since the writer of a text looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.rules.staleness import LATE, AnothersText, Seen, unseen
from smsdesk.store.tables import anothers_texts
from smsdesk.store.times import from_us, to_us
from smsdesk.terms import Direction

if TYPE_CHECKING:
    from smsdesk.core.context import Writing
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord


def columns_of(seen: Seen | None) -> dict[str, int | None]:
    """Return the columns in which a message keeps what its writer had seen."""
    return {
        "saw_ours": seen.ours if seen else None,
        "saw_theirs": seen.theirs if seen else None,
        "saw_until": to_us(seen.newest_at) if seen else None,
    }


def seen_of(record: MessageRecord) -> Seen | None:
    """Return what the writer of a message had seen; ``None`` for a script's."""
    if record.saw_ours is None or record.saw_theirs is None or record.saw_until is None:
        return None
    return Seen(record.saw_ours, record.saw_theirs, from_us(record.saw_until))


def unseen_in(
    connection: Connection, conversation_id: int, agent: str, seen: Seen
) -> tuple[AnothersText, ...]:
    """Return the texts in a thread that make a text of the agent's stale, oldest first."""
    found = anothers_texts.after(
        connection,
        conversation_id,
        agent,
        message_id=min(seen.ours, seen.theirs),
        since=to_us(seen.newest_at - LATE),
    )
    return unseen(
        seen,
        (
            AnothersText(
                text.id,
                text.direction == Direction.INBOUND,
                text.sent_by,
                from_us(text.happened_at),
            )
            for text in found
        ),
    )


def unseen_by_writer(work: Writing, record: MessageRecord) -> tuple[AnothersText, ...]:
    """Return the texts that came in while a message of ours waited."""
    seen = seen_of(record)
    if seen is None:
        return ()
    return unseen_in(work.connection, record.conversation_id, record.sent_by, seen)


def seen_at_release(
    work: Writing, record: MessageRecord, seen: Seen | None
) -> dict[str, int | None]:
    """Return the columns of a message for which an agent says "go" with the thread in view."""
    before = seen_of(record)
    if before is None:
        return {}
    if seen is None:
        unseen_ids = [text.message_id for text in unseen_by_writer(work, record)]
        newest = max(unseen_ids, default=0)
        seen = Seen(newest, newest, before.newest_at)
    return columns_of(
        Seen(
            max(before.ours, seen.ours),
            max(before.theirs, seen.theirs),
            max(before.newest_at, seen.newest_at),
        )
    )
