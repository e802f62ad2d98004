"""Where a lead is: by what they said, else by their number; several zones stay several."""

from __future__ import annotations

import json
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.rules.lead_place import place_of, state_of_number

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
CALIFORNIAN = "+14155550111"
PENSACOLA = "+18505550111"
TOLL_FREE = "+18005550111"

STATES = json.loads(files("smsdesk.core.rules").joinpath("us_places.json").read_text())["states"]


@pytest.mark.parametrize(
    ("number", "state", "zip_code", "expected"),
    [
        (CALIFORNIAN, "", "", ("CA", ("America/Los_Angeles",))),
        (CALIFORNIAN, "NY", "", ("NY", (NEW_YORK,))),
        (CALIFORNIAN, "new york", "", ("NY", (NEW_YORK,))),
        (CALIFORNIAN, "NY", "60601", ("IL", (CHICAGO,))),
        (CALIFORNIAN, "", "2108", ("MA", (NEW_YORK,))),
        (CALIFORNIAN, "", "02108-1234", ("MA", (NEW_YORK,))),
        (CALIFORNIAN, "somewhere", "n/a", ("CA", ("America/Los_Angeles",))),
        (PENSACOLA, "", "", ("FL", (CHICAGO, NEW_YORK))),
        (PENSACOLA, "", "32501", ("FL", (CHICAGO,))),
        (PENSACOLA, "FL", "32301", ("FL", (NEW_YORK,))),
        ("+13055550111", "FL", "", ("FL", (NEW_YORK,))),
        (CALIFORNIAN, "", "40202", ("KY", (NEW_YORK,))),
        (CALIFORNIAN, "", "40143", ("KY", (NEW_YORK, CHICAGO))),  # Breckinridge, beside Hardin
        (CALIFORNIAN, "", "37701", ("TN", (NEW_YORK,))),
        (CALIFORNIAN, "", "37723", ("TN", (CHICAGO,))),  # Cumberland County
        (CALIFORNIAN, "", "46968-0001", ("IN", (CHICAGO,))),  # Starke County
        (CALIFORNIAN, "", "96799", ("CA", ("America/Los_Angeles",))),  # Samoa, not Hawaii
        (CALIFORNIAN, "HI", "96799", ("HI", ("Pacific/Honolulu",))),
        ("+16715550111", "", "96913", ("GU", ("Pacific/Guam",))),
        (CALIFORNIAN, "FL", "", ("FL", (NEW_YORK, CHICAGO))),
        ("+19155550111", "TX", "", ("TX", (DENVER,))),
        (TOLL_FREE, "", "", ("", ())),
        (TOLL_FREE, "TX", "75001", ("TX", (CHICAGO,))),
        ("+442079460000", "", "", ("", ("Europe/London",))),
        ("40404", "", "", ("", ())),
    ],
)
def test_where_a_lead_is(
    number: str, state: str, zip_code: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    place = place_of(number, state=state, zip_code=zip_code)
    assert (place.state, tuple(sorted(place.zones))) == (expected[0], tuple(sorted(expected[1])))


def test_a_state_of_another_country_says_nothing() -> None:
    """WA is Western Australia, too."""
    there = place_of("+61491570156", state="WA", zip_code="6000", country="Australia")
    assert there.state == ""
    assert "America/Los_Angeles" not in there.zones
    assert place_of(CALIFORNIAN, state="WA", country="USA").state == "WA"


def test_it_is_said_what_tells_it() -> None:
    assert place_of(CALIFORNIAN).known_from == "the number"
    assert place_of(CALIFORNIAN, state="ny").known_from == "their state NY"
    assert place_of(CALIFORNIAN, zip_code=" 60601 ").known_from == "their ZIP 60601"
    assert place_of("+13055550111", state="FL").known_from == "their state FL and the number"


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_named_and_lies_in_zones_that_exist(state: str) -> None:
    entry = STATES[state]
    place = place_of(TOLL_FREE, state=entry["name"])
    assert (place.state, place.zones) == (state, tuple(entry["zones"]))
    assert all(ZoneInfo(name).key == name for name in place.zones)
    for zone in entry.get("zip_zones", {}).values():
        assert zone in entry["zones"], "a part of the state is in a zone of the state"
    for area_code in entry["area_codes"].split():
        assert state_of_number(f"+1{area_code}5550111") == state


def test_no_zip_and_no_area_code_is_in_two_states() -> None:
    def prefixes(ranges: str) -> list[int]:
        ends = [part.split("-") for part in ranges.split(",")]
        return [number for end in ends for number in range(int(end[0]), int(end[-1]) + 1)]

    by_zip = [prefix for entry in STATES.values() for prefix in prefixes(entry["zip"])]
    area_codes = [code for entry in STATES.values() for code in entry["area_codes"].split()]
    assert len(by_zip) == len(set(by_zip))
    assert len(area_codes) == len(set(area_codes))
