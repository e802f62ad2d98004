"""Where the program starts: the screen without Typer, everything else through it.

The screen is what agents open all day, so ``smsdesk`` and ``smsdesk demo`` reach it before
the command line's machinery is imported. Every error ends here as one line on stderr and an
exit code; a fault of the program leaves a report (``smsdesk.crash_report``), which
``SMSDESK_DEBUG=1`` shows.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130  # 128 + SIGINT, as shells count
_COMPLETE = "_SMSDESK_COMPLETE"  # a shell asks how its line goes on
_NO_SCREEN = {"dumb", "unknown"}  # terminals that cannot place a cursor
_NOT_WRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


class _NoTerminalError(DeskError):
    exit_code = 2


class _NoOutputError(DeskError):
    exit_code = 2


def main() -> None:
    """Run the program with the process's arguments and end it with the exit code."""
    from smsdesk.crash_report import install_hooks, unreported_lines

    install_hooks()
    code = run(sys.argv[1:])
    for line in unreported_lines():
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the program and return the exit code.

    Args:
        arguments: the command line without the program's name.
    """
    try:
        _need_output()
        _show_what_can_be_shown()
        code = _dispatch(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_output()  # whoever read it has gone (``| head``), and has what they wanted
        return 0
    except Exception as error:  # The border: nothing may pass as a traceback.
        return _complain(error)
    return code


def _dispatch(arguments: Sequence[str]) -> int:
    options, rest = _root_options(arguments)
    named = options.get("--config")
    path = None if named is None else Path(named)
    asks = not arguments and _COMPLETE in os.environ
    if not rest and not asks:
        return _open_desk(path, options.get("--agent"))
    from smsdesk.config.restricted import refuse_other_commands

    refuse_other_commands(path)
    if asks:
        from smsdesk.cli.run import complete

        return complete()
    match rest:
        case ["demo"]:
            return _open_demo(reset=False)
        case ["demo", "--reset"]:
            return _open_demo(reset=True)
    from smsdesk.cli.run import run_command

    asked = [word for option in options.items() for word in option]
    return run_command([*asked, *rest], open_demo=_open_demo)


_ROOT_OPTIONS = ("--config", "--agent")


def _root_options(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Return what may be given anywhere, ``--config PATH`` and ``--agent NAME``, and the rest."""
    rest: list[str] = []
    options: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        if word == "--":
            return options, [*rest, word, *words]
        option, equals, value = word.partition("=")
        if option not in _ROOT_OPTIONS:
            rest.append(word)
        elif equals:
            options[option] = value
        elif (following := next(words, None)) is not None:
            options[option] = following
        else:
            rest.append(word)
    return options, rest


def _open_desk(path: Path | None, agent: str | None) -> int:
    from smsdesk.config import load_configured
    from smsdesk.config.identity import config_of_agent

    config = config_of_agent(load_configured(path), agent)
    _need_terminal()
    from smsdesk.tui.start import run_desk

    return run_desk(config)


def _open_demo(*, reset: bool) -> int:
    _need_terminal()
    from smsdesk.tui.start import run_demo

    return run_demo(reset=reset)


def _need_output() -> None:
    """Refuse to begin what could not tell how it ended; Python has ``None`` for a closed stream."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (until the end)
    if sys.stdout is None:
        raise _NoOutputError(f"standard output is closed; {os.devnull} takes what nobody wants")


def _show_what_can_be_shown() -> None:
    r"""Show something alike for what the terminal has no letters for, not ``\\u203a``."""
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if stream.encoding.lower().replace("-", "") == "utf8":
            stream.reconfigure(errors="replace")  # lone surrogates
            continue
        from smsdesk.display.look_alikes import LOOK_ALIKES

        stream.reconfigure(errors=LOOK_ALIKES)


def _drop_output() -> None:
    """Let what is left of the output go nowhere: Python would complain about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _need_terminal() -> None:
    # Python has None for a closed stream.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise _NoTerminalError("the desk needs a terminal; smsdesk --help lists the commands")
    term = os.environ.get("TERM", "")
    if term in _NO_SCREEN and os.name == "posix":
        raise _NoTerminalError(
            f"the desk needs a terminal with a screen, and TERM is {term}; "
            "smsdesk --help lists the commands"
        )


def _complain(error: Exception) -> int:
    """Print an error in one line and return its exit code.

    A ``DeskError`` was made for the user. Any other is a fault of the program, whose words may be
    anybody's: a report says where it happened.
    """
    from smsdesk.display import one_line

    code, text = 1, ""
    if isinstance(error, DeskError):
        code, text = error.exit_code, one_line(str(error))
    elif isinstance(error, OSError) and not error.filename and error.errno in _NOT_WRITTEN:
        _drop_output()
        text = f"the output cannot be written: {os.strerror(error.errno)}; what was done stands"
    else:
        from smsdesk.crash_report import report_text, reported

        text = reported(error).removeprefix("smsdesk: ")
        if os.environ.get("SMSDESK_DEBUG"):
            with suppress(OSError):
                sys.stderr.write(report_text(error))
    with suppress(OSError):
        sys.stderr.write(f"smsdesk: {text}\n")
    return code


if __name__ == "__main__":
    main()
