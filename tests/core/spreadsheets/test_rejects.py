"""``--rejects FILE``: the bad rows with a reason, ready to be put right and imported again."""

from __future__ import annotations

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smsdesk.core.leads.lead_file import LeadFile, LeadFileError, open_lead_file
from smsdesk.core.spreadsheets.rejects import check_rejects_path, write_rejects

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
    assert "reason" in again.columns.unused


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


def test_a_file_that_cannot_be_written_is_known_before_the_first_row(
    leads: LeadFile, tmp_path: Path
) -> None:
    rejects = write_rejects(tmp_path / "nowhere" / "rejects.csv", leads.header)
    with pytest.raises(LeadFileError, match=r"cannot be written to .*nowhere"):
        rejects.__enter__()


@pytest.mark.parametrize("content", [None, "", "Name,reason\nTom,wrong length\n", "a,Reason \n"])
def test_what_may_be_replaced(leads: LeadFile, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "rejects.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    check_rejects_path(path, leads.path)
    reject_all(leads, path)
    assert "Tom" in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("content", ["mine", "reason,phone\n", "\0\xff", f'"{"x" * 200_000}"'])
def test_what_only_force_replaces(leads: LeadFile, tmp_path: Path, content: str) -> None:
    path = tmp_path / "rejects.csv"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(LeadFileError, match="say --force"):
        check_rejects_path(path, leads.path)
    check_rejects_path(path, leads.path, force=True)


def test_what_is_never_replaced(leads: LeadFile, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(leads.path)
    for path in (leads.path, link, tmp_path / "." / "leads.csv"):
        with pytest.raises(LeadFileError, match="would replace the list that is imported"):
            check_rejects_path(path, leads.path, force=True)
    for path in (tmp_path, Path("/dev/null")):
        with pytest.raises(LeadFileError, match="no ordinary file"):
            check_rejects_path(path, leads.path, force=True)


def test_a_link_that_stands_for_the_part_is_not_followed(leads: LeadFile, tmp_path: Path) -> None:
    treasure = tmp_path / "treasure"
    treasure.write_text("mine")
    (tmp_path / "rejects.csv.part").symlink_to(treasure)
    reject_all(leads, tmp_path / "rejects.csv")
    assert treasure.read_text() == "mine"
