"""The times of one column: one zone and one order of day and month for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.core.spreadsheets.sheet import open_sheets
from smsdesk.core.spreadsheets.time_columns import NO_TIMES, TimeColumn, time_column
from tests.world.examples import examples
from tests.world.people import ZONE

if TYPE_CHECKING:
    from pathlib import Path


def times(
    folder: Path,
    *cells: str,
    title: str = "Signed up at",
    region: str = "US",
    other: str = "",
    clock: str = "",
) -> tuple[TimeColumn, list[datetime | None]]:
    path = folder / "leads.csv"
    lines = [f"{title};Phone;Zork;Clock", *(f"{cell};1;{other};{clock}" for cell in cells)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (sheet,) = open_sheets(path, region, len)
    column = time_column(
        sheet, sheet.sample[0], (0,), 3 if clock else None, zone=ZONE, region=region
    )
    return column, [column.read(row.cells) for row in list(sheet.rows())[1:]]


@pytest.mark.parametrize(
    ("cells", "region", "day", "why"),
    [
        (["03/04/2026"], "US", (3, 4), "as is usual in US; no date shows it"),
        (["03/04/2026"], "GB", (4, 3), "as is usual in GB; no date shows it"),
        (["03/04/2026", "25/04/2026"], "US", (4, 3), "as the column shows"),
        (["03/04/2026", "04/25/2026"], "GB", (3, 4), "as the column shows"),
        (["2026-03-04"], "GB", (3, 4), ""),
        (["4 Mar 2026"], "US", (3, 4), ""),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_whole_column(
    tmp_path: Path, cells: list[str], region: str, day: tuple[int, int], why: str
) -> None:
    column, (first, *_) = times(tmp_path, *cells, region=region)
    assert first is not None
    local = first.astimezone(ZONE)
    assert (local.month, local.day) == day
    assert column.order.endswith(why)
    assert bool(column.order) == bool(why)


def test_other_dates_of_the_file_show_the_order_before_the_region_does(tmp_path: Path) -> None:
    column, _ = times(tmp_path, "03/04/2026", other="25/12/2026")
    assert column.order == "03/04/2026: the day comes first, as other dates of the file show"


def test_a_date_far_down_shows_it_for_those_above(tmp_path: Path) -> None:
    _, (first, *_) = times(tmp_path, *["03/04/2026"] * 6000, "25/04/2026")
    assert first == datetime(2026, 4, 3, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("title", "cell", "at"),
    [
        ("Signed up at", "2026-03-01 10:22", datetime(2026, 3, 1, 10, 22, tzinfo=ZONE)),
        ("Signed up at (UTC)", "2026-03-01 10:22", datetime(2026, 3, 1, 10, 22, tzinfo=UTC)),
        ("Time EST", "2026-03-01 10:22", datetime(2026, 3, 1, 15, 22, tzinfo=UTC)),
        ("user_registered", "2026-03-01 10:22:05", datetime(2026, 3, 1, 10, 22, 5, tzinfo=UTC)),
        ("Time EST", "2026-03-01T10:22Z", datetime(2026, 3, 1, 10, 22, tzinfo=UTC)),
    ],
)
def test_the_cells_zone_goes_before_the_headers_and_that_before_the_programs_and_the_agents(
    tmp_path: Path, title: str, cell: str, at: datetime
) -> None:
    _, (found,) = times(tmp_path, cell, title=title)
    assert found == at
    assert found.tzinfo is UTC


def test_a_clock_of_its_own_column_is_joined_to_the_date(tmp_path: Path) -> None:
    column, (found,) = times(tmp_path, "2026-03-01", clock="10:22 PM")
    assert found == datetime(2026, 3, 1, 22, 22, tzinfo=ZONE)
    assert "10:22" in column.text(["2026-03-01", "1", "", "10:22 PM"])


@pytest.mark.parametrize("cell", ["", "soon", "99/99/2026", "n/a"])
def test_what_is_no_time_is_none(tmp_path: Path, cell: str) -> None:
    assert times(tmp_path, cell)[1] == [None]


def test_a_table_without_a_column_of_times_has_none() -> None:
    assert NO_TIMES.read(["2026-03-01"]) is None
    assert NO_TIMES.text(["2026-03-01"]) == ""


@pytest.mark.parametrize(
    ("day", "hours"), [((2026, 3, 8), 23), ((2026, 11, 1), 25), ((2026, 6, 1), 24)]
)
def test_a_day_ends_where_its_zone_ends_it(day: tuple[int, int, int], hours: int) -> None:
    column = TimeColumn(NO_TIMES.read, NO_TIMES.text, zone=ZoneInfo("America/Chicago"))
    begins = datetime(*day, tzinfo=ZONE).astimezone(UTC)
    assert column.end_of_day(begins) - begins == timedelta(hours=hours, microseconds=-1)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001 - of the zone


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moments, min_size=1, max_size=6))
def test_signups_that_share_their_hour_are_read_as_each_alone(
    tmp_path: Path, written: list[datetime]
) -> None:
    stamps = [one.replace(microsecond=0) for one in written]
    _, found = times(tmp_path, *(f"{one:%Y-%m-%d %H:%M:%S}+00:00" for one in stamps))
    assert found == [one.replace(tzinfo=UTC) for one in stamps]
