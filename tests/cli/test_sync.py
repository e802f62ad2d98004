"""``smsdesk sync`` and ``smsdesk simulator``: the long ones, and what reaches them."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

from smsdesk.cli.sync import _print_report
from smsdesk.core.read_models.sending import SyncReport
from tests.world.people import SARAH

if TYPE_CHECKING:
    import pytest

    from smsdesk.carrier.simulator import SimulatedCarrier

    from .conftest import Cli

NOWHERE = "http://127.0.0.1:9"


def test_sync_takes_in_what_is_new_once(cli: Cli, carrier: SimulatedCarrier) -> None:
    carrier.ledger.receive(SARAH, "Hello")
    done = cli("sync", "--json")
    assert done.code == 0
    assert (done.document["received"], done.document["transmitted"]) == (1, 0)
    assert cli("sync").out.startswith("0 received")


def test_what_it_did_stands_in_the_line_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    _print_report(SyncReport(received=1, transmitted=2, settled=3, looked_up=4))
    assert capsys.readouterr().out == (
        "1 received  0 status updates  0 consent changes  2 transmitted  3 settled  4 looked up\n"
    )


def test_sync_without_a_network_is_exit_code_6(cli: Cli) -> None:
    done = cli("sync", "--json", SMSDESK_TWILIO__BASE_URL=NOWHERE)
    assert done.code == 6
    assert set(done.document.values()) == {0}
    assert done.complaint


def test_watch_goes_on_until_it_is_told_to_stop(
    environment: dict[str, str], carrier: SimulatedCarrier
) -> None:
    carrier.ledger.receive(SARAH, "Hello")
    with subprocess.Popen(
        [sys.executable, "-m", "smsdesk", "sync", "--watch", "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["received"] == 1
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""


def test_a_port_in_use_is_said_once(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = cli("simulator", "--port", str(port))
    assert done.code == 2
    reason = os.strerror(errno.EADDRINUSE)
    assert done.complaint == f"smsdesk: port {port} cannot be used: {reason}\n"


def test_the_simulator_serves_whoever_takes_its_variables(
    bare_environment: dict[str, str],
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "smsdesk", "simulator", "--port", "0", "--json"],
        env=bare_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        variables = json.loads(process.stdout.readline())["environment"]
        assert len(variables["SMSDESK_TWILIO__AUTH_TOKEN"]) >= 32, "nobody can guess it"
        done = subprocess.run(
            [sys.executable, "-m", "smsdesk", "doctor", "--json"],
            env={**bare_environment, **variables},
            capture_output=True,
            check=False,
            timeout=60,
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
    assert done.returncode == 0, done.stdout
