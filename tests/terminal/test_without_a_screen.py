"""Where there is no screen to draw on: one line, and the exit code that says why."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import at_a_terminal

if TYPE_CHECKING:
    from pathlib import Path


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(tmp_path))
    return {"PATH": "/usr/bin:/bin", **folders, **more}


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_dumb_terminal_gets_one_line(tmp_path: Path, term: str) -> None:
    code, seen = at_a_terminal("demo", environment=environment(tmp_path, TERM=term), answers=())
    assert code == 2
    (line,) = seen.splitlines()
    assert line.startswith(f"smsdesk: the desk needs a terminal with a screen, and TERM is {term};")


def piped(command: str, tmp_path: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    line = f'set -o pipefail; "{sys.executable}" -m smsdesk {command}'
    return subprocess.run(
        ["bash", "-c", line],
        env=environment(tmp_path, **more),
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_a_reader_that_has_gone_is_no_failure(tmp_path: Path) -> None:
    for command in ("--help", "leads --help"):
        done = piped(f"{command} | true", tmp_path)
        assert (done.returncode, done.stderr) == (0, b"")


def test_no_escapes_where_the_terminal_knows_no_utf_8(tmp_path: Path) -> None:
    done = piped("why 'Zoë→'", tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C.UTF-8")
    assert b"\\u" not in done.stdout + done.stderr
    assert b"\\x" not in done.stdout + done.stderr
    assert b"Zoe>" in done.stdout + done.stderr
