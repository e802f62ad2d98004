"""A world goes on after a restart as if there had been none."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsdesk.carrier.simulator import (
    Behaviour,
    JournalDamagedError,
    Ledger,
    PairBlockedError,
    Person,
    Selection,
)
from tests.world.clocks import MovedClock
from tests.world.examples import examples
from tests.world.people import FIRM, SARAH

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.carrier.simulator.entries import Entry

TALKER = Person(SARAH, Behaviour.REPLIES, reply_after=8.0)
LEAVER = Person("+14155550112", Behaviour.SAYS_STOP)


def open_ledger(path: Path | None, clock: MovedClock) -> Ledger:
    return Ledger(clock=clock, firm_number=FIRM, people=[TALKER, LEAVER], journal=path)


def everything(ledger: Ledger) -> tuple[Entry, ...]:
    entries, _ = ledger.select(Selection(), limit=len(ledger))
    return entries


def test_statuses_and_replies_go_on_where_they_were(tmp_path: Path) -> None:
    clock = MovedClock()
    ledger = open_ledger(tmp_path / "carrier.jsonl", clock)
    sid = ledger.submit(SARAH, "Shall I hold a seat?").sid
    clock.move(1.3)
    ledger.close()

    again = open_ledger(tmp_path / "carrier.jsonl", clock)
    assert again.get(sid).stage(again.now()).status == "sent"
    clock.move(30)
    assert again.get(sid).stage(again.now()).status == "delivered"
    assert [entry.body for entry in everything(again)] == ["Yes please!", "Shall I hold a seat?"]
    again.close()


def test_a_restart_changes_nothing_of_what_follows(tmp_path: Path) -> None:
    clock = MovedClock()
    steady = open_ledger(None, clock)
    ledger = open_ledger(tmp_path / "carrier.jsonl", clock)
    for turn in range(5):
        for books in (steady, ledger):
            books.submit(SARAH, f"Question {turn}")
        ledger.close()
        ledger = open_ledger(tmp_path / "carrier.jsonl", clock)
        clock.move(60)
    assert everything(ledger) == everything(steady)
    assert len(everything(ledger)) == 10
    ledger.close()


def test_blocks_people_and_changes_are_restored(tmp_path: Path) -> None:
    clock = MovedClock()
    ledger = open_ledger(tmp_path / "carrier.jsonl", clock)
    ledger.submit(LEAVER.number, "Hi Tom")
    ledger.register(Person("+14155550113", Behaviour.ECHOES))
    canceled = ledger.submit(SARAH, "Never mind").sid
    ledger.cancel(canceled)
    redacted = ledger.receive(SARAH, "My card is 4111").sid
    ledger.redact(redacted)
    ledger.delete(ledger.receive("+14155550114", "Stop").sid)
    ledger.close()
    clock.move(60)

    again = open_ledger(tmp_path / "carrier.jsonl", clock)
    with pytest.raises(PairBlockedError):
        again.submit(LEAVER.number, "Tom?")
    assert again.blocked("+14155550114")
    assert again.person("+14155550113").behaviour is Behaviour.ECHOES
    assert again.get(canceled).stage(again.now()).status == "canceled"
    assert again.get(redacted).body == ""
    again.close()


def test_two_processes_play_in_one_world(tmp_path: Path) -> None:
    clock = MovedClock()
    one = open_ledger(tmp_path / "carrier.jsonl", clock)
    two = open_ledger(tmp_path / "carrier.jsonl", clock)
    for turn in range(5):
        one.submit("+14155550120", f"From one {turn}")
        two.submit("+14155550121", f"From two {turn}")
    one.receive("+14155550121", "STOP")
    with pytest.raises(PairBlockedError):
        two.submit("+14155550121", "Again from two")
    assert everything(one) == everything(two)
    assert len({entry.sid for entry in everything(one)}) == 11
    one.close()
    two.close()


def test_two_processes_at_the_same_instant_do_not_collide(tmp_path: Path) -> None:
    clock = MovedClock()
    # Each opening of the file has its own lock, as each process would.
    worlds = [open_ledger(tmp_path / "carrier.jsonl", clock) for _ in range(3)]

    def send(ledger: Ledger) -> None:
        for _ in range(30):
            ledger.submit("+14155550120", "Hi")

    threads = [threading.Thread(target=send, args=(ledger,)) for ledger in worlds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for ledger in worlds:
        assert sorted(entry.sequence for entry in everything(ledger)) == list(range(1, 91))
        ledger.close()


def test_what_another_process_left_torn_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "carrier.jsonl"
    ledger = open_ledger(path, MovedClock())
    ledger.receive(SARAH, "First")
    with path.open("ab") as other:
        other.write(b'{"event":"added","sid":"SM')
    ledger.receive(SARAH, "Second")
    ledger.close()
    again = open_ledger(path, MovedClock())
    assert [entry.body for entry in everything(again)] == ["Second", "First"]
    again.close()


def test_a_full_disk_keeps_nothing_of_what_it_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "carrier.jsonl"
    ledger = open_ledger(path, MovedClock())
    ledger.receive(SARAH, "First")
    assert ledger._journal is not None
    file = ledger._journal._file

    class FullDisk:
        """Takes ten bytes, then nothing."""

        def __init__(self) -> None:
            self.written = 0

        def __getattr__(self, name: str) -> object:
            return getattr(file, name)

        def write(self, content: bytes) -> int:
            if self.written:
                raise OSError(28, "No space left on device")
            self.written = file.write(content[:10])
            return self.written

    monkeypatch.setattr(ledger._journal, "_file", FullDisk())
    with pytest.raises(OSError, match="No space"):
        ledger.receive(SARAH, "Second")
    monkeypatch.undo()
    ledger.receive(SARAH, "Third")
    assert [entry.body for entry in everything(ledger)] == ["Third", "First"]
    ledger.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(cut=st.integers(min_value=0, max_value=10_000))
def test_a_torn_last_line_is_tolerated_wherever_it_is_torn(cut: int, tmp_path: Path) -> None:
    clock = MovedClock()
    path = tmp_path / "carrier.jsonl"
    path.unlink(missing_ok=True)
    ledger = open_ledger(path, clock)
    for turn in range(4):
        ledger.submit("+14155550120", f"Text {turn} with an ünusual letter")
    ledger.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: cut % (len(whole) + 1)])
    kept = path.read_bytes().count(b"\n")

    again = open_ledger(path, clock)
    assert len(again) == kept
    again.submit("+14155550120", "After the restart")
    again.close()
    last = open_ledger(path, clock)
    assert len(last) == kept + 1
    last.close()


@pytest.mark.parametrize("line", ["{broken", "[]", '{"event": "flood"}', '{"event": "added"}'])
def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "carrier.jsonl"
    ledger = open_ledger(path, MovedClock())
    ledger.receive(SARAH, "First")
    ledger.close()
    path.write_text(path.read_text() + line + "\n" + path.read_text())
    with pytest.raises(JournalDamagedError, match="line 2"):
        open_ledger(path, MovedClock())


def test_a_failure_of_the_past_keeps_its_code_over_a_restart(tmp_path: Path) -> None:
    clock = MovedClock()
    ledger = open_ledger(tmp_path / "carrier.jsonl", clock)
    at = clock.now() - timedelta(hours=1)
    sid = ledger.backdate(SARAH, "Old news", at=at, error_code=30640).sid
    ledger.close()

    again = open_ledger(tmp_path / "carrier.jsonl", clock)
    stage = again.get(sid).stage(again.now())
    assert (stage.status, stage.error_code) == ("undelivered", 30640)
    again.close()
