"""``--rejects FILE``: the bad rows with a reason, ready to be put right and imported again."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.lead_file import LeadFile, LeadFileError, open_lead_file
from smsdesk.core.lead_rejects import write_rejects

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 'Name,Phone,Note\n=SUM(A1),+1-415,"a\nb"\nTom,1,x,y,z\nEve\n'


@pytest.fixture
def leads(tmp_path: Path) -> LeadFile:
    path = tmp_path / "leads.csv"
    path.write_text(ROWS)
    return open_lead_file(path, zone=ZoneInfo("UTC"))


def reject_all(leads: LeadFile, path: Path) -> None:
    with write_rejects(path, leads.header) as reject:
        for row in leads.rows():
            reject(row, row.problem or "wrong length")


def test_rows_as_they_came_with_the_reason(leads: LeadFile, tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    reject_all(leads, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfName,Phone,Note,reason\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, restkey="beyond"))
    assert [row["Name"] for row in rows] == ["'=SUM(A1)", "Tom", "Eve"]
    assert rows[0]["Note"] == "a\nb"
    assert [str(row["reason"])[:11] for row in rows] == [
        "wrong lengt",
        "5 cells whe",
        "1 cell wher",
    ]
    assert [row.get("beyond") for row in rows] == [None, ["y", "z"], None]
    assert list(tmp_path.glob("*.part")) == []


def test_the_file_reads_as_the_first_one_did(leads: LeadFile, tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    reject_all(leads, path)
    again = open_lead_file(path, zone=ZoneInfo("UTC"))
    first = next(again.rows())
    assert (first.name, first.phone) == ("=SUM(A1)", "+1-415")
    assert "reason" in again.unused


def test_a_second_round_has_one_reason_column(leads: LeadFile, tmp_path: Path) -> None:
    first, second = tmp_path / "rejects.csv", tmp_path / "rejects2.csv"
    reject_all(leads, first)
    reject_all(open_lead_file(first, zone=ZoneInfo("UTC")), second)
    header, *rows = second.read_text(encoding="utf-8-sig").splitlines()
    assert header == "Name,Phone,Note,reason"
    assert rows[-1] == "Eve,,,wrong length"


def test_nothing_rejected_leaves_no_file(leads: LeadFile, tmp_path: Path) -> None:
    with write_rejects(tmp_path / "rejects.csv", leads.header):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["leads.csv"]


def test_an_import_that_breaks_off_leaves_a_part(leads: LeadFile, tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text("of an earlier run")

    def import_until_it_breaks() -> None:
        with write_rejects(path, leads.header) as reject:
            reject(next(leads.rows()), "wrong length")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_until_it_breaks()
    assert path.read_text() == "of an earlier run"
    assert "wrong length" in (tmp_path / "rejects.csv.part").read_text(encoding="utf-8-sig")


def test_a_file_that_cannot_be_written(leads: LeadFile, tmp_path: Path) -> None:
    with pytest.raises(LeadFileError, match=r"cannot be written to .*nowhere"):
        reject_all(leads, tmp_path / "nowhere" / "rejects.csv")
