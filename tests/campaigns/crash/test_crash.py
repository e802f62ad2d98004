"""A short run of the campaign; the long one is ``python -m tests.campaigns.crash --kills 1000``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from .campaign import Outcome, run
from .orders import SERVER

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform != "linux", reason="processes are killed by their handles")
def test_nothing_is_lost_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    _holds(run(tmp_path, kills=20, seed=7))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are killed by their handles")
def test_nor_is_it_on_a_server(tmp_path: Path, new_server_database: str) -> None:
    (tmp_path / SERVER).write_text(new_server_database)
    _holds(run(tmp_path, kills=20, seed=7))


def _holds(outcome: Outcome) -> None:
    assert outcome.findings.clean, outcome.findings
    assert outcome.kills >= 20
    assert outcome.findings.counts["recorded"] > 0
    assert outcome.findings.counts["left"] > 0
    assert outcome.findings.counts["inbound"] > 0
