"""What a lead file was taken for, said to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.read_models.leads import Doubt, FileReading, FirstLead
from smsdesk.core.rules.phone import problem_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smsdesk.core.leads.lead_file import LeadFile
    from smsdesk.core.leads.lead_row import LeadRow


def reading_of(file: LeadFile) -> FileReading:
    """Say what a file was taken for, with its first leads."""
    columns = file.columns
    return FileReading(
        columns={target: headers for target, headers in columns.headers.items() if headers},
        unused=columns.unused,
        consent=tuple(column.header for column in columns.consents if column.acts),
        event=file.event,
        order=file.order,
        label=file.encoding,
        header_line=file.header_line,
        first=tuple(map(_first_lead, file.first_leads())),
    )


def _first_lead(row: LeadRow) -> FirstLead:
    problem = row.read.problem
    return FirstLead(
        name=row.name,
        email=row.email,
        phone=row.phone,
        number=row.read.number,
        reason=problem_words(problem) if problem else "",
        event=row.event,
        signed_up_at=row.signed_up_at,
        opted_out=bool(row.opt_out),
    )


def in_order(doubts: Mapping[tuple[str, str], int]) -> tuple[Doubt, ...]:
    """Return what is no clear word about texts, most frequent first."""
    ranked = sorted(doubts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Doubt(column, value, rows) for (column, value), rows in ranked)
