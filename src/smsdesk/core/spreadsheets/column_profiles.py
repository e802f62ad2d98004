"""What the cells of a column look like: the evidence that a header cannot give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.consent_cells import is_answer
from smsdesk.core.spreadsheets.phone_cells import is_phone, is_written_as_phone
from smsdesk.core.spreadsheets.times import (
    has_clock,
    is_clock,
    looks_like_date,
    looks_like_number_of_time,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_AT = 60
"""How many filled cells of a column are looked at."""

_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>\d]{2,}")
_ADDRESS = re.compile(r"[^\s@,;<>]@[^\s@,;<>]+\.[^\s@,;<>\d]{2,}")
_BRACKETS = re.compile(r"\([^)]*\)")
_FEWEST_DIGITS = 7
_NAME = re.compile(r"[^\W\d_][^\d@/\\|:;<>{}\[\]=+*#%$_]{1,50}")
_PLACEHOLDER = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Profile:
    """How many of a column's cells are what; a cell may be several things.

    Attributes:
        filled: cells that are neither blank nor a mere dash.
        phones: numbers that can exist; ``marked``: those written with a phone's marks.
        times: dates with a clock; ``dates``: dates of either kind; ``clocks``: without a date;
            ``time_numbers``: serials and epochs.
        distinct: different cells among those looked at.
    """

    filled: int = 0
    emails: int = 0
    phones: int = 0
    marked: int = 0
    dates: int = 0
    times: int = 0
    clocks: int = 0
    time_numbers: int = 0
    answers: int = 0
    names: int = 0
    distinct: int = 0

    def mostly(self, count: int) -> bool:
        """Tell whether at least half of the filled cells are so, and any."""
        return count > 0 and 2 * count >= self.filled

    @property
    def phone_evidence(self) -> float:
        """How sure the cells alone make it that these are phones; 1 is enough."""
        if not self.mostly(self.phones):
            return 0.0
        return self.marked + 0.4 * (self.phones - self.marked)


def is_email(text: str) -> bool:
    """Tell an e-mail address."""
    return bool(_EMAIL.fullmatch(text))


def profile(cells: Sequence[str], region: str) -> Profile:
    """Look at the first filled cells of a column."""
    filled = [cell for cell in cells if cell and not _PLACEHOLDER.fullmatch(cell)][:LOOKED_AT]
    phones = [cell for cell in filled if is_phone(cell, region) and not looks_like_date(cell)]
    dates = [cell for cell in filled if looks_like_date(cell)]
    return Profile(
        filled=len(filled),
        emails=sum(map(is_email, filled)),
        phones=len(phones),
        marked=sum(map(is_written_as_phone, phones)),
        dates=len(dates),
        times=sum(map(has_clock, dates)),
        clocks=sum(map(is_clock, filled)),
        time_numbers=sum(map(looks_like_number_of_time, filled)),
        answers=sum(map(is_answer, filled)),
        names=sum(bool(_NAME.fullmatch(cell)) for cell in filled),
        distinct=len(set(filled)),
    )


def holds_person(cells: Sequence[str], region: str) -> bool:
    """Tell a row that holds a phone number or an e-mail: it is never a header.

    An address inside a header's brackets shows people what to write.
    """
    if any("@" in cell and _ADDRESS.search(_BRACKETS.sub("", cell)) for cell in cells):
        return True
    return any(
        sum(map(str.isdigit, cell)) >= _FEWEST_DIGITS
        and is_phone(cell, region)
        and not looks_like_date(cell)
        for cell in cells
    )
