"""Signups made ready to be kept, before any lock is held: phones judged, words and names found."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.cards import name_words
from smsdesk.store.leads import NewLead
from smsdesk.store.times import to_us
from smsdesk.text import fold

if TYPE_CHECKING:
    from smsdesk.core.lead_row import LeadRow
    from smsdesk.core.phone import Phone


class ReadLead(NamedTuple):
    """A signup with the words of its name and e-mail; a tuple, for a file holds a million."""

    lead: NewLead
    words: tuple[str, ...]


def read_lead(row: LeadRow, phone: Phone, imported_at: int) -> ReadLead:
    """Return what is kept of a row.

    Args:
        imported_at: in microseconds; later in the file is later.
    """
    signed_up_at = to_us(row.signed_up_at)
    lead = NewLead(
        fingerprint(row, phone, signed_up_at),
        row.source_id,
        row.name,
        row.email,
        row.phone,
        phone.problem.value if phone.problem else "",
        phone.number or None,
        row.event,
        signed_up_at,
        imported_at,
    )
    return ReadLead(lead, name_words((lead,)))


def fingerprint(row: LeadRow, phone: Phone, signed_up_at: int | None) -> str:
    """Return what two rows share if they are the same signup, however they are written.

    It begins with the number: rows that are written in the order of their numbers then touch
    the pages of its index in order, and a large import writes a fifth of them.
    """
    parts = (
        row.source_id,
        fold(row.name),
        fold(row.email),
        phone.number or row.phone,
        fold(row.event),
        "" if signed_up_at is None else str(signed_up_at),
    )
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()
    return f"{phone.number}:{digest}"
