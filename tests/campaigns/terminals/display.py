"""A display without a screen, and a keyboard for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDED: Final = ("Xvfb", "xdotool", "xclip")


def missing() -> list[str]:
    """Return the programs that are not installed and without which nothing can be tried."""
    return [name for name in NEEDED if shutil.which(name) is None]


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Run a display; yield the environment for what is to be shown on it."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    dropped = ("TMUX", "STY", "WAYLAND_DISPLAY", "COLORFGBG", "NO_COLOR", "TERM_PROGRAM")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    try:
        yield {**environment, "DISPLAY": f":{number}", "LIBGL_ALWAYS_SOFTWARE": "1"}
    finally:
        server.terminate()
        server.wait()


class Keyboard:
    """Types into the only window of a display."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def focus(self, deadline: float) -> bool:
        """Give the keys to the window, once there is one. Returns whether there is."""
        while time.monotonic() < deadline:
            found = self._run("search", "--onlyvisible", "--class", ".").split()
            if found:
                self._run("windowfocus", "--sync", found[0])
                return True
            time.sleep(0.2)
        return False

    def type(self, text: str) -> None:
        """Type letters and digits."""
        self._run("type", "--delay", "30", text)

    def press(self, *keys: str) -> None:
        """Press keys by their X names, 50 ms apart: ``shift+Return``, ``KP_Enter``."""
        self._run("key", "--delay", "50", *keys)

    def hold_for_pasting(self, text: str) -> None:
        """Put a text where a middle click or Shift+Insert finds it."""
        for selection in ("primary", "clipboard"):
            subprocess.run(
                ["xclip", "-selection", selection, "-in"],
                input=text.encode(),
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=10,
                check=True,
            )

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            ["xdotool", *command],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout
