"""What agents have corrected of signups, each with the value that stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from smsdesk.store.driver import write_many
from smsdesk.store.statements import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """One value of one signup. ``corrected_at`` in microseconds.

    Attributes:
        number: the contact's before the correction.
        field: the lead's column.
    """

    lead_id: int
    number: str
    fingerprint: str
    field: str
    before: str
    after: str
    corrected_at: int
    corrected_by: str


_COLUMNS = tuple(CorrectionRecord.__dataclass_fields__)
_ADD = text(
    f"INSERT INTO lead_correction ({', '.join(_COLUMNS)})"
    f" VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
)
_OF_NUMBER = text(
    f"""
    SELECT {", ".join(f"was.{name}" for name in _COLUMNS)}
    FROM lead JOIN lead_correction AS was ON was.lead_id = lead.id
    WHERE lead.number = :number ORDER BY was.id DESC LIMIT 500
    """
)


def add_all(connection: Connection, corrections: Sequence[CorrectionRecord]) -> None:
    """Append corrections."""
    rows = [tuple(getattr(one, name) for name in _COLUMNS) for one in corrections]
    write_many(connection, _ADD, rows)


def of_number(connection: Connection, number: str) -> list[CorrectionRecord]:
    """Return the newest 500 corrections of the signups that a contact has now, newest first."""
    return records(connection, CorrectionRecord, _OF_NUMBER, number=number)
