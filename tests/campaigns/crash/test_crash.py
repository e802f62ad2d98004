"""A short run of the campaign; the long one is ``python -m tests.campaigns.crash --kills 1000``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .campaign import Outcome, last_failure, run
from .nursery import FAILURES
from .orders import SERVER

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are killed by their handles")
def test_nothing_is_lost_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    _holds(run(tmp_path, kills=20, seed=7))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are killed by their handles")
def test_nor_is_it_on_a_server(tmp_path: Path, new_server_database: str) -> None:
    (tmp_path / SERVER).write_text(new_server_database)
    _holds(run(tmp_path, kills=20, seed=7))


def test_a_life_loads_nothing_more_of_the_server() -> None:
    """Else it is killed while it loads, before it has done anything."""
    program = (
        "import sys; from tests.campaigns.crash import nursery; nursery._load();"
        "print({'psycopg', 'smsdesk.store.postgres.database'} - sys.modules.keys())"
    )
    pytest.importorskip("psycopg")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_a_failure_is_named_with_its_place(tmp_path: Path) -> None:
    """The folder is thrown away, and with it the traceback."""
    (tmp_path / FAILURES).write_text(
        'Traceback (most recent call last):\n  File "/x/gate.py", line 7, in submit\n    fail()\n'
        "ValueError: no place\n"
    )
    assert last_failure(tmp_path) == 'ValueError: no place (File "/x/gate.py", line 7, in submit)'


def _holds(outcome: Outcome) -> None:
    assert outcome.findings.clean, outcome.findings
    assert outcome.kills >= 20
    assert outcome.findings.counts["recorded"] > 0
    assert outcome.findings.counts["left"] > 0
    assert outcome.findings.counts["inbound"] > 0
