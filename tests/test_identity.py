"""Whose desk it is: the login's, or that of the agent whom a forced command names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsdesk.config import Config, ConfigError, DeskConfig, load
from smsdesk.config.identity import NOBODY, config_of_agent

if TYPE_CHECKING:
    from pathlib import Path

BY_LOGIN = Config(desk=DeskConfig(user="maria"))
BY_COMMAND = replace(BY_LOGIN, desk=replace(BY_LOGIN.desk, identity="command"))


def test_by_login_the_user_counts_and_nobody_says_they_are_another() -> None:
    assert config_of_agent(BY_LOGIN, None, environ={}).desk.user == "maria"
    with pytest.raises(ConfigError, match=r"--agent counts where desk\.identity"):
        config_of_agent(BY_LOGIN, "priya", environ={})


def test_by_command_only_the_command_says_who_it_is() -> None:
    assert config_of_agent(BY_COMMAND, "priya", environ={}).desk.user == "priya"
    with pytest.raises(ConfigError, match="say who it is, as in smsdesk --agent NAME"):
        config_of_agent(BY_COMMAND, None, environ={"SMSDESK_DESK__USER": "maria"})


@pytest.mark.parametrize("name", ["", " ", "to\x1bm", "to\u202em", "x" * 65])
def test_a_name_that_no_record_could_have_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="--agent cannot be used; allowed is a name of 1 to 64"):
        config_of_agent(BY_COMMAND, name, environ={})
    assert config_of_agent(BY_COMMAND, "x" * 64, environ={}).desk.user == "x" * 64


def test_what_runs_for_the_firm_needs_no_name() -> None:
    assert config_of_agent(BY_COMMAND, None, for_agent=False, environ={}).desk.user == NOBODY


def test_a_command_that_came_with_the_connection_is_refused() -> None:
    for came in ("sh", "scp -t .", "smsdesk --agent tom"):
        with pytest.raises(ConfigError, match="a command came with the connection"):
            config_of_agent(BY_COMMAND, "priya", environ={"SSH_ORIGINAL_COMMAND": came})


@pytest.mark.parametrize(
    ("file", "variables", "identity", "restricted"),
    [
        ("", {}, "login", False),
        ('identity = "command"\nrestricted = true', {}, "command", True),
        (
            'identity = "command"\nrestricted = true',
            {"SMSDESK_DESK__IDENTITY": "login", "SMSDESK_DESK__RESTRICTED": "false"},
            "command",
            True,
        ),
        (
            'identity = "login"\nrestricted = false',
            {"SMSDESK_DESK__IDENTITY": "command", "SMSDESK_DESK__RESTRICTED": "true"},
            "command",
            True,
        ),
    ],
)
def test_a_variable_makes_it_stricter_and_never_looser(
    tmp_path: Path, file: str, variables: dict[str, str], identity: str, *, restricted: bool
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[desk]\n{file}\n", encoding="utf-8")
    desk = load(path, variables).desk
    assert (desk.identity, desk.restricted) == (identity, restricted)
