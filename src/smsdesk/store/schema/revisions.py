"""The schema's revisions, oldest first: one for each file of ``migrations/versions``."""

from __future__ import annotations

from typing import Final

KNOWN: Final = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
)
"""Every revision there has been, oldest first."""

HEAD: Final = KNOWN[-1]
"""The revision that this program reads and writes; a test ties it to the newest migration."""
