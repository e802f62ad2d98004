"""What is left of a crash: where it happened, and nothing of what the program had in hand.

Textual prints a traceback with all local variables to the terminal: names, numbers, messages. An
exception's own words may hold them, too. So a report holds kinds and places alone.
"""

from __future__ import annotations

import os
import platform
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


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
    path = folder / f"crash-{at:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
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


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
