"""First paint and first rows import nothing heavy; checked in a fresh interpreter."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

from smsdesk.tui import start
from smsdesk.tui.start import theme_name
from tests.world.firm import Firm, hear

if TYPE_CHECKING:
    import pytest

    from smsdesk.desk import Desk

HEAVY = [
    "alembic",
    "httpx",
    "phonenumbers",
    "pydantic",
    "sqlalchemy",
    "sqlmodel",
    "twilio",
    "typer",
]

PAINT = """
import json, sys
from smsdesk.tui.start import theme_name
from smsdesk.tui.app import SmsdeskApp
from smsdesk.local_zone import LocalZone

loaded = []

class Painted(SmsdeskApp):
    def _open(self):
        loaded.extend(sys.modules)
        self.exit()

app = Painted(lambda: None, zone=LocalZone(), theme=theme_name("auto", {}))
app.run(headless=True, size=(120, 30))
print(json.dumps(sorted(set(loaded))))
"""

FIRST_ROWS = """
import json, sys
from smsdesk.config import Config, DatabaseConfig
from smsdesk.errors import DeskError
from smsdesk.local_zone import LocalZone
from smsdesk.tui.app import SmsdeskApp

loaded, shown = [], []

def first_rows():
    from smsdesk.desk.glance import glance
    return glance(Config(database=DatabaseConfig(url=sys.argv[1])))

def open_desk():
    loaded.extend(sys.modules)
    shown.extend(app.desk_screen.conversation_list.render_line(y).text for y in range(2))
    app.call_from_thread(app.exit)
    raise DeskError("that is enough")

app = SmsdeskApp(open_desk, first_rows=first_rows, zone=LocalZone(), background=False)
app.run(headless=True, size=(120, 30))
assert "(415) 555-0111" in shown[0] and "Is there a seat left?" in shown[1], shown
print(json.dumps(sorted(set(loaded))))
"""


def loaded_by(program: str, *arguments: str) -> list[str]:
    """Return the modules that a program, run in a fresh interpreter, says are loaded."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return modules


def test_the_first_paint_loads_nothing_heavy() -> None:
    loaded = loaded_by(PAINT)
    assert [name for name in HEAVY if name in loaded] == []
    assert "smsdesk.tui.desk_screen.screen" in loaded


def test_the_first_rows_load_nothing_heavy_either(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Is there a seat left?")
    loaded = loaded_by(FIRST_ROWS, f"sqlite:///{firm.database}")
    assert [name for name in HEAVY if name in loaded] == []
    assert "smsdesk.tui.conversations.conversation_list" in loaded


def test_themes() -> None:
    assert theme_name("auto", {}) == "smsdesk-dark"
    assert theme_name("auto", {"COLORFGBG": "0;15"}) == "smsdesk-light"
    assert theme_name("auto", {"COLORFGBG": "15;0"}) == "smsdesk-dark"
    assert theme_name("light", {}) == "smsdesk-light"


def test_a_desk_that_has_closed_in_time_is_not_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Left while the database had not answered; then it did."""
    done: list[str] = []

    class Timer:
        def __init__(self, *_: object) -> None:
            pass

        def start(self) -> None:
            done.append("end soon")

        def cancel(self) -> None:
            done.append("not after all")

    class Waiting:
        return_code = 0
        waits_for = "The database does not answer."
        desk = SimpleNamespace(close=lambda: done.append("closed"))

        def __init__(self, *_: object, **__: object) -> None:
            pass

        async def run_async(self) -> None:
            done.append("left")

    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(start, "keep_heap_small", lambda: None)
    monkeypatch.setattr(threading, "Timer", Timer)
    monkeypatch.setattr("smsdesk.tui.app.SmsdeskApp", Waiting)
    assert start.run_demo(reset=False) == 0
    assert done == ["left", "end soon", "closed", "not after all"]
