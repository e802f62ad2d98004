"""Agents come to the firm's host by SSH: each is who their key says, and has the desk alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.rules.roles import Role
from smsdesk.desk import Desk
from tests.hosting import sshd
from tests.hosting.sshd import PATIENCE, UNBOUND, Host, hosting
from tests.world.people import ACCOUNT, FIRM, SARAH, TOKEN
from tests.world.shared_firm import SharedFirm, shared_firm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from smsdesk.core.read_models.threads import Thread
    from tests.terminal.on_a_pty import Terminal

pytestmark = pytest.mark.skipif(bool(sshd.why_not()), reason=sshd.why_not())

AGENTS_FILE = """
[twilio]
account_sid = "{account}"
auth_token = "{token}"
from_number = "{number}"
base_url = "{carrier}"

[desk]
identity = "command"
restricted = true

[database]
url = "{database}"

[lookup]
enabled = false

[quiet_hours]
mode = "off"
"""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with a host: its owner has put priya and tom on record; Sarah has texted."""

    host: Host
    shared: SharedFirm

    def thread_of(self, agent: str) -> Thread:
        """Return the thread with Sarah as an agent has it."""
        with Desk.open(self.shared.config(agent)) as desk:
            return desk.threads.get(SARAH)

    def at_carrier(self) -> list[str]:
        return self.shared.at_carrier()


@pytest.fixture
def firm(tmp_path: Path, template: Path) -> Iterator[Firm]:
    with shared_firm(tmp_path, template) as shared:
        config = tmp_path / "agents.toml"
        config.write_text(
            AGENTS_FILE.format(
                account=ACCOUNT,
                token=TOKEN,
                number=FIRM,
                carrier=shared.carrier,
                database=shared.database,
            )
        )
        config.chmod(0o600)
        with Desk.open(shared.config("owner")) as desk:
            desk.agents.add("owner")
            desk.agents.add("priya", Role.SUPERVISOR)
            desk.agents.add("tom")
            desk.background.sync()
        with hosting(tmp_path, config, ("priya", "tom", "mallory")) as host:
            yield Firm(host, shared)


def open_the_thread(terminal: Terminal) -> None:
    terminal.until_shown("Are you there?")
    terminal.press("\r")
    terminal.until_shown("⏎ send")


def until(come: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < give_up, what
        time.sleep(0.1)  # another process works meanwhile, and tells nobody


def test_two_agents_by_one_login_are_each_themselves(firm: Firm) -> None:
    with firm.host.at_a_terminal("priya") as priya, firm.host.at_a_terminal("tom") as tom:
        open_the_thread(priya)
        open_the_thread(tom)
        priya.until_shown("tom is here")
        tom.until_shown("priya is here")
        priya.press("Yes, priya is", "\r")
        tom.until_shown("Yes, priya is")
        priya.until(lambda: firm.at_carrier() == ["Yes, priya is"], "her text at the carrier")
        tom.press("And so is tom")
        tom.type_with_gaps(0.8, "", "\r")
        tom.until(lambda: len(firm.at_carrier()) == 2, "his text at the carrier")
    sent = [(one.text, one.sent_by) for one in firm.thread_of("owner").bubbles if one.sent_by]
    assert sent == [("Yes, priya is", "priya"), ("And so is tom", "tom")]


def test_a_variable_that_the_server_lets_in_makes_nobody_another(firm: Firm) -> None:
    """``AcceptEnv SMSDESK_*`` would be a mistake; not even then does a variable count."""
    tricks = ("USER=tom", "IDENTITY=login", "RESTRICTED=false")
    said = [f"-oSetEnv={' '.join(f'SMSDESK_DESK__{trick}' for trick in tricks)}"]
    with firm.host.at_a_terminal("priya", *said) as terminal:
        open_the_thread(terminal)
        terminal.press("Still priya", "\r")
        terminal.until(lambda: firm.at_carrier() == ["Still priya"], "the text at the carrier")
        terminal.press("\x1a")  # ^Z
        terminal.press("\x12")  # ^R, the import of a file
        terminal.press("One more")
        terminal.until_shown("One more")
    assert firm.thread_of("owner").bubbles[-1].sent_by == "priya"


def test_who_has_a_key_and_is_not_on_record_has_no_desk(firm: Firm) -> None:
    with firm.host.at_a_terminal("mallory") as terminal:
        terminal.until_shown("not on record")
        assert "Are you there?" not in terminal.screen


@pytest.mark.parametrize(
    "command", ["id", "/bin/sh", "smsdesk --agent tom", "smsdesk agents list", "cat smsdesk.db"]
)
def test_no_command_comes_with_the_connection(firm: Firm, command: str) -> None:
    for terminal in ((), ("-tt",)):
        asked = firm.host.ask("ssh", *firm.host.ssh("priya", *terminal)[1:], command)
        assert asked.returncode == 2
        assert "a command came with the connection" in asked.stdout + asked.stderr
        assert "uid=" not in asked.stdout
    assert firm.at_carrier() == []


def test_no_shell_and_no_desk_without_a_terminal(firm: Firm) -> None:
    asked = firm.host.ask("ssh", *firm.host.ssh("priya", "-T")[1:])
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "the desk needs a terminal" in asked.stderr


def test_no_file_comes_or_goes(firm: Firm, tmp_path: Path) -> None:
    host, got, put = firm.host, tmp_path / "got", tmp_path / "put"
    (tmp_path / "mine").write_text("mine")
    database = firm.shared.database.removeprefix("sqlite:///")
    theirs = f"{host.address}:{database}"
    options = host.options("priya")
    batch = tmp_path / "batch"
    batch.write_text(f"get {database} {got}\nput {tmp_path}/mine {put}\n")
    asked = {
        "scp from": host.ask("scp", *options, theirs, str(got)),
        "scp to": host.ask("scp", *options, str(tmp_path / "mine"), f"{host.address}:{put}"),
        "the older scp from": host.ask("scp", "-O", *options, theirs, str(got)),
        "the older scp to": host.ask(
            "scp", "-O", *options, str(tmp_path / "mine"), f"{host.address}:{put}"
        ),
        "sftp": host.ask("sftp", *options, "-b", str(batch), host.address),
        "the subsystem": host.ask("ssh", *host.ssh("priya", "-s")[1:], "sftp"),
    }
    assert {what for what, done in asked.items() if done.returncode == 0} == set()
    assert not got.exists()
    assert not put.exists()
    assert host.ask("scp", *host.options(UNBOUND), theirs, str(got)).returncode == 0


def test_no_port_is_forwarded(firm: Firm) -> None:
    host = firm.host
    to_carrier = firm.shared.carrier.removeprefix("http://")

    def through(key: str) -> str:
        return host.ask("ssh", *host.options(key), "-W", to_carrier, host.address).stderr

    assert "forwarding failed" in through("priya")
    assert "forwarding failed" not in through(UNBOUND)
    back = host.ssh("priya", "-N", "-oExitOnForwardFailure=yes", "-R", f"0:{to_carrier}")
    refused = host.ask("ssh", *back[1:])
    assert refused.returncode != 0
    assert "forwarding failed" in refused.stderr


def test_a_dropped_connection_loses_nothing(firm: Firm) -> None:
    with firm.host.at_a_terminal("priya") as terminal:
        open_the_thread(terminal)
        terminal.press("Sent before", "\r")
        terminal.until_gone("Sent before\n")
        terminal.until(lambda: firm.at_carrier() == ["Sent before"], "the text at the carrier")
        terminal.press("Half a thought")
        terminal.until_shown("Half a thought")
        terminal.process.kill()
        terminal.process.wait()
    until(lambda: firm.thread_of("priya").draft == "Half a thought", "the draft is kept")
    with firm.host.at_a_terminal("priya") as terminal:
        terminal.until_shown("Are you there?")
        terminal.press("\r")
        terminal.until_shown("Half a thought")
    assert firm.at_carrier() == ["Sent before"]
