"""A large file is read by a process of its own, and nobody can tell from what comes of it."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.leads import lead_stream
from smsdesk.core.leads.lead_file import Choices, LeadFileError, open_lead_file
from smsdesk.core.leads.lead_stream import Chunk, Source, chunks
from tests.world.people import SARAH, TOM, ZONE

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.firm import Firm

HEADER = "Name,Email,Phone,Event,Registration Time"
ROWS = (
    HEADER,
    f"Sarah Berg,sarah@x.example,{SARAH},Webinar,2026-11-02",
    f"Sarah Berg,sarah@x.example,{SARAH},Fair,2026-11-03",
    f"Tóm,tom@x.example,{TOM},Webinar,",
    "Nobody,,,Webinar,2026-11-04",
    "Zero,zero@x.example,0000000000,Webinar,2026-11-05",
    'Too,many,cells,"in this row",2026-11-05,and more',
)


def write(folder: Path, *lines: str) -> Path:
    path = folder / "leads.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def read(path: Path, *, apart: bool, monkeypatch: pytest.MonkeyPatch) -> Generator[Chunk]:
    monkeypatch.setattr(lead_stream, "LARGE", 1 if apart else 10**9)
    source = Source(path, Choices(), ZONE, "US", imported_at=1_000, rejects=True)
    return chunks(source, open_lead_file(path, zone=ZONE))


def test_another_process_reads_what_this_one_would_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, *ROWS)
    here = list(read(path, apart=False, monkeypatch=monkeypatch))
    assert list(read(path, apart=True, monkeypatch=monkeypatch)) == here
    last = here[-1]
    assert (last.rows, last.unreadable, last.bytes_read) == (6, 1, path.stat().st_size)
    assert [lead.number for lead, *_ in here[0].leads] == [None, None, SARAH, SARAH, TOM]
    assert [row.line for row, _reason in here[0].rejected] == [5, 6, 7]


def test_rejected_rows_stay_where_nobody_asked_for_them(tmp_path: Path) -> None:
    path = write(tmp_path, *ROWS)
    source = Source(path, Choices(), ZONE, "US", imported_at=0, rejects=False)
    read_all = list(chunks(source, open_lead_file(path, zone=ZONE)))
    assert [chunk.rejected for chunk in read_all] == [[], []]
    assert read_all[-1].unreadable == 1


def test_where_the_file_breaks_off_what_came_before_is_kept(
    firm: Firm, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_stream, "LARGE", 1)
    path = write(tmp_path, *ROWS, 'Open,"never closed,,')
    with pytest.raises(LeadFileError, match="line 8: a quote opens here"):
        desk.leads.import_file(path, lookup="later")
    assert firm.rows("SELECT count(*) FROM lead") == [(5,)]


def test_whoever_stops_listening_stops_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_stream, "BATCH", 1)
    reading = read(write(tmp_path, *ROWS), apart=True, monkeypatch=monkeypatch)
    next(reading)
    assert multiprocessing.active_children()
    reading.close()
    assert not multiprocessing.active_children()


def test_a_reader_that_was_killed_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"Lead {place},,+1415555{place:04},," for place in range(5_000)]
    reading = read(write(tmp_path, HEADER, *rows), apart=True, monkeypatch=monkeypatch)
    next(reading)
    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(LeadFileError, match="import it again, what was read is kept"):
        list(reading)
