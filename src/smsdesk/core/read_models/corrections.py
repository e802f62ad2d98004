"""What agents have corrected of a lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """One value that was corrected.

    Attributes:
        field: ``name``, ``email``, ``phone``, ``state``, ``zip``.
        before: as it stood; the oldest correction of a field has the first value.
        corrected_by: the agent.
    """

    field: str
    before: str
    after: str
    corrected_at: datetime
    corrected_by: str


@dataclass(frozen=True, slots=True)
class CorrectedLead:
    """A lead as it stands after a correction.

    Attributes:
        number: E.164, the new one where the phone was corrected.
        place: ZIP and state as one reads them; empty where neither is known.
        corrections: all on record, newest first.
    """

    number: str
    name: str
    email: str
    phone: str
    place: str
    corrections: tuple[Correction, ...]
