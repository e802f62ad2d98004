"""How many examples a property is tried on: few in each run, many where one asks for them.

pytest --hypothesis-profile=thorough
"""

from __future__ import annotations

from typing import Final

from hypothesis import settings

THOROUGH: Final = "thorough"
"""The profile under which every property is tried on many more examples."""

TIMES_MORE: Final = 10


def register() -> None:
    """Make both profiles known: under either, a machine that is busy is no failure."""
    settings.register_profile("unhurried", deadline=None, derandomize=True)
    settings.register_profile(THOROUGH, deadline=None, max_examples=100 * TIMES_MORE)
    settings.load_profile("unhurried")


def examples(usual: int) -> int:
    """Return on how many examples a property is tried whose examples are dear."""
    thorough = settings.get_current_profile_name() == THOROUGH
    return usual * (TIMES_MORE if thorough else 1)
