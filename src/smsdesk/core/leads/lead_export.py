"""All signups given back, in the order in which they were stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.leads import ExportedLead
from smsdesk.store.tables import leads
from smsdesk.store.times import from_us

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smsdesk.core.context import Context
    from smsdesk.store.tables.leads import LeadRecord


def all_leads(context: Context) -> Iterator[ExportedLead]:
    """Yield every signup; a thousand are in memory at a time."""
    last = 0
    while True:
        with context.database.read() as connection:
            records = leads.after(connection, last)
        if not records:
            return
        yield from map(_exported, records)
        last = records[-1].id


def _exported(record: LeadRecord) -> ExportedLead:
    return ExportedLead(
        name=record.name,
        first_name=record.first_name,
        email=record.email,
        phone=record.phone,
        number=record.number or "",
        event=record.event,
        signed_up_at=from_us(record.signed_up_at),
        source_id=record.source_id,
        state=record.state,
        zip=record.zip,
        country=record.country,
        problem=record.problem,
    )
