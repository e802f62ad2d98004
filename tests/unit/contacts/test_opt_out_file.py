"""An opt-out list from elsewhere is taken in whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.contacts.opt_out_file import ConsentFileRow, open_consent_file
from smsdesk.core.spreadsheets.csv_file import LeadFileError

if TYPE_CHECKING:
    from pathlib import Path

NEW_YORK = ZoneInfo("America/New_York")

Read = Callable[..., list[ConsentFileRow]]


@pytest.fixture
def consent(tmp_path: Path) -> Read:
    def read(content: str, encoding: str = "utf-8") -> list[ConsentFileRow]:
        path = tmp_path / "optouts.csv"
        path.write_bytes(content.encode(encoding))
        return list(open_consent_file(path, NEW_YORK))

    return read


def test_number_time_and_evidence(consent: Read) -> None:
    assert consent(
        "Phone Number,Opted out at,Reason\n"
        '(415) 555-0132,"Nov 14, 2026 07:12 PM","texted\nSTOP"\n'
        "4155550188,,\n"
    ) == [
        ConsentFileRow(
            2, "(415) 555-0132", datetime(2026, 11, 15, 0, 12, tzinfo=UTC), "texted STOP"
        ),
        ConsentFileRow(4, "4155550188", None, ""),
    ]


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ("number,date,note", "4155550132"),
        ("To,Date,Body", "4155550132"),
        ("Mobile,Unsubscribed at,Keyword", "4155550132"),
        ("msisdn,Opt-out date,comment", "4155550132"),
    ],
)
def test_usual_spellings(consent: Read, header: str, number: str) -> None:
    (row,) = consent(f"{header}\n{number},2026-11-14,why\n")
    assert row == ConsentFileRow(2, number, datetime(2026, 11, 14, 5, tzinfo=UTC), "why")


def test_what_the_desk_exports(consent: Read) -> None:
    (row,) = consent(
        "number,name,kind,source,happened_at,recorded_at,evidence,sid,recorded_by\n"
        "+14155550132,Ann,opt_out,keyword,2026-11-15T00:12:00+00:00,2026-11-15T00:13:00+00:00,"
        "STOP,SM1,\n"
    )
    assert row == ConsentFileRow(
        2, "+14155550132", datetime(2026, 11, 15, 0, 12, tzinfo=UTC), "STOP"
    )


def test_a_phone_goes_before_a_number_that_may_be_ours(consent: Read) -> None:
    (row,) = consent("To,Phone\n+14155550100,4155550132\n")
    assert row.phone == "4155550132"


def test_numbers_and_nothing_else(consent: Read) -> None:
    rows = consent("4155550132\n+1 (415) 555-0188\n\n12\n")
    assert [(row.line, row.phone) for row in rows] == [
        (1, "4155550132"),
        (2, "+1 (415) 555-0188"),
        (4, "12"),
    ]


def test_the_encodings_of_lead_files(consent: Read) -> None:
    (row,) = consent("Number\tReason\n4155550132\tEn français\n", "utf-16")
    assert (row.phone, row.evidence) == ("4155550132", "En français")


def test_a_row_without_a_number_is_not_left_out(consent: Read) -> None:
    rows = consent("Name,Number,Reason\nAnn,,STOP\n,,\nTom\n")
    assert [(row.line, row.phone, row.evidence) for row in rows] == [(2, "", "STOP"), (4, "", "")]


def test_a_list_of_nobody(consent: Read) -> None:
    assert consent("number,reason\n") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("Ann,4155550132\n", "line 1: no column is known to hold phone numbers"),
        ("Ann\nTom\n", "no column is known to hold phone numbers"),
        ('Number,Note\n4155550132,"STOP\n4155550188,\n4155550177,"x"\n', "line 2: a quote is not"),
        ('Number,Note\n4155550132,"STOP\n4155550188,\n', "line 2: a quote opens here"),
    ],
)
def test_a_list_that_might_lose_somebody_is_refused(
    consent: Read, content: str, words: str
) -> None:
    with pytest.raises(LeadFileError, match=words):
        consent(content)
