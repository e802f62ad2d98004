"""Who has the file open is told by the locks of its connections."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from smsdesk.store.sqlite.locks import is_open_elsewhere, who_has_it_open

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world.firm import Firm

HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("SELECT count(*) FROM contact").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    return holder


def let_go(holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.close()
    holder.wait(timeout=10)
    holder.stdout.close()


@pytest.mark.skipif(os.name != "posix", reason="on Windows an open file stays in its place")
def test_a_process_that_has_it_open_is_noticed_until_it_ends(firm: Firm) -> None:
    assert not is_open_elsewhere(firm.database)
    holder = hold(firm.database)
    assert is_open_elsewhere(firm.database)
    if sys.platform == "linux":
        assert who_has_it_open(firm.database) == holder.pid
    let_go(holder)
    assert not is_open_elsewhere(firm.database)
    assert who_has_it_open(firm.database) is None


def test_a_file_that_is_not_there_is_open_nowhere(tmp_path: Path) -> None:
    assert not is_open_elsewhere(tmp_path / "none.db")
    assert who_has_it_open(tmp_path / "none.db") is None
