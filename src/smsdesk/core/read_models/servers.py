"""What is said of the server that has the database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is."""

    FINE = "fine"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class ServerFinding:
    """One thing that was looked at.

    Attributes:
        check: what, in a word.
        severity: how bad it is.
        says: what was found.
        remedy: what to do about it; empty where there is nothing to do.
    """

    check: str
    severity: Severity
    says: str
    remedy: str = ""
