"""What a configuration that cannot be used raises, and the hint at what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Iterable


class ConfigError(DeskError):
    """A configuration that cannot be used; ``str()`` is one line that says what is allowed."""

    exit_code = 2


def did_you_mean(wrong: str, right: Iterable[str]) -> str:
    """Return ``; did you mean "..."?`` for the likeliest of ``right``, or nothing."""
    from difflib import get_close_matches

    near = get_close_matches(wrong, list(right), n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
