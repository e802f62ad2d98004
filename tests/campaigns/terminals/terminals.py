"""The terminals that are tried, and how each of them runs a program."""

from __future__ import annotations

import os
import shlex
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

XTERM: Final = ("xterm", "-fa", "DejaVu Sans Mono", "-geometry", "120x35", "-e")

KITTY: Final = (
    *("kitty", "--config", "NONE", "-o", "remember_window_size=no"),
    *("-o", "initial_window_width=120c", "-o", "initial_window_height=35c"),
)
SAKURA: Final = ("sakura", "-c", "120", "-r", "35", "-e")
KONSOLE: Final = (
    *("konsole", "--separate", "--hide-menubar", "--hide-tabbar"),
    *("-p", "TerminalColumns=120", "-p", "TerminalRows=35", "-e"),
)
ALACRITTY: Final = (
    *("alacritty", "-o", "window.dimensions.columns=120", "-o", "window.dimensions.lines=35"),
    "-e",
)


@dataclass(frozen=True, slots=True)
class TriedTerminal:
    """One row of the table.

    Attributes:
        name: as the table has it.
        command: what the program's command line is put behind.
        programs: what has to be installed.
        one_word: whether it wants the program's command line as one word.
        variables: of its environment.
        settings: a file of settings, by its name in the trial's folder, which stands for
            ``{folder}`` in the command.
    """

    name: str
    command: tuple[str, ...]
    programs: tuple[str, ...]
    one_word: bool = False
    variables: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def installed(self) -> bool:
        """Whether it can be tried here; cage runs for nobody who is root."""
        if "cage" in self.programs and os.getuid() == 0:
            return False
        return all(shutil.which(program) for program in self.programs)

    def running(self, program: list[str], folder: Path) -> list[str]:
        """Return the command line that runs a program in it; ``folder`` is the trial's own."""
        for name, text in self.settings.items():
            (folder / name).write_text(text, encoding="utf-8")
        return [word.format(folder=folder) for word in self.command] + (
            [shlex.join(program)] if self.one_word else program
        )


def _tmux(name: str, settings: str) -> TriedTerminal:
    command = (*XTERM, "tmux", "-S", "{folder}/socket", "-f", "{folder}/tmux.conf", "new-session")
    return TriedTerminal(name, command, ("xterm", "tmux"), settings={"tmux.conf": settings})


TERMINALS: Final = (
    TriedTerminal("xterm", XTERM, ("xterm",)),
    TriedTerminal("kitty", KITTY, ("kitty",)),
    TriedTerminal("alacritty", ALACRITTY, ("alacritty",)),
    TriedTerminal(
        "foot",
        ("cage", "--", "foot", "-c", "/dev/null"),
        ("foot", "cage"),
        variables={"WLR_BACKENDS": "x11", "WLR_RENDERER": "pixman"},
    ),
    TriedTerminal(
        "VTE (sakura)", ("sakura", "-c", "120", "-r", "35", "-e"), ("sakura",), one_word=True
    ),
    TriedTerminal("konsole", KONSOLE, ("konsole",)),
    TriedTerminal("st", ("st", "-g", "120x35", "-e"), ("st",)),
    TriedTerminal(
        "urxvt", ("urxvt", "-pe", "-confirm-paste", "-geometry", "120x35", "-e"), ("urxvt",)
    ),
    _tmux("tmux, extended-keys off", "set -s extended-keys off\n"),
    _tmux(
        "tmux, extended-keys on",
        "set -s extended-keys on\nset -as terminal-features 'xterm*:extkeys'\n",
    ),
    TriedTerminal("screen", (*XTERM, "screen", "-c", "/dev/null"), ("xterm", "screen")),
)
