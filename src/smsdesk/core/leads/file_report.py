"""What a lead file was taken for, said to the user; and what must be asked before it goes in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smsdesk.core.read_models.leads import Doubt, FileReading, FirstLead, OptOutsAhead
from smsdesk.core.rules.phone import problem_words
from smsdesk.core.rules.wording import say_count
from smsdesk.core.spreadsheets.errors import LeadFileError, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from smsdesk.core.leads.lead_file import Choices, LeadFile
    from smsdesk.core.leads.lead_row import LeadRow

MANY = 50
"""Opt-outs up to which nobody is asked; beyond them it matters what share they are."""

_SHARE = 5  # a fifth


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


def check_opt_outs(
    file: LeadFile, choices: Choices, ask: Callable[[OptOutsAhead], bool] | None
) -> None:
    """Have somebody say yes before a file opts out many numbers; one column misread is enough.

    Raises:
        LeadFileError: nobody can be asked, or the answer is no; nothing was imported.
    """
    if choices.opt_out_columns or not any(column.acts for column in file.columns.consents):
        return
    ahead = opt_outs_ahead(file)
    if ahead.numbers <= MANY or ahead.numbers * _SHARE <= ahead.of:
        return
    said = "; ".join(f"{what}: {say_count(rows, 'row')}" for what, rows in ahead.said[:3])
    if ask is None:
        column = next(column.header for column in file.columns.consents if column.acts)
        raise LeadFileError(
            f"{shown(file.path)} would opt out {ahead.numbers:,} of its {ahead.of:,} numbers "
            f'({said}); if that is right, say --opt-out-column "{column}". Nothing was imported.'
        )
    if not ask(ahead):
        raise LeadFileError(
            f"{shown(file.path)}: nothing was imported, for {said} would opt out "
            f"{ahead.numbers:,} numbers."
        )


def opt_outs_ahead(file: LeadFile) -> OptOutsAhead:
    """Count the numbers that a file would opt out: it is read to its end for that."""
    out: set[int] = set()
    numbers: set[int] = set()
    said: Counter[str] = Counter()
    for row in file.rows():
        if row.problem:
            continue
        if row.read.number:
            numbers.add(int(row.read.number))
        if row.opt_out and row.opt_out_numbers:
            out.update(map(int, row.opt_out_numbers))
            said[row.opt_out] += 1
    return OptOutsAhead(len(out), len(numbers | out), tuple(said.most_common(5)))
