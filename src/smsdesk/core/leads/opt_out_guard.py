"""A lead file that opts out many numbers goes in only once somebody has said that it is right."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from smsdesk.core.read_models.leads import OptOutsAhead
from smsdesk.core.rules.wording import say_count
from smsdesk.core.spreadsheets.errors import LeadFileError, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.leads.lead_file import Choices, LeadFile

MANY = 50
"""Opt-outs up to which nobody is asked; beyond them it matters what share they are."""

_SHARE = 5  # a fifth


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
