"""Opt-out lists from elsewhere: every row counts, an undated one from its import."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from smsdesk.core.contacts import consent
from smsdesk.core.contacts.opt_out_file import open_consent_file
from smsdesk.core.context import writing
from smsdesk.core.rules.phone import problem_words, read_phone
from smsdesk.core.views.consent import OptOutImport

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.context import Context

BATCH = 100


def import_list(context: Context, path: Path) -> OptOutImport:
    """Record an opt-out for every number in a file.

    Raises:
        LeadFileError: the file is none; rows before the error are recorded.
    """
    rows = open_consent_file(path, context.zone)
    recorded = known = 0
    unreadable: list[tuple[int, str]] = []
    while batch := list(islice(rows, BATCH)):
        with writing(context) as work:
            for row in batch:
                phone = read_phone(row.phone, context.region)
                if phone.problem is not None:
                    unreadable.append((row.line, problem_words(phone.problem)))
                elif consent.opt_out_by_list(
                    work, phone.number, row.happened_at, row.evidence, context.agent
                ):
                    recorded += 1
                else:
                    known += 1
    return OptOutImport(recorded, known, tuple(unreadable))
