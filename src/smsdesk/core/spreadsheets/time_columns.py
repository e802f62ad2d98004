"""The times of one column: one zone and one order of day and month for all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.cells import tidy_row
from smsdesk.core.spreadsheets.header_words import program_of
from smsdesk.core.spreadsheets.time_zones import header_zone
from smsdesk.core.spreadsheets.times import is_ambiguous, joined, order_votes, read_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import tzinfo

    from smsdesk.core.spreadsheets.rows import Row
    from smsdesk.core.spreadsheets.sheet import Sheet

MONTH_FIRST_REGIONS = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "AS", "PR", "VI", "MP", "UM"})
"""Where people write 03/14/2026 (Unicode CLDR, date formats of the region's languages)."""

# A file lists its signups more or less in order, so most rows share their hour with those
# before: reading that once and adding the minutes is three times as fast.
_PAST_THE_HOUR = re.compile(r":([0-5]\d)(?::([0-5]\d))?(?!\d|\.|,\d)")


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """How the times of a column are read.

    Attributes:
        read: gives the time of a tidy row, aware UTC, or ``None``.
        text: gives what the row says of it.
        order: how its dates were taken, in words; empty where no date is in doubt.
        zone: what a time without a zone is in.
    """

    read: Callable[[Sequence[str]], datetime | None]
    text: Callable[[Sequence[str]], str]
    order: str = ""
    zone: tzinfo = UTC

    def end_of_day(self, at: datetime) -> datetime:
        """Return the last moment of the day that begins at ``at``, of 23 or of 25 hours too."""
        midday = (at + timedelta(hours=12)).astimezone(self.zone)
        next_day = datetime.combine(midday.date() + timedelta(days=1), time(), self.zone)
        return next_day.astimezone(UTC) - timedelta(microseconds=1)


def no_time(cells: Sequence[str]) -> None:
    """Read no time, in a table without a column of them."""
    del cells


NO_TIMES = TimeColumn(no_time, lambda cells: "")


def time_column(
    sheet: Sheet,
    header: Row,
    places: Sequence[int],
    clock: int | None,
    *,
    zone: tzinfo,
    region: str,
) -> TimeColumn:
    """Settle how the times of a table are written.

    A zone in the header goes before that of the program, and that before ``zone``. The order of
    day and month is judged over the whole column: by a date that shows it, else by the table's
    other dates, else by the region. The first 64 KiB settle it for most files; one that begins
    with a long run of dates that could be either is read on until a date shows it.

    Args:
        sheet: the table.
        header: its header row.
        places: the column of times, from 0; may be empty.
        clock: the column with the time of day, where that stands apart.
        zone: what a time without a zone is in.
        region: the desk's, two letters.

    Raises:
        LeadFileError: the file had to be read on, and cannot be.
    """
    if not places:
        return NO_TIMES
    take = _taker(places[0], clock)
    title = header.cells[places[0]] if places[0] < len(header.cells) else ""
    day_first, order = _order(sheet, header, take, region)
    program = program_of(header.cells)
    zone = header_zone(title) or (UTC if program and program.times == "UTC" else zone)

    @lru_cache(maxsize=4096)
    def start_of_hour(text: str) -> datetime | None:
        return read_time(text, zone, day_first=day_first)

    def read(cells: Sequence[str]) -> datetime | None:
        text = take(cells)
        past = _PAST_THE_HOUR.search(text)
        if not past:
            return start_of_hour(text) if text else None
        hour = start_of_hour(f"{text[: past.start()]}:00{text[past.end() :]}")
        return hour and hour + _past_the_hour(past[0])

    return TimeColumn(read, take, order, zone)


@lru_cache(maxsize=4096)
def _past_the_hour(text: str) -> timedelta:
    """Return how long ``:22`` or ``:22:05`` is."""
    minutes, _, seconds = text[1:].partition(":")
    return timedelta(minutes=int(minutes), seconds=int(seconds or 0))


def _taker(place: int, clock: int | None) -> Callable[[Sequence[str]], str]:
    if clock is None:
        return lambda cells: cells[place]
    return lambda cells: joined(cells[place], cells[clock])


def _order(
    sheet: Sheet, header: Row, take: Callable[[Sequence[str]], str], region: str
) -> tuple[bool, str]:
    """Return whether the day comes first, and how that was taken, in words."""
    width = len(header.cells)

    def times(rows: Iterable[Row]) -> Iterator[str]:
        return (take(tidy_row(row.cells, width)) for row in rows if row.line > header.line)

    sample = list(times(sheet.sample))
    example = next(filter(is_ambiguous, sample), "")
    votes = order_votes(sample)
    if votes == (0, 0) and not sheet.whole and example:
        votes = _first_vote(times(sheet.rows()))
    if votes != (0, 0):
        day_first = votes[0] > votes[1]
        return day_first, _said(example, day_first, "as the column shows") if example else ""
    if not example:
        return region not in MONTH_FIRST_REGIONS, ""
    votes = order_votes(cell for row in sheet.sample for cell in row.cells)
    if votes != (0, 0):
        day_first = votes[0] > votes[1]
        return day_first, _said(example, day_first, "as other dates of the file show")
    day_first = region not in MONTH_FIRST_REGIONS
    return day_first, _said(example, day_first, f"as is usual in {region}; no date shows it")


def _first_vote(values: Iterable[str]) -> tuple[int, int]:
    for value in values:
        votes = order_votes((value,))
        if votes != (0, 0):
            return votes
    return 0, 0


def _said(example: str, day_first: bool, why: str) -> str:  # noqa: FBT001
    first = "the day" if day_first else "the month"
    return f"{example}: {first} comes first, {why}"
