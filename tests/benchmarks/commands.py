"""``smsdesk --help`` against ``--help`` of a bare Typer app."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from .figures import Figure, in_turns, middle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 11

_BARE = """
import typer
app = typer.Typer()

@app.command()
def hello(name: str = "you") -> None:
    "Say hello."

app()
"""


def figures() -> Iterator[Figure]:
    """Yield what a command costs before it does anything."""
    ours, floor = in_turns(
        _runs("-m", "smsdesk", "--help"), _runs("-c", _BARE, "--help"), rounds=ROUNDS
    )
    yield Figure("smsdesk --help", "", middle(ours) * 1000, middle(floor) * 1000, "ms", 1.3)


def _runs(*arguments: str) -> Callable[[], object]:
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True)
