"""The app as it is started, over a desk in memory; run by the tests on a terminal of its own.

    python -m tests.terminal.small_desk RECORD [crash]

Each text that is sent and each draft that is saved becomes a line of JSON in the file RECORD.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.core.read_models.sending import AT_ONCE
from smsdesk.tui import start
from smsdesk.tui.desk_screen.screen import DeskScreen
from tests.world.fake_desk import FakeDesk, FakeSending, FakeThreads, firm
from tests.world.sample_threads import SARAH

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.read_models.sending import Leaving, SendResult
    from smsdesk.core.rules.staleness import Seen
    from smsdesk.tui.screen_desk import ScreenDesk


class Record:
    """The file in which it is written down what the desk was told."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, what: str, text: str) -> None:
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps([what, text]) + "\n")


class RecordedSending(FakeSending):
    def __init__(self, desk: FakeDesk, record: Record) -> None:
        super().__init__(desk)
        self._record = record

    def submit(
        self,
        number: str,
        text: str,
        *,
        answers: bool = False,
        empties_box: bool = False,
        seen: Seen | None = None,
        leaving: Leaving = AT_ONCE,
    ) -> SendResult:
        self._record.note("sent", text)
        return super().submit(
            number,
            text,
            answers=answers,
            empties_box=empties_box,
            seen=seen,
            leaving=leaving,
        )


class RecordedThreads(FakeThreads):
    def __init__(self, desk: FakeDesk, record: Record) -> None:
        super().__init__(desk)
        self._record = record

    def save_draft(self, number: str, text: str) -> None:
        self._record.note("draft", text)
        super().save_draft(number, text)


def recorded_firm(path: Path) -> FakeDesk:
    desk, record = firm(), Record(path)
    desk.sending = RecordedSending(desk, record)
    desk.threads = RecordedThreads(desk, record)
    return desk


DO = DeskScreen.action_command


async def fail_at_help(screen: DeskScreen, name: str) -> None:
    if name == "help":
        number = SARAH
        raise RuntimeError(f"the text to {number} is no more")
    await DO(screen, name)


def main(record: str, *how: str) -> int:
    def open_desk(_tell: Callable[[str], None]) -> ScreenDesk:
        if "crash" in how:
            DeskScreen.action_command = fail_at_help  # type: ignore[assignment, method-assign]
        return recorded_firm(Path(record))

    return start._run(open_desk, lambda: None, theme="auto")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
