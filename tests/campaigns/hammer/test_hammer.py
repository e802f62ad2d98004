"""A short run; the long one is ``python -m tests.campaigns.hammer --seconds 60``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaigns.crash.orders import SERVER

from .work import Outcome, hammer

if TYPE_CHECKING:
    from pathlib import Path


def test_two_processes_on_one_database_and_a_third_that_syncs(tmp_path: Path) -> None:
    _holds(hammer(tmp_path, seconds=1.5, senders=2, seed=1))


def test_the_same_on_a_server(tmp_path: Path, new_server_database: str) -> None:
    (tmp_path / SERVER).write_text(new_server_database)
    _holds(hammer(tmp_path, seconds=1.5, senders=2, seed=1))


def _holds(outcome: Outcome) -> None:
    assert outcome.findings.clean, outcome.findings
    assert outcome.findings.counts["left"] > 0
    assert outcome.findings.counts["journal: rate_limited"] > 0
