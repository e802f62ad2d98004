"""A short run; the long one is ``python -m tests.campaigns.hammer --seconds 60``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .work import hammer

if TYPE_CHECKING:
    from pathlib import Path


def test_two_processes_on_one_database_and_a_third_that_syncs(tmp_path: Path) -> None:
    outcome = hammer(tmp_path, seconds=1.5, senders=2, seed=1)
    assert outcome.findings.clean, outcome.findings
    assert outcome.findings.counts["left"] > 0
    assert outcome.findings.counts["journal: rate_limited"] > 0
