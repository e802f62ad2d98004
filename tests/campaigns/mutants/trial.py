"""One change, tried: a copy of the source with it, and the tests run on that copy."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pytest

from .targets import PACKAGE, ROOT, TARGETS, TESTS
from .watching import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from .mutations import Mutation

_ENDLESS: Final = 300.0
"""Seconds after which a run counts as one that noticed: it would never have ended."""

_SECONDS: Final = 60.0
"""Seconds of tests, as they took when watched, that are asked about one change."""

_NOTHING_CHOSEN: Final = 4
"""What pytest ends with where a test is not there any more, or cannot be imported."""


_PROCESSES: Final = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(
    ["pytest", "sqlmodel", "alembic.command", "twilio.rest", "httpx", "phonenumbers", "textual.app"]
)
"""Each trial begins with the libraries loaded: to load them takes longer than most of them."""


class Asked:
    """Which tests run which line, and how long each takes."""

    def __init__(self, folder: Path) -> None:
        """Read what ``watch`` has left in a folder."""
        self._runs: dict[str, defaultdict[int, set[str]]] = {
            target: defaultdict(set) for target in TARGETS
        }
        self._seconds: dict[str, float] = {}
        for path in folder.glob("*.json"):
            found = json.loads(path.read_text(encoding="utf-8"))
            self._seconds |= found["seconds"]
            tests = list(found["seconds"])
            for target, lines in found["runs"].items():
                for line, numbers in lines.items():
                    self._runs[target][int(line)].update(tests[number] for number in numbers)

    def about(self, target: str, line: int) -> list[str]:
        """Return the tests that run a line: the file's own, then its folder's, quick ones first."""
        *_, folder, subject = target.removesuffix(".py").split("/")

        def order(test: str) -> tuple[bool, bool, float]:
            return subject not in test, f"/{folder}/" not in test, self._seconds.get(test, 0.0)

        chosen: list[str] = []
        left = _SECONDS
        # What a function's head or a constant says runs when it is imported, whatever test runs.
        tests = self._runs[target][line] or set().union(*self._runs[target].values())
        for test in sorted(tests, key=order):
            left -= self._seconds.get(test, 0.0)
            if left < 0 and chosen:
                break
            chosen.append(test)
        return chosen


def watch(folder: Path, processes: int) -> Asked:
    """Return which test runs which line: run them once, as they are, where a folder is empty.

    Raises:
        RuntimeError: a test failed, so that no trial would mean anything.
    """
    folder.mkdir(exist_ok=True)
    if any(folder.iterdir()):
        return Asked(folder)
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(processes), *TESTS]
    # A rule is the same on both engines: on one a trial has time for twice as many tests.
    command += ["--engine", "sqlite", "-p", f"{__package__}.watching"]
    environment = {**os.environ, FOLDER: str(folder)}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        for left in folder.iterdir():
            left.unlink()
        raise RuntimeError(run.stdout[-2000:] + run.stderr[-2000:])
    return Asked(folder)


class Bench:
    """A copy of the source in which one file at a time is changed."""

    def __init__(self, folder: Path, asked: Asked) -> None:
        """Copy the source into ``folder``."""
        self._source = folder / "src"
        self._said = folder / "said.txt"
        self._asked = asked
        self._second = 1_000_000_000
        shutil.copytree(PACKAGE.parent, self._source, ignore=shutil.ignore_patterns("*.pyc"))

    def noticed_by(self, target: str, mutation: Mutation) -> str | None:
        """Return what noticed the change, or ``None`` where no test did."""
        path = self._source / "smsdesk" / target
        original = path.read_text(encoding="utf-8")
        self._write(path, mutation.applied(original))
        try:
            return self._failed(self._asked.about(target, mutation.line))
        finally:
            self._write(path, original)

    def _write(self, path: Path, source: str) -> None:
        """Write it as of another second: compiled code is looked up by size and second."""
        self._second += 1
        path.write_text(source, encoding="utf-8")
        os.utime(path, (self._second, self._second))

    def _failed(self, tests: list[str]) -> str | None:
        if not tests:
            return None
        asked = _PROCESSES.Process(target=_ask, args=(ROOT, self._source, self._said, tests))
        asked.start()
        asked.join(_ENDLESS)
        if asked.exitcode is None:
            asked.kill()
            asked.join()
            return "did not end"
        if asked.exitcode == 0:
            return None
        said = self._said.read_text(encoding="utf-8")
        failed = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
        if failed:
            return failed[0].split(" - ")[0]
        if asked.exitcode == _NOTHING_CHOSEN:
            return "cannot be imported"
        raise RuntimeError(f"pytest ended with {asked.exitcode}: {said}")


def _ask(root: Path, source: Path, said: Path, tests: list[str]) -> None:
    """Run tests on a copy of the source, in a process of its own, and end with pytest's code."""
    with said.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(root)
    sys.path.insert(0, str(source))
    os.environ["PYTHONPATH"] = str(source)
    sys.exit(pytest.main(["-q", "-x", "-n0", "--no-header", *tests]))
