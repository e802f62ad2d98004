"""A firm of its own for every test: its folders, its database, its simulated carrier."""

from __future__ import annotations

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from smsdesk.__main__ import run
from smsdesk.carrier.simulator import Ledger, SimulatedCarrier, create_app, serve
from smsdesk.private_files import make_private_folder
from tests.world.clocks import RunningClock
from tests.world.people import ACCOUNT, FIRM, TOKEN


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document that it has to be."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """Standard error as the one line that it has to be."""
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("smsdesk: ")
        return self.err


Cli = Callable[..., Outcome]


@pytest.fixture
def bare_environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which nobody has ever used smsdesk."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SMSDESK_", "TWILIO_", "XDG_"))
    }
    folders = {
        "HOME": tmp_path / "home",
        "XDG_CONFIG_HOME": tmp_path / "config",
        "XDG_DATA_HOME": tmp_path / "data",
        "XDG_STATE_HOME": tmp_path / "state",
    }
    return {**kept, **{name: str(path) for name, path in folders.items()}, "TZ": "UTC"}


@pytest.fixture
def carrier_clock() -> RunningClock:
    """The clock of the simulated carrier."""
    return RunningClock()


@pytest.fixture
def carrier(carrier_clock: RunningClock) -> SimulatedCarrier:
    """The simulated carrier, without anybody who has been set up."""
    ledger = Ledger(clock=carrier_clock, firm_number=FIRM)
    return create_app(ledger, account_sid=ACCOUNT, auth_token=TOKEN)


@pytest.fixture
def environment(
    bare_environment: dict[str, str], carrier: SimulatedCarrier, template: Path
) -> Iterator[dict[str, str]]:
    """The environment of a firm that is set up, on the simulated carrier; its database is empty."""
    database = Path(bare_environment["XDG_DATA_HOME"], "smsdesk", "smsdesk.db")
    make_private_folder(database.parent)
    shutil.copy(template, database)
    server = serve(carrier)
    yield {
        **bare_environment,
        "SMSDESK_TWILIO__BASE_URL": server.url,
        "SMSDESK_TWILIO__ACCOUNT_SID": ACCOUNT,
        "SMSDESK_TWILIO__AUTH_TOKEN": TOKEN,
        "SMSDESK_TWILIO__FROM_NUMBER": FIRM,
        "SMSDESK_DESK__USER": "maria",
        "SMSDESK_QUIET_HOURS__MODE": "off",  # whatever the time is where the tests run
    }
    server.shutdown()


@pytest.fixture
def cli(
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Cli:
    """Run a command of the firm in this process, as ``main`` does."""

    def command(*arguments: str, stdin: bytes = b"", **variables: str) -> Outcome:
        for name in os.environ:
            monkeypatch.delenv(name)
        for name, value in {**environment, **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = run(arguments)
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return command


def smsdesk(
    *arguments: str, environment: dict[str, str], stdin: bytes = b"", **options: Any
) -> Outcome:
    """Run a command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "smsdesk", *arguments],
        env=environment,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        **options,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def at_a_terminal(
    *arguments: str, environment: dict[str, str], answers: Sequence[str]
) -> tuple[int, str]:
    """Run a command at a terminal of its own; return its exit code and all that was seen.

    Every question ends with ``: ``; each gets the next of ``answers``.
    """
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "smsdesk", *arguments],
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        seen = ""
        for answer in answers:
            while not seen.endswith(": "):
                seen += os.read(ours, 1024).decode()
            os.write(ours, f"{answer}\n".encode())
            seen += "\n"
        with suppress(OSError):  # Linux reports an end of file on a closed terminal as EIO
            while more := os.read(ours, 1024):
                seen += more.decode()
        code = process.wait(60)
    os.close(ours)
    return code, seen
