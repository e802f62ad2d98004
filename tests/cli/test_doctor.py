"""``smsdesk doctor``: what it finds, and what the exit code makes of it."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from smsdesk.cli.findings import Finding, fine
from tests.world import postgres
from tests.world.people import FIRM

from .conftest import Cli, Outcome, smsdesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def failures(done: Outcome) -> dict[str, str]:
    """Return what failed, and the remedy."""
    checks = done.document["checks"]
    return {check["check"]: check["remedy"] for check in checks if check["level"] == "fail"}


def test_all_is_well(cli: Cli) -> None:
    done = cli("doctor", "--json")
    assert done.code == 0
    assert done.document["ok"] is True
    assert {check["check"] for check in done.document["checks"]} == {
        "configuration",
        "database",
        "carrier",
        "number",
        "terminal",
    }
    text = cli("doctor").out
    assert f"ok    number         {FIRM} can send texts" in text


def test_what_is_found_is_said_before_the_next_look(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> Iterator[Finding]:
        sys.stdout.write("looking at the terminal\n")
        yield fine("terminal", "a sound one")

    monkeypatch.setattr("smsdesk.cli.doctor.examine_terminal", look)
    *before, looking, found = cli("doctor").out.splitlines()
    assert any("database" in line for line in before)
    assert looking == "looking at the terminal"
    assert "a sound one" in found


def test_nothing_is_set_up(bare_environment: dict[str, str]) -> None:
    done = smsdesk("doctor", "--json", environment=bare_environment)
    assert done.code == 2
    assert failures(done) == {"configuration": "smsdesk init makes one"}


@pytest.mark.parametrize(
    ("variables", "check", "code"),
    [
        ({"SMSDESK_TWILIO__FROM_NUMBER": ""}, "number", 2),
        ({"SMSDESK_TWILIO__FROM_NUMBER": "+14155550199"}, "number", 2),
        ({"SMSDESK_TWILIO__ACCOUNT_SID": "SK1"}, "account", 2),
        ({"SMSDESK_TWILIO__ACCOUNT_SID": ""}, "account", 2),
        ({"SMSDESK_TWILIO__AUTH_TOKEN": ""}, "account", 2),
        ({"SMSDESK_TWILIO__API_KEY": "SK1"}, "account", 2),
        ({"SMSDESK_TWILIO__AUTH_TOKEN": "wrong"}, "carrier", 2),
        ({"SMSDESK_TWILIO__BASE_URL": "http://127.0.0.1:9"}, "carrier", 6),
        ({"SMSDESK_DESK__REGION": "UK"}, "configuration", 2),
        ({"SMSDESK_LIMITS__PER_MINUTE": "11"}, "configuration", 2),
    ],
)
def test_what_is_wrong_has_a_remedy_and_an_exit_code(
    cli: Cli, variables: dict[str, str], check: str, code: int
) -> None:
    done = cli("doctor", "--json", **variables)
    assert done.code == code
    assert done.document["ok"] is False
    assert list(failures(done)) == [check]
    assert failures(done)[check]


def test_a_wrong_token_is_told_though_the_number_is_missing_too(cli: Cli) -> None:
    wrong = {"SMSDESK_TWILIO__FROM_NUMBER": "", "SMSDESK_TWILIO__AUTH_TOKEN": "wrong"}
    done = cli("doctor", "--json", **wrong)
    assert done.code == 2
    failed = [check["check"] for check in done.document["checks"] if check["level"] == "fail"]
    assert sorted(failed) == ["carrier", "number"], "all faults, each once"


def test_the_account_opens_though_the_number_is_missing(cli: Cli) -> None:
    checks = cli("doctor", "--json", SMSDESK_TWILIO__FROM_NUMBER="").document["checks"]
    said = {check["check"]: check["level"] for check in checks}
    assert (said["carrier"], said["number"]) == ("ok", "fail")


@pytest.mark.parametrize("content", ["", "[limits]\nper_minute = 11\n"])
def test_the_file_is_named_once(cli: Cli, tmp_path: Path, content: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text(content)
    for mode in (0o600, 0o644):
        file.chmod(mode)
        assert cli("doctor", "--config", str(file)).out.count(str(file)) == 1


def test_a_finding_and_its_remedy_read_as_one_sentence(cli: Cli) -> None:
    said = cli("doctor", SMSDESK_TWILIO__AUTH_TOKEN="wrong").out
    assert "(20003); compare the twilio keys" in said


def test_a_file_that_others_can_read_is_doubtful(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.touch(mode=0o644)
    done = cli("doctor", "--config", str(file))
    assert done.code == 0
    assert f"chmod 600 {file}" in done.out


def test_a_database_that_is_none_fails(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "not.db"
    file.write_bytes(b"not a database, but long enough to be looked at as one" * 100)
    done = cli("doctor", "--json", SMSDESK_DATABASE__URL=str(file))
    assert done.code == 2
    assert list(failures(done)) == ["database"]


# -- a database on a server -----------------------------------------------------------------------


def test_a_server_is_looked_at_too(cli: Cli, new_server_database: str) -> None:
    """That of the tests waits for no disk, which is what a firm's must not do."""
    done = cli("doctor", "--json", SMSDESK_DATABASE__URL=new_server_database)
    levels = {check["check"]: check["level"] for check in done.document["checks"]}
    assert list(levels)[1:9] == [
        "server", "role", "encryption", "durability", "latency", "clock", "timeouts", "database",
    ]  # fmt: skip
    assert levels["durability"] == "fail"
    assert done.code == 2
    assert (
        "fsync is off at the server" in cli("doctor", SMSDESK_DATABASE__URL=new_server_database).out
    )


def test_a_standby_that_is_away_is_said_and_not_waited_for(cli: Cli) -> None:
    if postgres.why_not() or postgres.programs() is None:
        pytest.skip(postgres.why_not() or "the programs of PostgreSQL are not on this machine")
    server = postgres.LocalServer(postgres.private_folder())
    server.start(settings=("synchronous_standby_names = 'other'",))
    try:
        done = cli("doctor", "--json", SMSDESK_DATABASE__URL=server.url.render_as_string())
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
    assert done.code == 2
    assert "standby" in failures(done)
    assert "database" not in {check["check"] for check in done.document["checks"]}


def test_a_server_that_cannot_be_reached_fails(cli: Cli) -> None:
    done = cli("doctor", "--json", SMSDESK_DATABASE__URL="postgresql://127.0.0.1:9/texts")
    assert done.code == 2
    assert list(failures(done)) == ["database"]
