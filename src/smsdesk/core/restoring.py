"""Going back to a backup: nobody who has opted out since is forgotten, and nothing is sent twice.

The backup is made ready beside the database and takes its place in the last step: whatever goes
wrong before, nothing has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.context import writing
from smsdesk.core.purging import purge_again
from smsdesk.core.receiving.polling import INBOUND_CURSOR, OUTBOUND_CURSOR
from smsdesk.core.sending import copies
from smsdesk.store.tables import contact_events, contacts, messages, program_state
from smsdesk.store.times import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.database import Restoring
    from smsdesk.store.tables.contact_events import EventRecord

EVENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        kept: where what was there before is kept, ``None`` where nothing was.
        copied_at: when the backup was made, where it says so.
        events: consent events newer than the backup that were taken over.
        unreadable: events, or stretches of them, that the damaged file has lost.
        unconfirmed: texts that wait in the backup and may have left since: they are looked for.
        reads_back_to: from when on the next sync reads what the carrier has; ``None``: all that
            ``sync.history`` says.
    """

    kept: Path | None
    copied_at: datetime | None
    events: int
    unreadable: int
    unconfirmed: int
    reads_back_to: datetime | None


def make_ready(context: Context, way: Restoring, copied_at: int | None) -> Restored:
    """Bring the backup, which ``context`` has open, to what must not be forgotten.

    Raises:
        StoreError: it cannot be done; nothing has changed.
    """
    purge_again(context, list(way.purged()))
    taken_over = _take_over(context, way.events())
    with writing(context) as work:
        unconfirmed = copies.unconfirm_what_may_have_left(context, work)
        made_at = datetime.fromtimestamp(copied_at, UTC) if copied_at else None
        reads_back_to = _set_cursors_back(context, work, made_at)
    return Restored(
        kept=None,
        copied_at=made_at,
        events=taken_over,
        unreadable=way.unreadable_events,
        unconfirmed=unconfirmed,
        reads_back_to=reads_back_to,
    )


def put_in_place(way: Restoring, restored: Restored, now: datetime) -> Restored:
    """Let the backup take the database's place; what was there keeps its name and the date.

    Raises:
        StoreError: it cannot be.
    """
    kept = way.put_in_place(f"before-restore-{now:%Y-%m-%dT%H%M%S}")
    return replace(restored, kept=kept)


def _take_over(context: Context, events: Iterable[EventRecord]) -> int:
    """Write down what is on record about consent and not in the backup; return how much."""
    taken_over = 0
    coming = iter(events)
    while some := list(islice(coming, EVENTS_AT_ONCE)):
        with writing(context) as work:
            added = [event.number for event in some if _add(work, event)]
            taken_over += len(added)
            for number in sorted(set(added)):
                consent.settle_state(work, number)
    return taken_over


def _add(work: Writing, event: EventRecord) -> bool:
    if contact_events.is_known(work.connection, event):
        return False
    contacts.ensure(work.connection, event.number)
    message = messages.by_sid(work.connection, event.sid) if event.sid else None
    own = replace(event, id=None, message_id=message.id if message else None)
    contact_events.add(work.connection, own)
    return True


def _set_cursors_back(context: Context, work: Writing, made_at: datetime | None) -> datetime | None:
    """Let the next poll read from the backup's date on; return that date."""
    dates = []
    for cursor in (INBOUND_CURSOR, OUTBOUND_CURSOR):
        key = f"{cursor} {context.our_number}"
        complete = program_state.get(work.connection, key)
        if complete:
            until = from_us(int(complete))
            until = min(until, made_at) if made_at else until
            program_state.put(work.connection, key, str(to_us(until)))
            dates.append(until)
    return min(dates, default=None)
