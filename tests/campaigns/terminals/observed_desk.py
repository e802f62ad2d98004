"""The demo as it is, on whatever terminal it is run in; each text that is sent becomes a line.

    python -m tests.campaigns.terminals.observed_desk RECORD

The file RECORD gets lines of JSON: what the terminal tells of itself, ``ready``, ``open``, the
texts, and at the end the exit code and the line that a shell would read afterwards.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smsdesk.core.read_models.sending import SendResult
    from smsdesk.core.read_models.threads import Thread
    from smsdesk.desk import Desk
    from smsdesk.tui.terminal.known import TerminalFacts


def note(what: str, *value: object) -> None:
    with Path(sys.argv[1]).open("a", encoding="utf-8") as lines:
        lines.write(json.dumps([what, *value]) + "\n")


def observed() -> int:
    """Run the demo, where nobody answers and there is no limit a minute, and note what happens."""
    from smsdesk import demo
    from smsdesk.core.rules import send_rules
    from smsdesk.core.sending import gate, pace
    from smsdesk.demo import opening
    from smsdesk.demo.people import people
    from smsdesk.tui.app import SmsdeskApp
    from smsdesk.tui.start import run_demo

    for module in (send_rules, gate, pace):
        assert "RATE_WINDOW" in vars(module)
        vars(module)["RATE_WINDOW"] = timedelta(microseconds=1)
    # An answer that comes while a text is written would be asked about.
    silent = [replace(person, reply_after=86_400.0) for person in people()]
    setattr(opening, "people", lambda: silent)  # noqa: B010
    open_demo = demo.open_demo
    learn = SmsdeskApp.watch_terminal

    def noting_open(*, reset: bool) -> Desk:
        desk = open_demo(reset=reset)
        submit, get = desk.sending.submit, desk.threads.get

        @wraps(submit)
        def noting_submit(number: str, text: str, **more: Any) -> SendResult:
            note("sent", text)
            return submit(number, text, **more)

        @wraps(get)
        def noting_get(number: str, **more: Any) -> Thread:
            note("open", number)
            return get(number, **more)

        setattr(desk.sending, "submit", noting_submit)  # noqa: B010 - a type checker would object
        setattr(desk.threads, "get", noting_get)  # noqa: B010
        note("ready")
        return desk

    def noting_facts(app: SmsdeskApp, facts: TerminalFacts) -> None:
        note("facts", facts.pastes_are_bracketed, facts.tells_shift_enter, facts.dark)
        learn(app, facts)

    setattr(demo, "open_demo", noting_open)  # noqa: B010
    setattr(SmsdeskApp, "watch_terminal", noting_facts)  # noqa: B010
    note("process", os.getpid())
    return run_demo(reset=False)


def main() -> None:
    """Run the desk as a shell would, and read a line when it has ended."""
    if len(sys.argv) > 2:
        sys.exit(observed())
    desk = [sys.executable, "-m", __spec__.name if __spec__ else "", sys.argv[1], "observed"]
    note("ended", subprocess.run(desk, check=False).returncode)
    note("line", input())


if __name__ == "__main__":
    main()
