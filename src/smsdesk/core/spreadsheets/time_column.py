"""The times of one column: one zone and one order of day and month for all of them."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from smsdesk.core.spreadsheets.csv_cells import cell_taker, tidy_row
from smsdesk.core.spreadsheets.lead_times import (
    header_zone,
    is_ambiguous,
    proves_day_first,
    read_time,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime, tzinfo

    from smsdesk.core.spreadsheets.csv_file import CsvFile, CsvRow

# A file lists its signups more or less in order, so most rows share their hour with those
# before: reading that once and adding the minutes is three times as fast.
_PAST_THE_HOUR = re.compile(r":([0-5]\d)(?::([0-5]\d))?(?!\d|\.|,\d)")


def time_reader(
    file: CsvFile, header: CsvRow, places: Sequence[int], zone: tzinfo
) -> Callable[[Sequence[str]], datetime | None]:
    """Settle how the times of a file are written; return what reads the one of a tidy row.

    A zone in the header's brackets goes before ``zone``. Dates with slashes are read month
    first, as in the US, unless one of them shows that the day comes first. The first 64 KiB
    settle it for most files; one that begins with a long run of dates that could be either
    (the first twelve days of a month, sorted) is read on until a date shows it.

    Args:
        file: the file.
        header: its header row.
        places: the positions of the time columns, from 0, best first; may be empty.
        zone: what a time without a zone is in.

    Raises:
        LeadFileError: the file had to be read on, and cannot be.
    """
    if not places:
        return lambda cells: None
    take = cell_taker(places)
    width = len(header.cells)

    def times(rows: Iterable[CsvRow]) -> Iterator[str]:
        return (take(tidy_row(row.cells, width)) for row in rows if row.line > header.line)

    sample = list(times(file.sample))
    proof = proves_day_first(sample)
    if proof is None and not file.whole and any(map(is_ambiguous, sample)):
        proof = proves_day_first(times(file.rows()))
    day_first = bool(proof)
    zone = header_zone(header.cells[places[0]]) or zone

    @lru_cache(maxsize=4096)
    def start_of_hour(text: str) -> datetime | None:
        return read_time(text, zone, day_first=day_first)

    def read(cells: Sequence[str]) -> datetime | None:
        text = take(cells)
        past = _PAST_THE_HOUR.search(text)
        if not past:
            return start_of_hour(text) if text else None
        hour = start_of_hour(f"{text[: past.start()]}:00{text[past.end() :]}")
        minutes, seconds = past.groups("0")
        return hour and hour + timedelta(minutes=int(minutes), seconds=int(seconds))

    return read
