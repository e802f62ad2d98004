"""On the command line a restricted configuration has the desk, and nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.config import Config, ConfigError, DeskConfig, TwilioConfig
from smsdesk.config.login import login_of
from smsdesk.config.own_commands import notify_command
from smsdesk.config.sections import NotifyConfig

from .test_start import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Cli


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_no_command_runs_beside_the_desk(cli: Cli, command: str) -> None:
    refused = cli(*command.split(), SMSDESK_DESK__RESTRICTED="true")
    assert refused.code == 2
    assert "there is the desk, and no other command" in refused.complaint


@pytest.mark.parametrize("command", [("--help",), ("leads", "--help"), ("agents", "list"), ("no",)])
def test_nor_does_help_or_a_command_that_is_new_or_none(cli: Cli, command: tuple[str, ...]) -> None:
    refused = cli(*command, SMSDESK_DESK__RESTRICTED="true")
    assert (refused.code, refused.out) == (2, "")


def test_the_file_says_it_and_no_variable_takes_it_back(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "agents.toml"
    file.write_text("[desk]\nrestricted = true\n")
    file.chmod(0o600)
    asked = ("--config", str(file), "stats")
    refused = cli(*asked, SMSDESK_DESK__RESTRICTED="false")
    assert refused.code == 2
    assert "desk.restricted" in refused.complaint
    file.write_text("[desk]\nrestricted = false\n")
    assert cli(*asked).code == 0


def test_the_desk_itself_is_there(cli: Cli) -> None:
    assert "the desk needs a terminal" in cli(SMSDESK_DESK__RESTRICTED="true").complaint


def test_no_program_of_the_configuration_is_started() -> None:
    config = Config(
        desk=DeskConfig(restricted=True),
        twilio=TwilioConfig(account_sid="AC1", auth_token_command="pass show twilio"),
        notify=NotifyConfig(command="notify-send"),
    )
    with pytest.raises(ConfigError, match=r"auth_token_command is not run: desk\.restricted"):
        login_of(config)
    with pytest.raises(ConfigError, match=r"notify\.command is not run: desk\.restricted"):
        notify_command(config)
