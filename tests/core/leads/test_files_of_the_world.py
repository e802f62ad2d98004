"""Lead files as programs write them: what comes out with no option, and what is refused.

``tests/data/lead-files`` holds files of invented people in the shapes of real programs, with what
must come out of each in ``expected.json`` and the spellings of headers in ``headers.json``.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.leads.lead_file import LeadFileError, open_lead_file

if TYPE_CHECKING:
    from smsdesk.core.leads.lead_row import LeadRow

FILES = Path(__file__).parents[2] / "data" / "lead-files"
NEW_YORK = ZoneInfo("America/New_York")


def expected_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return {str((folder / name).relative_to(FILES)): one for name, one in found.items()}


EXPECTED = {
    name: expected
    for folder in (FILES, FILES / "small", FILES / "more")
    for name, expected in expected_of(folder).items()
}
HEADERS = json.loads((FILES / "headers.json").read_text(encoding="utf-8"))
NOT_THE_LEADS = "not the lead's, or no number"


def leads_of(name: str, expected: dict[str, Any]) -> list[LeadRow]:
    """Return the leads that a file brings: rows that are signups, each once."""
    file = open_lead_file(
        FILES / name,
        zone=ZoneInfo(expected.get("zone", "America/New_York")),
        region=expected["region"],
    )
    kept: dict[tuple[object, ...], LeadRow] = {}
    for row in file.rows():
        if not row.problem:
            key = row.name, row.email, row.read.number, row.event, row.signed_up_at, row.source_id
            kept.setdefault(key, row)
    return list(kept.values())


def facts(row: LeadRow, asked: dict[str, Any]) -> dict[str, Any]:
    """Return of a lead what is asked about it; blanks are not."""
    at = row.signed_up_at
    said = {
        "name": row.name,
        "email": row.email,
        "number": row.read.number or None,
        "event": row.event,
        "signed_up_at": at and f"{at:%Y-%m-%dT%H:%MZ}",
    }
    return {key: said[key] for key, value in asked.items() if value or key == "number"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_goes_in_as_its_program_wrote_it(name: str) -> None:
    expected = EXPECTED[name]
    if expected["leads"] == "refused":
        with pytest.raises(LeadFileError) as caught:
            leads_of(name, expected)
        assert "\n" not in str(caught.value)
        return
    leads = leads_of(name, expected)
    wanted = expected["leads"]
    assert len(leads) == len(wanted)
    by_name = {(row.name, row.read.number): row for row in leads}
    for one in wanted:
        row = by_name[one["name"], one.get("number") or ""]
        asked = {key: value for key, value in one.items() if value or key == "number"}
        asked["number"] = asked["number"] or None
        assert facts(row, one) == asked
    opted_out = {number for row in leads if row.opt_out for number in row.opt_out_numbers}
    assert sorted(opted_out) == sorted(expected.get("opted_out", ()))


@pytest.mark.parametrize("name", ["leads.xlsx", "leads.ods"])
def test_workbooks(name: str) -> None:
    (row,) = leads_of(name, {"region": "US"})
    assert row.read.number == "+14155550123"


VALUES = {
    "phone": "(415) 555-0123",
    "name": "Sarah Berg",
    "first_name": "Sarah",
    "email": "sarah@example.com",
    "event": "Estate Planning",
    "signed_up_at": "2026-03-01 14:22",
}


def only_lead(folder: Path, header: list[str], cells: list[str]) -> LeadRow:
    path = folder / "leads.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, cells])
    (row,) = open_lead_file(path, zone=NEW_YORK).rows()
    return row


@pytest.mark.parametrize(
    ("target", "header"),
    [(target, header) for target, some in HEADERS.items() for header in some if target in VALUES],
)
def test_headers_are_known_by_what_they_mean(tmp_path: Path, target: str, header: str) -> None:
    value = VALUES[target]
    if target == "phone":
        assert only_lead(tmp_path, ["Name", header], ["Ann", value]).read.number == "+14155550123"
        return
    row = only_lead(tmp_path, [header, "Phone"], [value, "4155550123"])
    if target == "signed_up_at":
        assert row.signed_up_at is not None
    else:
        assert getattr(row, target) == value


@pytest.mark.parametrize("header", HEADERS[NOT_THE_LEADS])
def test_what_is_somebody_elses_is_never_the_leads(tmp_path: Path, header: str) -> None:
    row = only_lead(tmp_path, ["Name", "Phone", header], ["Ann", "", "(415) 555-0199"])
    assert (row.name, row.read.number) == ("Ann", "")
    for value in ("Hope Host", "host@example.com"):
        row = only_lead(tmp_path, ["Phone", header], ["4155550123", value])
        assert (row.name, row.email) == ("", "")
