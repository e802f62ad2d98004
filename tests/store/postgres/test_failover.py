"""Another server takes over, or the standby is away: nothing is lost, nothing is sent blindly."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from smsdesk.desk import Desk
from smsdesk.errors import DeskError
from smsdesk.store.database import open_database
from smsdesk.store.errors import DatabaseBusy
from smsdesk.store.postgres import database as postgres_database
from smsdesk.store.schema.ensure import ensure_schema
from smsdesk.store.tables import contacts
from tests.world import postgres
from tests.world.firm import Firm, statuses, submit
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN, TOM
from tests.world.postgres import ask
from tests.world.shared_firm import firm_that_shares
from tests.world.standby import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def pair() -> Iterator[Pair]:
    if postgres.programs() is None:
        pytest.skip("the programs of PostgreSQL are not on this machine")
    pair = Pair()
    yield pair
    pair.close()


@pytest.fixture
def firm(pair: Pair, tmp_path: Path) -> Iterator[Firm]:
    firm = Firm(tmp_path, server=pair.url.render_as_string())
    yield firm
    firm.close()


def until(holds: Callable[[], object], what: str) -> None:
    """Wait until something holds that another process does."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def test_what_waits_on_the_server_that_took_over_is_looked_for_and_never_sent_blindly(
    pair: Pair, firm: Firm
) -> None:
    """An asynchronous standby that has not heard of the last commits."""
    desk = firm.desk()
    waiting = submit(desk, "Hi Sarah")
    pair.copy()
    desk.sending.transmit(waiting)
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    pair.fail_over()
    with pytest.raises(DeskError, match="another database server has taken over"):
        desk.sending.submit(SARAH, "And again")
    again = firm.desk()
    assert statuses(again) == ["unconfirmed"]
    for _ in range(8):
        firm.clock.move(minutes=1)
        again.background.sync()
    assert firm.at_carrier(SARAH) == ["Hi Sarah"]
    assert statuses(again) == ["delivered"]


def test_a_synchronous_standby_that_is_away_stops_sending_and_says_so(
    pair: Pair, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria, jonas = firm.desk(), firm.desk("jonas")
    pair.copy()
    pair.start_standby()
    pair.wait_for_standby("*")
    url = pair.first.url.render_as_string()
    until(lambda: ask(url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"), "sync")
    assert maria.sending.send(SARAH, "With both servers").status == "sent"

    pair.second.stop("fast")
    results: list[str] = []
    sending = threading.Thread(
        target=lambda: results.append(maria.sending.send(SARAH, "With one of them").status)
    )
    sending.start()
    until(lambda: ask(url, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"), "waits")
    monkeypatch.setattr(postgres_database, "BUSY_SECONDS", 0.3)
    with pytest.raises(DatabaseBusy, match="synchronous standby does not answer") as caught:
        jonas.sending.submit(TOM, "At the same time")
    assert "\n" not in str(caught.value)
    assert statuses(jonas) == ["sent"], "who reads waits for nobody"
    assert firm.at_carrier(SARAH) == ["With both servers"]
    assert results == []

    monkeypatch.undo()
    pair.start_standby()
    sending.join(20)
    assert results == ["sent"]
    assert jonas.sending.send(TOM, "Once it is back").status == "sent"
    assert firm.at_carrier(SARAH) == ["With both servers", "With one of them"]
    assert firm.at_carrier(TOM) == ["Once it is back"]


def test_who_was_refused_is_told_when_it_is_over(pair: Pair) -> None:
    url, said = pair.first.url.render_as_string(), list[str]()
    waits, asks = open_database(url), open_database(url, tell=said.append)
    ensure_schema(waits)
    ensure_schema(asks)
    pair.wait_for_standby("*")

    def write() -> None:
        with waits.write() as connection:
            contacts.ensure(connection, SARAH)

    waiting = threading.Thread(target=write)
    waiting.start()
    until(lambda: ask(url, "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"), "waits")
    with pytest.raises(DatabaseBusy, match="nothing is recorded"), asks.write(patience=0.3):
        pass
    assert said == [], "the error says it"
    pair.wait_for_standby("")
    waiting.join(20)
    for _ in range(2):
        with asks.write():
            pass
    assert said == [""], "once"
    waits.close()
    asks.close()


@contextmanager
def ended(command: subprocess.Popen[str]) -> Iterator[None]:
    """Leave no command behind that waits for ever, where a test has failed."""
    try:
        yield
    finally:
        command.kill()


def test_a_command_says_what_it_waits_for_and_does_it_once(
    pair: Pair, firm: Firm, tmp_path: Path
) -> None:
    """The first of all: it finds neither tables nor a standby."""
    pair.wait_for_standby("*")
    url = pair.first.url.render_as_string()
    command = subprocess.Popen(
        [sys.executable, "-m", "smsdesk", "optout", "add", SARAH],
        env=dict(os.environ) | {"SMSDESK_CONFIG": str(config_of(firm, tmp_path))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with command, ended(command):
        assert command.stderr is not None
        told = command.stderr.readline()
        assert told.startswith("smsdesk: the database's synchronous standby does not answer")
        assert "do not do it again" in told
        assert "try again" not in told
        assert command.poll() is None, "it waits on"
        pair.wait_for_standby("")
        said, rest = command.communicate(timeout=30)
    assert (command.returncode, rest) == (0, ""), said
    counted = "SELECT count(*) FROM contact_event WHERE kind = 'opt_out'"
    assert ask(url, counted) == [(1,)]


def test_a_text_sent_by_a_command_waits_for_the_standby_and_leaves_once(
    pair: Pair, tmp_path: Path
) -> None:
    pair.copy()
    pair.start_standby()
    pair.wait_for_standby("*")
    url = pair.first.url.render_as_string()
    until(lambda: ask(url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"), "sync")
    with firm_that_shares(url) as firm:
        with Desk.open(firm.config("ana")) as desk:
            desk.background.sync()
        pair.second.stop("fast")
        command = smsdesk(tmp_path, url, firm.carrier, "send", SARAH, "With one of them")
        with command, ended(command):
            assert command.stderr is not None
            told = command.stderr.readline()
            assert "synchronous standby does not answer" in told
            assert "do not do it again" in told
            assert firm.at_carrier() == []
            another = smsdesk(tmp_path, url, firm.carrier, "send", SARAH, "At the same time")
            said, why = another.communicate(timeout=30)
            assert (another.returncode, said) == (1, "")
            assert "nothing is recorded or sent until it does" in why
            assert why.count("\n") == 1
            assert command.poll() is None, "it waits on"
            pair.start_standby()
            said, rest = command.communicate(timeout=60)
        assert (command.returncode, rest) == (0, ""), said
        assert firm.at_carrier() == ["With one of them"]
        with Desk.open(firm.config("ana")) as desk:
            desk.background.sync()
            assert [bubble.text for bubble in desk.threads.get(SARAH).bubbles] == [
                "Are you there?",
                "With one of them",
            ]
        assert firm.at_carrier() == ["With one of them"]


def smsdesk(folder: Path, url: str, carrier: str, *arguments: str) -> subprocess.Popen[str]:
    """Run a command of a firm that has a carrier."""
    path = folder / "config.toml"
    path.write_text(
        f'[database]\nurl = "{url}"\n[desk]\nregion = "US"\n[twilio]\naccount_sid = "{ACCOUNT}"\n'
        f'auth_token = "{TOKEN}"\nfrom_number = "{FIRM}"\nbase_url = "{carrier}"\n',
        "utf-8",
    )
    path.chmod(0o600)
    return subprocess.Popen(
        [sys.executable, "-m", "smsdesk", *arguments],
        env=dict(os.environ) | {"SMSDESK_CONFIG": str(path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def config_of(firm: Firm, folder: Path) -> Path:
    """Write the configuration of a command on the firm's database."""
    path = folder / "config.toml"
    path.write_text(
        f'[database]\nurl = "{firm.url}"\n[twilio]\nfrom_number = "{firm.number}"\n', "utf-8"
    )
    path.chmod(0o600)
    return path


def test_who_is_cut_off_while_a_commit_waits_for_the_standby_goes_on_waiting(
    pair: Pair, firm: Firm
) -> None:
    """The server has it, the standby not yet, and an admin ends the connection."""
    desk = firm.desk()
    pair.wait_for_standby("*")
    url = pair.first.url.render_as_string()
    results: list[str] = []
    sending = threading.Thread(target=lambda: results.append(submit_alone(firm)))
    sending.start()

    def waiting() -> set[int]:
        told = ask(url, "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
        return {int(pid) for (pid,) in told}

    until(waiting, "the commit waits")
    ended = waiting()
    ask(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
    until(lambda: waiting() - ended, "another connection waits for the same")
    assert results == [], "the standby does not have it: nobody is told that it is recorded"
    assert statuses(desk) == ["queued"]
    pair.wait_for_standby("")
    sending.join(20)
    assert results == ["queued"]
    desk.background.sync()
    assert firm.at_carrier(SARAH) == ["Only here so far"]


def submit_alone(firm: Firm) -> str:
    """Record a text at a desk that has been open."""
    return firm._desks[0].sending.submit(SARAH, "Only here so far").status
