"""Which test runs which line: written down while the tests run once, as they are.

Loaded by pytest, with ``-p``. Only a test that runs a line can notice that it has changed, so that
a trial need not ask any other.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import coverage
import pytest

from .targets import PACKAGE, TARGETS

if TYPE_CHECKING:
    from collections.abc import Generator

FOLDER: Final = "SMSDESK_WATCHING"
"""The environment variable that names the folder for what is found."""

_coverage = coverage.Coverage(
    data_file=None, include=[str(PACKAGE / target) for target in TARGETS], config_file=False
)
_seconds: dict[str, float] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Watch; but not where other processes run the tests and this one only hears of them."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses"):
        _coverage.start()
        config.add_cleanup(_write)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    _coverage.switch_context(item.nodeid)
    return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] = _seconds.get(report.nodeid, 0.0) + report.duration


def _write() -> None:
    """Write the tests once, with their seconds, and by their numbers which of them run a line."""
    _coverage.stop()
    data = _coverage.get_data()
    numbers = {test: number for number, test in enumerate(_seconds)}
    runs: dict[str, dict[int, list[int]]] = {}
    for target in TARGETS:
        lines = data.contexts_by_lineno(str(PACKAGE / target))
        runs[target] = {
            line: sorted(numbers[test] for test in tests if test in numbers)
            for line, tests in lines.items()
        }
    found = {"seconds": _seconds, "runs": runs}
    path = Path(os.environ[FOLDER]) / f"{os.getpid()}.json"
    path.write_text(json.dumps(found), encoding="utf-8")
