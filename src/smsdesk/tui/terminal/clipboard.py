"""Handing a text to the clipboard, and saying what is certain of it."""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PATIENCE: Final = 2.0
"""Seconds for a program to take the text."""

COPIED: Final = "Copied."
IN_TMUX: Final = (
    "Copied into tmux (its paste key brings it back); elsewhere, select with Shift+drag."
)
HANDED: Final = (
    "Handed to the terminal, which does not say whether it took it; if not, select with Shift+drag."
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that takes a text on its standard input, and what can be said afterwards."""

    command: tuple[str, ...]
    said: str = COPIED


def tools(environ: Mapping[str, str], platform: str = sys.platform) -> Iterator[Tool]:
    """Yield the programs that reach a clipboard the agent can paste from, the surest first.

    Over SSH the remote machine's own clipboard is nobody's: only a display that is forwarded
    counts there.

    Args:
        environ: the environment.
        platform: ``sys.platform``.
    """
    remote = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    if platform == "darwin" and not remote:
        yield Tool(("pbcopy",))
    if "WAYLAND_DISPLAY" in environ:
        yield Tool(("wl-copy",))
    if "DISPLAY" in environ:
        yield Tool(("xclip", "-selection", "clipboard", "-in"))
        yield Tool(("xsel", "--clipboard", "--input"))
    if "TMUX" in environ:
        yield Tool(("tmux", "load-buffer", "-w", "-"), IN_TMUX)


def osc_52(text: str) -> str:
    """Return the sequence that asks the terminal itself to take ``text`` (xterm's OSC 52)."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


class Clipboard:
    """Copies by the first way that works."""

    def __init__(
        self,
        write: Callable[[str], object],
        environ: Mapping[str, str] = os.environ,
        *,
        programs: bool = True,
    ) -> None:
        """Find out nothing yet.

        Args:
            write: writes a sequence to the terminal.
            environ: the environment.
            programs: whether programs may be started; else the terminal is asked and nothing else.
        """
        self._programs = programs
        self._write = write
        self._environ = environ

    async def copy(self, text: str) -> str:
        """Copy ``text``; return in one sentence what is certain of it."""
        for tool in tools(self._environ) if self._programs else ():
            if await asyncio.to_thread(self._taken_by, tool, text):
                return tool.said
        self._write(osc_52(text))
        return HANDED

    def _taken_by(self, tool: Tool, text: str) -> bool:
        """Return whether a program is there and has taken the text."""
        name, *arguments = tool.command
        path = shutil.which(name, path=self._environ.get("PATH"))
        if path is None:
            return False
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command; the text goes in by its input
                [path, *arguments],
                input=text.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # it goes on serving the clipboard when the desk has ended
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0
