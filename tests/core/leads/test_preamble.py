"""What stands above a table: the event, where a report names it."""

from __future__ import annotations

import pytest

from smsdesk.core.leads.preamble import event_above, names_event
from smsdesk.core.spreadsheets.rows import Row


def above(*lines: str) -> list[Row]:
    return [Row(at, at, line.split("|")) for at, line in enumerate(lines, 1)]


@pytest.mark.parametrize("lines", [
    ("Topic|Webinar ID|Actual Start Time", "Selling in spring|987 6543 2100|11/01/2026 10:00"),
    ("Attendee Report", "Webinar Name|Webinar ID", "Selling in spring|123-456-789"),
    ("Webinar|Selling in spring",),
    ("Webinar:|Selling in spring",),
    ("Event: Selling in spring",),
    ("Exported by Ana", "", "Event name: Selling in spring", "Total|12"),
    ("Veranstaltung: Selling in spring",),
    ("Event:  Selling in spring ", "Event: another one"),
], ids=" / ".join)  # fmt: skip
def test_an_event_stands_below_beside_or_behind_its_name(lines: tuple[str, ...]) -> None:
    assert event_above(above(*lines)) == "Selling in spring"


@pytest.mark.parametrize("lines", [
    (),
    ("Our leads of spring",),
    ("Event:",),
    ("Event ID: 987 6543 2100",),
    ("Event: 2026-11-01",),
    ("Event: 123-456-789",),
    ("Event date|2026-11-01",),
    ("Host: Ana Ruiz",),
    ("Name|Phone",),
    ("Topic|Webinar ID", "Email|Phone"),
    ("Topic|Webinar ID",),
], ids=" / ".join)  # fmt: skip
def test_a_number_a_date_a_label_or_another_name_is_no_event(lines: tuple[str, ...]) -> None:
    assert event_above(above(*lines)) == ""


@pytest.mark.parametrize(("label", "names"), [
    ("Event", True),
    ("Event name", True),
    ("Topic", True),
    ("Webinar Title", True),
    ("Veranstaltung", True),
    ("Event date", False),
    ("Event ID", False),
    ("Name", False),
    ("Phone", False),
    ("", False),
])  # fmt: skip
def test_a_label_that_names_an_event(label: str, *, names: bool) -> None:
    assert names_event(label) is names
