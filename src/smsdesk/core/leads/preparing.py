"""Signups made ready to be kept, before any lock is held: phones judged, words and names found."""

from __future__ import annotations

import hashlib
from binascii import b2a_base64
from typing import TYPE_CHECKING, NamedTuple

from smsdesk.core.leads.search_cards import name_words, search_words
from smsdesk.store.tables.leads import NewLead
from smsdesk.store.times import to_us
from smsdesk.text import fold

if TYPE_CHECKING:
    from smsdesk.core.leads.lead_row import LeadRow
    from smsdesk.core.rules.phone import Phone


class ReadLead(NamedTuple):
    """A signup that is ready to be kept; a tuple, for a file holds a million.

    Attributes:
        names: the words of its name and e-mail.
        search_words: the words of a card that shows this signup alone.
        opt_out: what in its row says that its numbers want no texts; empty where nothing does.
        opt_out_numbers: in E.164.
        line: in which the row starts.
    """

    lead: NewLead
    names: tuple[str, ...]
    search_words: str
    opt_out: str = ""
    opt_out_numbers: tuple[str, ...] = ()
    line: int = 0


def read_lead(row: LeadRow, imported_at: int, import_id: int | None = None) -> ReadLead:
    """Return what is kept of a row.

    Args:
        imported_at: in microseconds; later in the file is later.
        import_id: of the import that it comes with.
    """
    phone = row.read
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
        row.first_name,
        row.state,
        row.zip,
        row.country,
        import_id,
    )
    names = name_words((lead,))
    words = search_words(lead.number, lead.phone, names)
    return ReadLead(lead, names, words, row.opt_out, row.opt_out_numbers, row.line)


def fingerprint(row: LeadRow, phone: Phone, signed_up_at: int | None) -> str:
    """Return what two rows of one number share if they are one signup, however written."""
    parts = (
        row.source_id,
        fold(row.name),
        fold(row.email),
        phone.number or row.phone,
        fold(row.event),
        "" if signed_up_at is None else str(signed_up_at),
    )
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).digest()
    return b2a_base64(digest, newline=False).decode()
