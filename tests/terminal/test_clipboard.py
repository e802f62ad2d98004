"""The text gets to where it can be pasted from, and what is said of it is true."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from smsdesk.tui.terminal.clipboard import COPIED, HANDED, IN_TMUX, Clipboard, tools

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("environ", "platform", "names"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        ({"DISPLAY": ":0", "TMUX": "s,1,0"}, "linux", ["xclip", "xsel", "tmux"]),
        ({}, "darwin", ["pbcopy"]),
        ({"SSH_CONNECTION": "a 1 b 2"}, "darwin", []),
        ({"SSH_TTY": "/dev/pts/1", "TMUX": "s,1,0"}, "linux", ["tmux"]),
        ({}, "linux", []),
    ],
)
def test_which_programs_are_tried(environ: dict[str, str], platform: str, names: list[str]) -> None:
    assert [tool.command[0] for tool in tools(environ, platform)] == names


def a_program(folder: Path, name: str, *, ends_with: int = 0) -> None:
    path = folder / name
    path.write_text(f'#!/bin/sh\n/bin/cat > "{folder}/{name}.text"\nexit {ends_with}\n')
    path.chmod(0o755)


async def test_a_program_that_takes_the_text_has_copied_it(tmp_path: Path) -> None:
    a_program(tmp_path, "xclip")
    written: list[str] = []
    clipboard = Clipboard(written.append, {"PATH": str(tmp_path), "DISPLAY": ":0"})
    assert await clipboard.copy("Grüße,\nTom") == COPIED
    assert (tmp_path / "xclip.text").read_text(encoding="utf-8") == "Grüße,\nTom"
    assert written == []


async def test_where_one_fails_the_next_is_tried(tmp_path: Path) -> None:
    a_program(tmp_path, "xclip", ends_with=1)
    a_program(tmp_path, "tmux")
    written: list[str] = []
    clipboard = Clipboard(written.append, {"PATH": str(tmp_path), "DISPLAY": ":0", "TMUX": "s,1,0"})
    assert await clipboard.copy("hello") == IN_TMUX
    assert (tmp_path / "tmux.text").read_text(encoding="utf-8") == "hello"


async def test_where_none_is_there_the_terminal_is_asked_and_nothing_is_promised(
    tmp_path: Path,
) -> None:
    written: list[str] = []
    clipboard = Clipboard(written.append, {"PATH": str(tmp_path), "DISPLAY": ":0"})
    assert await clipboard.copy("hello") == HANDED
    assert "Shift+drag" in HANDED
    assert written == [f"\x1b]52;c;{base64.b64encode(b'hello').decode()}\x07"]
