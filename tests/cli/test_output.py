"""What commands print: foreign text cleaned, JSON whole, progress only for people."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, datetime, timedelta, timezone
from threading import Event

import pytest

from smsdesk.cli import output
from smsdesk.cli.progress import at_work, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_foreign_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.row("\x1b[2J", "a\r\nb", "", "\x9b31m", "\u202eevil")
    output.line("one\ntwo\x07")
    output.note("x\x1b]0;title\x07\ny")
    printed = capsys.readouterr()
    assert printed.out == "a b  evil\none\ntwo\n"
    assert printed.err == "x y\n"


@pytest.mark.parametrize(("items", "text"), [([], "[]"), ([1], "[\n1\n]"), ([1, 2], "[\n1,\n2\n]")])
def test_a_list_is_one_document(
    items: list[int], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output.document_list(iter(items))
    assert capsys.readouterr().out == f"{text}\n"


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "José"), ("latin-1", "Jos\\u00e9")])
def test_json_keeps_letters_where_the_reader_takes_them(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    output.document({"name": "José"})
    sys.stdout.flush()
    text = written.getvalue().decode(encoding)
    assert shown in text
    assert json.loads(text) == {"name": "José"}


def test_times_are_utc_for_programs() -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=-6)))
    assert output.iso_time(noon) == "2026-11-20T18:00:00+00:00"
    assert output.iso_time(None) is None
    assert output.local_time(None) == ""
    assert len(output.local_time(datetime(2026, 1, 1, tzinfo=UTC))) == len("2026-01-01 00:00")


@pytest.mark.parametrize(
    ("amount", "text"), [(0.008, "$0.008"), (1.6, "$1.60"), (0, "$0.00"), (1234.5, "$1,234.50")]
)
def test_dollars(amount: float, text: str) -> None:
    assert output.dollars(amount) == text


def test_progress_is_drawn_for_people_and_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress("importing") as show:
        show(0, 200)
        show(1, 200)
        show(100, 200)
        show(1500, None)
    drawn = terminal.getvalue().split("\r\x1b[K")
    assert drawn[0] == ""
    assert drawn[-1] == ""
    assert [frame.split()[-2] for frame in drawn[1:3]] == ["0", "50"]
    assert drawn[3] == "importing  1,500"


@pytest.mark.parametrize("quiet", [True, False])
def test_progress_is_silent_for_programs(quiet: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal() if quiet else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("importing", quiet=quiet) as show:
        show(1, 2)
    assert stream.getvalue() == ""


class WatchedTerminal(Terminal):
    """Tells when something has been written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = Event()

    def write(self, text: str, /) -> int:
        count = super().write(text)
        self.written.set()
        return count


def test_work_that_lasts_says_what_is_done_and_is_gone_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = WatchedTerminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with at_work("Copying", after=0.01):
        assert terminal.written.wait(timeout=30)
    assert terminal.getvalue() == "\r\x1b[KCopying ...\r\x1b[K"


@pytest.mark.parametrize(("quiet", "after"), [(True, 0.0), (False, 3600.0)])
def test_work_says_nothing_to_programs_nor_where_it_is_soon_done(
    quiet: bool, after: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = WatchedTerminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with at_work("Copying", quiet=quiet, after=after):
        assert not terminal.written.wait(timeout=0.05)
    assert terminal.getvalue() == ""


def test_no_progress_is_drawn_where_stderr_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with at_work("Copying", after=0.0), progress("importing") as show:
        show(1, 2)
