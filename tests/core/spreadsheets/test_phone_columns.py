"""Which columns hold the lead's own phones; whatever two claim with equal right is asked."""

from __future__ import annotations

import pytest

from smsdesk.core.spreadsheets.errors import LeadFileError, UnsureError
from smsdesk.core.spreadsheets.observed_columns import observe_columns
from smsdesk.core.spreadsheets.phone_columns import PhoneColumn, phone_columns, with_neighbours
from tests.world.people import ANA, SARAH, TOM


def chosen(header: str, *lines: str) -> tuple[list[str], str]:
    columns = observe_columns(header.split("|"), [line.split("|") for line in lines], "US")
    found, person = phone_columns(columns, {}, "US", "leads.csv")
    return [column.header for column in found], person


def beside(header: str, *lines: str) -> tuple[PhoneColumn, ...]:
    columns = observe_columns(header.split("|"), [line.split("|") for line in lines], "US")
    found, _ = phone_columns(columns, {}, "US", "leads.csv")
    return with_neighbours(found, columns, "US")


@pytest.mark.parametrize(
    ("header", "line", "phones", "person"),
    [
        ("Home phone|Mobile", f"{TOM}|{SARAH}", ["Mobile", "Home phone"], ""),
        ("Phone|Agent phone", f"{SARAH}|{TOM}", ["Phone"], ""),
        ("Phone|Fax|Old phone", f"{SARAH}|{TOM}|{ANA}", ["Phone"], ""),
        ("Company phone|Mobile", f"{TOM}|{SARAH}", ["Mobile"], ""),
        ("Company phone", SARAH, ["Company phone"], ""),
        ("Guest phone", SARAH, ["Guest phone"], "guest"),
        ("Company phone|Guest phone", f"{TOM}|{SARAH}", ["Guest phone"], "guest"),
        ("Zork phone", SARAH, ["Zork phone"], ""),
        ("Zork|Note", "(415) 555-0111|x", ["Zork"], ""),
        ("Number|Home", f"7|{SARAH}", ["Home"], ""),
    ],
)
def test_the_leads_own(header: str, line: str, phones: list[str], person: str) -> None:
    assert chosen(header, line) == (phones, person)


@pytest.mark.parametrize(
    ("header", "line", "options"),
    [
        ("Guest phone|Parent phone", f"{SARAH}|{TOM}", ["Guest phone", "Parent phone"]),
        ("Zork|Gnarl", "(415) 555-0111|(415) 555-0122", ["Zork", "Gnarl"]),
        ("Phone|Phone", f"{SARAH}|{TOM}", ["#1", "#2"]),
        ("Agent phone|Name", f"{SARAH}|Ann", ["Agent phone"]),
    ],
)
def test_what_cannot_be_told_is_asked(header: str, line: str, options: list[str]) -> None:
    with pytest.raises(UnsureError) as asked:
        chosen(header, line)
    assert [option for _, option in asked.value.options] == [f"phone={one}" for one in options]
    first = options[0]
    assert f'--map phone="{first}"' in str(asked.value)


def test_two_columns_of_one_name_that_say_the_same_are_one() -> None:
    assert chosen("Phone|Phone", f"{SARAH}|{SARAH}") == (["Phone"], "")


def test_where_no_column_holds_phones_all_are_named() -> None:
    with pytest.raises(LeadFileError, match=r'The columns are: "Name", "Zork"') as error:
        chosen("Name|Zork", "Ann|7")
    assert not isinstance(error.value, UnsureError)


def test_a_number_spread_over_columns_is_put_together() -> None:
    (one,) = beside("Area code|Exchange|Line", "415|555|0111", "415|555|0122")
    assert (one.place, one.parts, one.area_code) == (0, (0, 1, 2), None)


@pytest.mark.parametrize(
    ("header", "line", "field", "place"),
    [
        ("Phone|Phone type", f"{SARAH}|Mobile", "label", 1),
        ("Phone 1|Phone 1 - Type|Phone 2|Phone 2 - Type", f"{SARAH}|Home|{TOM}|Work", "label", 1),
        ("Country code|Phone", f"+1|{SARAH}", "calling_code", 0),
        ("Area code|Phone", "415|555-0111", "area_code", 0),
        ("Phone|Zork", f"{SARAH}|Mobile", "label", None),
    ],
)
def test_a_neighbour_says_what_a_number_is(
    header: str, line: str, field: str, place: int | None
) -> None:
    assert getattr(beside(header, line)[0], field) == place


@pytest.mark.parametrize(
    ("cells", "international"),
    [
        (["491601234561", "491601234562"], True),
        (["491601234561", "447400123456"], True),
        (["4155550111", "4155550122"], False),
        (["491601234561"], False),
        (["491601234561", "0160123456"], False),
    ],
)
def test_country_codes_without_a_plus_are_those_of_a_whole_column(
    cells: list[str], *, international: bool
) -> None:
    assert beside("Phone", *cells)[0].international is international
