"""The signs around a cursor: what a reader takes for one letter may be several characters."""

from __future__ import annotations

from smsdesk.display import DisplayText, clusters


def cluster_before(line: str) -> str:
    """Return the last sign of ``line``; nothing where it is empty."""
    *_, (sign, _) = ("", 0), *clusters(DisplayText(line))
    return sign


def cluster_after(line: str) -> str:
    """Return the first sign of ``line``; nothing where it is empty."""
    return next((sign for sign, _ in clusters(DisplayText(line))), "")
