"""All signups given back, oldest import first; what goes out goes in again."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from smsdesk.cli.json_shapes import LEAD_COLUMNS, lead_cells
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

TABLES = ("lead", "contact", "card", "contact_event", "conversation")


def write(folder: Path, *lines: str) -> Path:
    path = folder / "leads.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows_of(firm: Firm) -> list[list[tuple[object, ...]]]:
    return [firm.rows(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES]  # noqa: S608


def test_what_is_exported_goes_in_again_and_changes_nothing(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    source = write(
        tmp_path,
        "Order #,Attendee #,First Name,Last Name,Email,Phone,Event,Registration Time,State,Country",
        f"1,7,Sarah,Berg,s@x.example,{SARAH},Fair,2026-03-01T14:22:31.250Z,CA,US",
        "1,8,=Tom,Reyes,t@x.example,4.15556E+09,Fair,,NY,US",
        "2,9,Ann,,a@x.example,n/a,,,,",
        "2,10,Zo\u00eb,Lee,,+49 160 1234561,,3/14/2026,,",
    )
    desk.leads.import_file(source, lookup="later")
    exported = tmp_path / "exported.csv"
    with exported.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([LEAD_COLUMNS, *map(lead_cells, desk.leads.all())])
    before = rows_of(firm)
    report = desk.leads.import_file(exported, lookup="later")
    assert (report.rows, report.known, report.imported) == (4, 4, 0)
    assert rows_of(firm) == before


def test_every_signup_comes_back_once_the_newest_last_also_one_without_a_number(
    desk: Desk, tmp_path: Path
) -> None:
    rows = [f"Lead {place},{'n/a' if place % 5 == 0 else SARAH}" for place in range(1001)]
    desk.leads.import_file(write(tmp_path, "Name,Phone", *rows), lookup="later")
    desk.leads.add(name="Tom", phone=TOM)
    given = [f"{one.name},{one.phone}" for one in desk.leads.all()]
    assert sorted(given[:-1]) == sorted(rows)
    assert given[-1] == f"Tom,{TOM}"


def test_nothing_comes_back_where_there_is_nothing(desk: Desk) -> None:
    assert list(desk.leads.all()) == []
