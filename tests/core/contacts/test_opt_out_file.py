"""An opt-out list from elsewhere is taken in whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.contacts.opt_out_file import OptOutRow, open_opt_out_file
from smsdesk.core.spreadsheets.errors import LeadFileError

NEW_YORK = ZoneInfo("America/New_York")

Read = Callable[..., list[OptOutRow]]


@pytest.fixture
def consent(tmp_path: Path) -> Read:
    def read(content: str, encoding: str = "utf-8") -> list[OptOutRow]:
        path = tmp_path / "optouts.csv"
        path.write_bytes(content.encode(encoding))
        return list(open_opt_out_file(path, NEW_YORK).rows())

    return read


def test_number_time_and_evidence(consent: Read) -> None:
    rows = consent(
        "Phone Number,Opted out at,Reason\n"
        '(415) 555-0132,"Nov 14, 2026 07:12 PM","texted\nSTOP"\n'
        "4155550188,,\n"
    )
    assert [(row.line, row.numbers, row.happened_at, row.evidence) for row in rows] == [
        (2, ("+14155550132",), datetime(2026, 11, 15, 0, 12, tzinfo=UTC), "texted STOP"),
        (4, ("+14155550188",), None, ""),
    ]


@pytest.mark.parametrize(
    ("header", "number"),
    [
        ("number,date,note", "4155550132"),
        ("To,Date,Body", "4155550132"),
        ("Mobile,Unsubscribed at,Keyword", "4155550132"),
        ("msisdn,Opt-out date,comment", "14155550132"),
    ],
)
def test_usual_spellings(consent: Read, header: str, number: str) -> None:
    (row,) = consent(f"{header}\n{number},2026-11-14,why\n")
    end_of_the_day = datetime(2026, 11, 15, 4, 59, 59, 999_999, tzinfo=UTC)
    assert (row.numbers, row.happened_at, row.whole_day, row.evidence) == (
        ("+14155550132",), end_of_the_day, True, "why",
    )  # fmt: skip


@pytest.mark.parametrize(("day", "next_midnight"), [
    ("2026-11-01", "2026-11-02T05:00"),  # of 25 hours in New York
    ("2026-03-08", "2026-03-09T04:00"),  # of 23
    ("2026-12-31", "2027-01-01T05:00"),
])  # fmt: skip
def test_a_day_without_a_time_ends_when_the_next_begins(
    consent: Read, day: str, next_midnight: str
) -> None:
    (row,) = consent(f"Phone,Opted out\n4155550132,{day}\n")
    end = datetime.fromisoformat(next_midnight).replace(tzinfo=UTC)
    assert row.happened_at == end - timedelta(microseconds=1)


def test_what_the_desk_exports(consent: Read) -> None:
    (row,) = consent(
        "number,name,kind,source,happened_at,recorded_at,evidence,sid,recorded_by\n"
        "+14155550132,Ann,opt_out,keyword,2026-11-15T00:12:00+00:00,2026-11-15T00:13:00+00:00,"
        "STOP,SM1,\n"
    )
    assert (row.numbers, row.happened_at, row.evidence) == (
        ("+14155550132",), datetime(2026, 11, 15, 0, 12, tzinfo=UTC), "STOP",
    )  # fmt: skip


def test_a_phone_goes_before_a_number_that_may_be_ours(consent: Read) -> None:
    (row,) = consent("To,Phone\n+14155550100,4155550132\n")
    assert row.numbers == ("+14155550132",)


def test_numbers_and_nothing_else(consent: Read) -> None:
    rows = consent("4155550132\n+1 (415) 555-0188\n\n12\n")
    assert [(row.line, row.numbers, row.problem) for row in rows] == [
        (1, ("+14155550132",), ""),
        (2, ("+14155550188",), ""),
        (4, (), "not a number: wrong length"),
    ]


def test_the_encodings_of_lead_files(consent: Read) -> None:
    (row,) = consent("Number\tReason\n4155550132\tEn fran\u00e7ais\n", "utf-16")
    assert (row.numbers, row.evidence) == (("+14155550132",), "En fran\u00e7ais")


def test_a_row_without_a_number_is_not_left_out(consent: Read) -> None:
    rows = consent("Name,Number,Reason\nBob,4155550132,\nAnn,,STOP\n,,\nTom\n")
    assert [(row.line, row.problem, row.evidence) for row in rows[1:]] == [
        (3, "no phone on file", "STOP"),
        (5, "no phone on file", ""),
    ]


def test_every_number_of_a_row_counts(consent: Read) -> None:
    (row,) = consent(
        "Name,Home Phone,Cell,Spouse's phone\nSarah,(415) 555-0101,415-555-0123 or 415-555-0124,\n"
    )
    assert row.numbers == ("+14155550101", "+14155550123", "+14155550124")


@pytest.mark.parametrize(
    ("header", "value", "counts"),
    [
        ("Opted out", "false", False),
        ("Opted out", "no", False),
        ("Opted out", "true", True),
        ("Opted out", "", True),
        ("SMS opt-in", "yes", False),
        ("SMS opt-in", "no", True),
        ("Status", "Subscribed", False),
        ("Status", "Unsubscribed", True),
        ("Do not text", "yes", True),
        ("Email opt-out", "no", True),
    ],
)
def test_a_row_may_say_that_it_is_none(
    consent: Read, header: str, value: str, counts: bool
) -> None:
    (row,) = consent(f"Phone,{header}\n4155550132,{value}\n")
    assert row.counts is counts


LOG = "From,To,Direction,Body,ErrorCode\n"
OURS, THEIRS = "+14155550100", "+14155550123"


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        (f"{THEIRS},{OURS},inbound,STOP,", True),
        (f"{THEIRS},{OURS},inbound,please stop texting me,", True),
        (f"{THEIRS},{OURS},inbound,thanks!,", False),
        (f"{OURS},{THEIRS},outbound-api,Hi,21610", True),
        (f"{OURS},{THEIRS},outbound-api,Hi,30003", False),
        (f"{OURS},{THEIRS},outbound-api,STOP by on Monday,", False),
    ],
)
def test_of_a_log_the_side_of_the_lead_counts(consent: Read, line: str, counts: bool) -> None:
    (row,) = consent(LOG + line + "\n")
    assert (row.numbers, row.counts) == ((THEIRS,), counts)


def test_a_list_of_nobody(consent: Read) -> None:
    assert consent("number,reason\n") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("Ann\nTom\n", "no column is known to hold phone numbers"),
        ("Email,Opt-out date\na@x.example,2026-03-01\n", "no column is known to hold phone"),
        ('Number,Note\n4155550132,"STOP\n4155550188,\n4155550177,"x"\n', "line 2: a quote is not"),
        ('Number,Note\n4155550132,"STOP\n4155550188,\n', "line 2: a quote opens here"),
    ],
)
def test_a_list_that_might_lose_somebody_is_refused(
    consent: Read, content: str, words: str
) -> None:
    with pytest.raises(LeadFileError, match=words):
        consent(content)


FILES = Path(__file__).parents[2] / "data" / "opt-out-files"
EXPECTED = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_lists_as_programs_write_them(name: str) -> None:
    expected = EXPECTED[name]
    if expected.get("refused"):
        with pytest.raises(LeadFileError):
            open_opt_out_file(FILES / name, NEW_YORK)
        return
    rows = list(open_opt_out_file(FILES / name, NEW_YORK, expected.get("region", "US")).rows())
    counted = [row for row in rows if row.counts]
    assert sorted({number for row in counted for number in row.numbers}) == expected["opted_out"]
    assert sum(bool(row.problem) for row in counted) == expected.get("invalid", 0)
