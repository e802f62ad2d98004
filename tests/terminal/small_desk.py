"""The app as it is started, over a desk in memory; run by the tests on a terminal of its own.

    python -m tests.terminal.small_desk RECORD [crash]

Each text that is sent and each draft that is saved becomes a line of JSON in the file RECORD.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.tui import start
from smsdesk.tui.desk_screen.screen import DeskScreen
from tests.tui.fake_app_desk import SARAH, FakeDesk, firm

if TYPE_CHECKING:
    from smsdesk.core.views.sending import SendResult
    from smsdesk.desk import Desk


class RecordingDesk(FakeDesk):
    def __init__(self, record: Path) -> None:
        super().__init__(*firm().talks.values())
        self._record = record

    def submit(self, number: str, text: str, *, empties_box: bool = False) -> SendResult:
        self._note("sent", text)
        return super().submit(number, text, empties_box=empties_box)

    def save_draft(self, number: str, text: str) -> None:
        self._note("draft", text)
        super().save_draft(number, text)

    def _note(self, what: str, text: str) -> None:
        with self._record.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps([what, text]) + "\n")


def fail(_screen: DeskScreen) -> None:
    number = SARAH
    raise RuntimeError(f"the text to {number} is no more")


def main(record: str, *how: str) -> int:
    def open_desk() -> Desk:
        if "crash" in how:
            DeskScreen.action_help = fail  # type: ignore[assignment, method-assign]
        return RecordingDesk(Path(record)).desk()

    return start._run(open_desk, lambda: None, theme="auto")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
