"""The one base of every error that is made for the user."""

from __future__ import annotations

from smsdesk.redaction import redacted


class DeskError(Exception):
    """Something is wrong; ``str()`` is one line that says what, where, and what to do.

    Attributes:
        exit_code: the command line's exit code (spec, section 12).
    """

    exit_code = 1

    def __str__(self) -> str:
        """Return the line, and nothing in it that is a secret or looks like one."""
        return redacted(super().__str__())
