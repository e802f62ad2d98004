"""Nothing heavy is imported before the first paint; checked in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys

from smsdesk.tui.start import theme_name

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


def test_the_first_paint_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAINT], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert [name for name in HEAVY if name in loaded] == []
    assert "smsdesk.tui.screens.desk" in loaded


def test_themes() -> None:
    assert theme_name("auto", {}) == "smsdesk-dark"
    assert theme_name("auto", {"COLORFGBG": "0;15"}) == "smsdesk-light"
    assert theme_name("auto", {"COLORFGBG": "15;0"}) == "smsdesk-dark"
    assert theme_name("light", {}) == "smsdesk-light"
