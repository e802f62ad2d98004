"""The command line's exit codes (spec, section 12) and the errors that are its own."""

from __future__ import annotations

from smsdesk.errors import DeskError

USAGE = 2
RULE = 3
REFUSED = 4
UNSETTLED = 5
UNREACHABLE = 6


class WrongUsageError(DeskError):
    """The arguments do not allow what was asked; ``str()`` says what would."""

    exit_code = USAGE


class CarrierUnreachableError(DeskError):
    """The carrier or the network could not be reached, and nothing was recorded."""

    exit_code = UNREACHABLE


class CarrierRefusedError(DeskError):
    """The carrier was reached and refused: wrong credentials, a closed account ..."""

    exit_code = REFUSED
