"""What is left of a crash: where it happened, and nothing of what the program had in hand.

Textual prints a traceback with all local variables to the terminal: names, numbers, messages. An
exception's own words may hold them, too, and Python prints those wherever nobody catches it: in a
thread, in a destructor, in a log without a reader. So a report holds kinds and places alone, and
nothing else of a fault is written anywhere.
"""

from __future__ import annotations

import os
import platform
import sys
import threading
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from smsdesk.private_files import make_private_folder, open_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_untold: list[str] = []


def report_text(error: BaseException) -> str:
    """Return the traceback of ``error`` and of what led to it, without messages and locals."""
    parts = [f"Python {platform.python_version()}, {platform.system()}"]
    for link in reversed(list(_chain(error))):
        parts.append(f"{type(link).__module__}.{type(link).__qualname__}")
        parts += traceback.format_tb(link.__traceback__)
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


def write_report(error: BaseException, folder: Path, at: datetime) -> Path | None:
    """Write the report of ``error``, readable to the agent alone.

    Args:
        error: what ended the program.
        folder: is made where it is not there.
        at: names the file.

    Returns:
        The file; ``None`` where it cannot be written: a crash is no time for a second one.
    """
    path = folder / f"crash-{at:%Y%m%dT%H%M%S%f}-{os.getpid()}.txt"
    try:
        make_private_folder(folder)
        with os.fdopen(open_new(path), "w", encoding="utf-8", errors="replace") as file:
            file.write(report_text(error))
    except OSError:
        return None
    return path


def crash_line(error: BaseException, report: Path | None) -> str:
    """Return the one line that the agent is left with."""
    what = f"smsdesk: ended by a fault of its own ({type(error).__name__})"
    if report is None:
        return f"{what}; texts and drafts that were saved are kept"
    return f"{what}; {report} says where, and holds no names, numbers or texts"


def reported(error: BaseException) -> str:
    """Write a report where this computer keeps them; return the line that names it."""
    from smsdesk.config.places import crash_report_dir

    return crash_line(error, write_report(error, crash_report_dir(), datetime.now(UTC)))


def install_hooks() -> None:
    """Let whatever nobody catches end in a report, and a log that nobody reads in nothing.

    Python would print it: on the terminal, over the desk, with what the exception has to say. What
    it was is said at the end (``unreported_lines``).
    """
    import logging

    def of_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
            _untold.append(reported(told.exc_value))

    def of_destructor(told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is not None:
            _untold.append(reported(told.exc_value))

    def of_program(_kind: type[BaseException], error: BaseException, _where: object) -> None:
        _untold.append(reported(error))

    threading.excepthook = of_thread
    sys.unraisablehook = of_destructor
    sys.excepthook = of_program
    logging.getLogger().addHandler(logging.NullHandler())


def unreported_lines() -> list[str]:
    """Return the lines about faults that ended no command, once."""
    told = list(dict.fromkeys(_untold))
    _untold.clear()
    return told


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
