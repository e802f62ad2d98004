"""Who there is in a test: the firm with its number and account, and the leads it texts."""

from __future__ import annotations

from zoneinfo import ZoneInfo

FIRM = "+14155550100"
TOLL_FREE_FIRM = "+18005550100"

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "the-secret-token"  # noqa: S105 - opens the simulated carrier alone

SARAH = "+14155550111"
TOM = "+14155550122"
ANA = "+14155550133"
"""None of the three ends in what the simulated carrier would give a character of its own
(``carrier.simulator.people``): they receive, and say what a test lets them say."""

ZONE = ZoneInfo("America/Chicago")
"""Where the agents sit."""
