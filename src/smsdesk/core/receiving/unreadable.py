"""Rows of the carrier's listing that are no message as far as can be told: set aside, and said.

One such row must not keep all others from being read. What it may say about consent counts all
the same, so far as it protects the lead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.context import writing
from smsdesk.core.read_models.alerts import Alert, AlertKind, SetAside
from smsdesk.core.rules.consent_state import EventKind, EventSource
from smsdesk.core.rules.keywords import Keyword, read_keyword, reads_like_stop
from smsdesk.display import phrase
from smsdesk.e164 import is_e164, one_contact
from smsdesk.storable_text import storable
from smsdesk.store.tables import unreadable_rows
from smsdesk.store.tables.contact_events import EventRecord
from smsdesk.store.tables.unreadable_rows import UnreadableRecord
from smsdesk.store.times import from_us, to_us

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.carrier.protocol import UnreadableRow
    from smsdesk.core.context import Context, Writing
    from smsdesk.core.receiving.ingest import Taken


def set_aside(context: Context, rows: Sequence[UnreadableRow], taken: Taken) -> None:
    """Keep what is known of rows that cannot be read, each once; a known one takes no lock."""
    with context.database.read() as connection:
        new = [row for row in rows if not unreadable_rows.is_known(connection, row.key)]
    if not new:
        return
    with writing(context) as work:
        for row in new:
            if unreadable_rows.add(work.connection, _record_of(work, row)):
                taken.alerts.append(alert_of(_record_of(work, row)))
                taken.consent_changes += _read_wish(context, work, row)


def listed(context: Context) -> tuple[SetAside, ...]:
    """Return what has been set aside, newest first, 100 at most."""
    with context.database.read() as connection:
        return tuple(
            SetAside(record.sender, record.reason, from_us(record.seen_at))
            for record in unreadable_rows.newest(connection, 100)
        )


def alert_of(record: UnreadableRecord) -> Alert:
    """Return the red line for a row that was set aside."""
    sentence = (
        "The carrier lists {what} that cannot be read ({reason}): it was set aside, see smsdesk"
        " doctor, and look at it in the carrier's console."
    )
    what = f"a text from {record.sender}" if record.sender else "a text"
    return Alert(AlertKind.CARRIER, phrase(sentence, what=what, reason=record.reason))


def _record_of(work: Writing, row: UnreadableRow) -> UnreadableRecord:
    return UnreadableRecord(
        key=row.key,
        reason=row.reason,
        sender=storable(row.sender[:32]).text,
        seen_at=work.now_us,
        revision=work.revision,
    )


def _read_wish(context: Context, work: Writing, row: UnreadableRow) -> bool:
    """Record what the row says against being texted; what it says for it needs a readable one."""
    if not is_e164(row.sender) or row.sender == context.our_number:
        return False
    if read_keyword(row.body, work.own_keywords) is Keyword.OPT_OUT:
        kind = EventKind.OPT_OUT
    elif reads_like_stop(row.body):
        kind = EventKind.QUESTION
    else:
        return False
    return consent.record(
        work,
        EventRecord(
            number=one_contact(row.sender),
            kind=kind,
            source=EventSource.KEYWORD,
            happened_at=to_us(work.carrier_now),
            recorded_at=work.now_us,
            evidence=consent.as_evidence(row.body),
        ),
    )
