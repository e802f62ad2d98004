"""One command, from its arguments to its exit code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from smsdesk.cli import output
from smsdesk.cli.app import app
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.session import Invocation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smsdesk.cli.session import OpenDemo


def run_command(arguments: Sequence[str], *, open_demo: OpenDemo) -> int:
    """Run one command and return its exit code (spec, section 12).

    Args:
        arguments: the command line without the program's name.
        open_demo: starts the demo's screen, which this package may not import.

    Raises:
        WrongUsageError: the arguments make no sense; one line that says what does.
        Exception: whatever the command raises.
    """
    for word in arguments:
        if not _legible(word):
            raise WrongUsageError(f"{word!a} is not written in UTF-8; nothing was done")
    command = typer.main.get_command(app)
    try:
        code = command.main(
            args=list(arguments),
            prog_name="smsdesk",
            standalone_mode=False,
            obj=Invocation(open_demo),
        )
    except typer.TyperException as error:
        raise WrongUsageError(_one_line(error)) from None
    except SystemExit as end:
        # Typer ends a program whose reader has gone (``| head``) with 1, and in silence.
        if isinstance(end.__context__, BrokenPipeError):
            raise end.__context__ from None
        raise
    except typer.Abort as abort:
        stopped = "stopped at the question; nothing was done"
        if isinstance(abort.__context__, KeyboardInterrupt):
            output.note(f"smsdesk: {stopped}")
            raise KeyboardInterrupt from None
        raise WrongUsageError(stopped) from None
    return code if isinstance(code, int) else 0


def complete() -> int:
    """Answer a shell that asks how its line goes on; it has said so in the environment."""
    from typer.completion import completion_init  # type: ignore[attr-defined]  # not in __all__

    completion_init()
    try:
        typer.main.get_command(app).main(args=[], prog_name="smsdesk", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyError:
        raise WrongUsageError("the line that shall be completed is missing") from None
    return 0


def _legible(word: str) -> bool:
    """Return whether an argument can be kept as text, or is a path to something that is there.

    Python hands on bytes that mean nothing in UTF-8 as lone surrogates (PEP 383).
    """
    if _encodable(word):
        return True
    path = Path(word)
    return path.exists() or (_encodable(path.name) and path.parent.exists())


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _one_line(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "smsdesk"
    # Pydantic, which Typer asks, puts its own word before what is wrong.
    text = error.format_message().replace("Value error, ", "").rstrip(".")
    return f"{text[:1].lower()}{text[1:]}; {path} --help shows what it takes"
