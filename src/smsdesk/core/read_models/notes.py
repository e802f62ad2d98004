"""What agents have noted about a contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContactNote:
    """One note: dated, signed, as it was written.

    Attributes:
        written_by: the agent.
    """

    note_id: int
    number: str
    text: str
    written_at: datetime
    written_by: str
