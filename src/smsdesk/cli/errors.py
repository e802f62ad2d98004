"""The failures that a command ends with; the text of each is the line that the user reads."""

from __future__ import annotations

USAGE = 2
RULE = 3
REFUSED = 4
UNSETTLED = 5
UNREACHABLE = 6


class CommandError(Exception):
    """A command that cannot do what was asked.

    Attributes:
        exit_code: as the specification's section 12 counts them.
    """

    exit_code = 1


class WrongUsageError(CommandError):
    """The arguments or the configuration do not allow it."""

    exit_code = USAGE


class CarrierRefusedError(CommandError):
    """The carrier answered no."""

    exit_code = REFUSED


class CarrierUnreachableError(CommandError):
    """The carrier or the network could not be reached, and nothing was recorded."""

    exit_code = UNREACHABLE
