"""What a command works with: the configuration and an open desk."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from smsdesk.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import typer

    from smsdesk.config import Config
    from smsdesk.desk import Desk


class OpenDemo(Protocol):
    """Starts the demo's screen and returns the exit code."""

    def __call__(self, *, reset: bool) -> int: ...  # noqa: D102 (the class says it)


@dataclass(slots=True)
class Invocation:
    """One run of the program.

    Attributes:
        open_demo: starts the demo's screen.
        config_path: ``--config``, or ``None``.
        agent: ``--agent``, or ``None``.
    """

    open_demo: OpenDemo
    config_path: Path | None = None
    agent: str | None = None


def invocation(context: typer.Context) -> Invocation:
    """Return the run that a command belongs to."""
    found = context.find_object(Invocation)
    if found is None:
        raise TypeError("commands run through run_command")
    return found


def configuration(context: typer.Context, *, warn: bool = True) -> Config:
    """Return the configuration; say what of it is open to others. Raises ``ConfigError``."""
    from smsdesk.config import load

    config = load(invocation(context).config_path)
    if warn:
        say_exposures(config)
    return config


@contextmanager
def open_desk(
    context: typer.Context, *, carrier: bool = False, for_agent: bool = True
) -> Iterator[Desk]:
    """Open the desk for one command and close it behind it.

    Args:
        context: the command's.
        carrier: whether the command talks to the carrier, and so needs a configuration.
        for_agent: whether somebody acts by it; what runs for the firm needs nobody's name.

    Raises:
        DeskError: one line for the user.
    """
    # Loaded late: --help does without.
    from smsdesk.config import load, load_configured
    from smsdesk.config.identity import config_of_agent
    from smsdesk.desk import Desk

    run = invocation(context)
    loaded = (load_configured if carrier else load)(run.config_path)
    config = config_of_agent(loaded, run.agent, for_agent=for_agent)
    with Desk.open(config, tell=_say_waiting) as desk:
        say_exposures(config)
        yield desk


def _say_waiting(line: str) -> None:
    if line:  # an empty one says that it is over: whoever waits sees that by themselves
        output.note(f"smsdesk: {line}")


def say_exposures(config: Config) -> None:
    """Say on stderr what others on this computer can get at, and how that is ended."""
    from smsdesk.config.exposure import exposure_lines

    for line in exposure_lines(config):
        output.note(f"smsdesk: {line}")
