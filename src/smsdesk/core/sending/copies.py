"""Another copy of the database than the one last written: what waits in it may have left long ago.

A backup that is put back, a file that was copied, two machines with one file each. So two things
are kept in the database and outside of it: a name dealt at random to every copy, and the number of
the last change before a text left. A copy that does not fit what lies beside it, or says itself
that it is one, is another. What cannot be seen so (a machine that was rolled back as a whole) is
left to the look before a waiting text leaves (``core.sending.before_leaving``).
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from smsdesk.core.context import writing
from smsdesk.core.messages.attempts import recorded_on_carriers_clock
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.sending.handing_over import FIRST_LOOK_US
from smsdesk.store.queues import outbox
from smsdesk.store.tables import counters, program_state
from smsdesk.store.times import to_us
from smsdesk.terms import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.core.context import Context, Writing
    from smsdesk.store.database import Connection
    from smsdesk.store.tables.message_record import MessageRecord

NAME = "copy_name"
MADE_A_COPY = "copied_at"
"""What a backup notes in the copy that it writes."""

MAY_HAVE_LEFT = (
    "Not confirmed: this database is a copy, and the text may have left from the other one. It is"
    " looked for, and never sent again."
)


WAS_LEAVING = (
    "Not confirmed: the program that was handing it over has ended. It is looked for, and never"
    " sent again."
)


def recognise(context: Context) -> int:
    """Find out at the opening whether this is another copy, and take care of what waits in it.

    Returns:
        How many texts have become unconfirmed.
    """
    with context.database.read() as connection:
        if _fits(context, connection):
            return 0
    with writing(context) as work:
        if _fits(context, work.connection):
            return 0
        is_first = not (
            program_state.get(work.connection, NAME)
            or program_state.get(work.connection, MADE_A_COPY)
            or context.database.copy_mark()
        )
        doubtful = 0 if is_first else unconfirm_what_may_have_left(context, work)
        program_state.put(work.connection, MADE_A_COPY, "")
        name = secrets.token_hex(8)
        program_state.put(work.connection, NAME, name)
        revision = counters.revision(work.connection)
        context.database.put_copy_mark(f"{name} {revision}")
    return doubtful


def note_departure(context: Context, record: MessageRecord) -> None:
    """Write outside of the database that a text leaves: an older copy will not know of it.

    A mark that goes back with the database tells by its copy alone, and need not be written.

    Args:
        record: as it stands when it is marked as leaving, which is on the disk.
    """
    if not context.database.mark_lies_outside:
        return
    name, _, revision = context.database.copy_mark().partition(" ")
    if record.revision > int(revision or 0):
        context.database.put_copy_mark(f"{name} {record.revision}")


def _fits(context: Context, connection: Connection) -> bool:
    name = program_state.get(connection, NAME)
    marked, _, revision = context.database.copy_mark().partition(" ")
    return (
        bool(name)
        and not program_state.get(connection, MADE_A_COPY)
        and name == marked
        and counters.revision(connection) >= int(revision or 0)
    )


def unconfirm_what_may_have_left(context: Context, work: Writing) -> int:
    """Make what was leaving or waits to leave unconfirmed; return how many texts that were.

    A text that is held stays so: it leaves at nobody's word but the agent's, and not without that
    look; and so does one that is planned, as long as its time has not come.
    """
    now = to_us(work.carrier_now)
    doubtful = [
        record
        for record in outbox.unsettled(work.connection, limit=1_000_000)
        if record.status in (Status.QUEUED, Status.SENDING)
        or (record.status == Status.PLANNED and (record.leaves_at or 0) <= now)
    ]
    return _unconfirm(context, work, doubtful, MAY_HAVE_LEFT)


def unconfirm_what_was_leaving(context: Context, work: Writing) -> int:
    """Make what was leaving unconfirmed, where no program is open; return how many texts that were.

    What waits to leave waits on: whoever handed it over would have said so first.
    """
    leaving = [
        record
        for record in outbox.unsettled(work.connection, limit=1_000_000)
        if record.status == Status.SENDING
    ]
    return _unconfirm(context, work, leaving, WAS_LEAVING)


def _unconfirm(
    context: Context, work: Writing, doubtful: Sequence[MessageRecord], reason: str
) -> int:
    for record in doubtful:
        recorded_at = to_us(recorded_on_carriers_clock(work, record))
        set_status(
            work,
            record,
            Status.UNCONFIRMED,
            reason=reason,
            account=record.account or context.account,
            attempt_began_at=record.attempt_began_at or recorded_at,
            attempt_ended_at=to_us(work.carrier_now),
            lease_until=None,
            next_attempt_at=None,
            looks=0,
            complete_looks=0,
            next_look_at=work.steady_us + FIRST_LOOK_US,
        )
    return len(doubtful)
