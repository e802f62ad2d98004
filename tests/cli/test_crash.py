"""A crash, wherever it happens, leaves one line and a private report without anybody's words."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.world.people import FIRM, SARAH, TOKEN

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.carrier.simulator import SimulatedCarrier

    from .conftest import Cli

BODY = "Rumpelstiltskin guards the gate"
NAME, EMAIL = "Quintessa Vandermolen", "quintessa@vandermolen.example"
PRIVATE = ("umpelstiltskin", "uintessa", "andermolen", SARAH, SARAH[2:], TOKEN)

BREAKING = """
    import asyncio, logging, sys, threading
    from sqlalchemy import text
    from smsdesk.__main__ import main
    from smsdesk.crash_report import install_hooks
    from smsdesk.store.tables import messages

    where, body, number = sys.argv[1:]

    def breaks(*_arguments, **_more):
        try:
            raise KeyError(f"{number} wrote {body}")
        except KeyError as error:
            raise ValueError(f"no place for {body} of {number}") from error

    class Leaves:
        def __del__(self):
            breaks()

    async def loops():
        asyncio.get_running_loop().call_soon(breaks)
        await asyncio.sleep(0)

    def nowhere(connection, **values):
        connection.execute(text("INSERT INTO nowhere VALUES (:body, :number)"), values)

    def in_a_thread():
        broken = threading.Thread(target=breaks)
        broken.start()
        broken.join()

    install_hooks()  # as main does
    match where:
        case "flow":
            messages.record = breaks
        case "database":
            messages.record = nowhere
        case "thread":
            in_a_thread()
        case "destructor":
            Leaves()
        case "log":
            logging.getLogger("any").error("%s wrote %s", number, body, exc_info=ValueError(body))
        case "loop":
            asyncio.run(loops())
    sys.argv = ["smsdesk", "send", number, body]
    main()
"""


def private_words(text: str) -> list[str]:
    return [word for word in PRIVATE if word in text]


@pytest.mark.parametrize(
    ("where", "code", "reports"),
    [
        ("flow", 1, 1),
        ("database", 2, 0),
        ("destructor", 0, 1),
        ("thread", 0, 1),
        ("log", 0, 0),
        ("loop", 0, 0),
    ],
)
def test_a_crash_tells_nothing(
    environment: dict[str, str], tmp_path: Path, where: str, code: int, reports: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(BREAKING), where, BODY, SARAH],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    assert private_words(done.stderr) == []
    folder = tmp_path / "state" / "smsdesk" / "crashes"
    written = list(folder.iterdir()) if folder.exists() else []
    assert len(written) == reports
    for report in written:
        assert str(report) in done.stderr
        assert done.stderr.count("\n") == 1
        assert report.stat().st_mode & 0o777 == 0o600
        text = report.read_text(encoding="utf-8")
        assert "in breaks" in text
        assert private_words(text) == []


def test_what_a_whole_run_writes_holds_no_secret_and_no_body_but_in_the_database(
    cli: Cli, carrier: SimulatedCarrier, tmp_path: Path
) -> None:
    """Crashes, refusals and wrong places included; standard output is what was asked for."""
    secret = "5ecre7f00dcafe42" * 2
    leads = tmp_path / "leads.csv"
    leads.write_text(f"name,email,phone\n{NAME},{EMAIL},{SARAH}\n", encoding="utf-8")
    config = tmp_path / "c.toml"
    config.touch(mode=0o600)
    carrier.ledger.receive(SARAH, f"{BODY}, she said")
    wrong = (
        {"SMSDESK_TWILIO__AUTH_TOKEN": secret},
        {"SMSDESK_TWILIO__ACCOUNT_SID": secret},
        {"SMSDESK_TWILIO__BASE_URL": f"https://{secret}@127.0.0.1:9"},
        {"SMSDESK_TWILIO__FROM_NUMBER": secret},
        {"SMSDESK_TWILIO__API_KEY": secret, "SMSDESK_TWILIO__API_SECRET": secret},
        {"SMSDESK_DATABASE__URL": str(tmp_path)},
        {"SMSDESK_DEBUG": "1"},
        {"HTTPS_PROXY": f"http://me:{secret}@127.0.0.1:9", "SMSDESK_TWILIO__BASE_URL": ""},
    )
    for more in ({}, *wrong):
        for command in (
            ("leads", "import", str(leads), "--lookup", "later"),
            ("sync",),
            ("send", SARAH, BODY, "--json"),
            ("doctor", "--json"),
            ("config", "show", "--json"),
        ):
            done = cli(*command, **more)
            assert "Traceback" not in done.err
            said = done.err + ("" if command[0] in ("send", "leads") else done.out)
            left = [word for word in (*PRIVATE[:3], secret, TOKEN) if word in said]
            assert left == [], (command, more, said)
    for file in tmp_path.rglob("*"):
        if file.is_file() and file != leads and not file.name.startswith("smsdesk.db"):
            content = file.read_text(encoding="utf-8", errors="replace")
            assert private_words(content) == [], file


def test_a_log_without_a_reader_is_not_printed() -> None:
    script = (
        "from smsdesk.crash_report import install_hooks; install_hooks();"
        f"import logging; logging.getLogger('x').error('{FIRM}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stderr == ""
    assert logging.lastResort is not None
