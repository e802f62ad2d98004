"""What is wrong with a file of rows, said to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.errors import DeskError
from smsdesk.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class LeadFileError(DeskError):
    """A file of leads, or of opt-outs, cannot be read.

    ``str()`` is one line for the user: what is wrong, where, and what to do.
    """

    exit_code = 2


class UnsureError(LeadFileError):
    """Which column is what cannot be told; somebody has to say it.

    Attributes:
        question: what to ask.
        options: what could be answered, each with the ``--map`` text that says so.
    """

    def __init__(
        self, message: str, question: str, options: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(message)
        self.question = question
        self.options = tuple(options)


def shown(path: Path) -> str:
    """Return a path for an error line; a file name may hold anything."""
    return one_line(str(path))


def unreadable(path: Path, error: OSError) -> LeadFileError:
    """Say why a file cannot be opened or read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return LeadFileError(f"There is no file {shown(path)}; check its name and folder.")
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return LeadFileError(f"{shown(path)} is a folder; name the file in it.")
    if isinstance(error, PermissionError):
        return LeadFileError(f"You may not read {shown(path)}; change its permissions or copy it.")
    reason = one_line(error.strerror or type(error).__name__)
    return LeadFileError(f"{shown(path)} cannot be read ({reason}); copy it and try again.")
