"""Whose desk it is: the login's, or that of the agent whom a forced command names.

On a host to which agents come by SSH they share one login. There the key with which somebody comes
says who they are: its forced command in ``authorized_keys`` names the agent. Nothing that can come
with a connection counts: no variable, and no command of the agent's own.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from smsdesk.config.errors import ConfigError
from smsdesk.config.kinds import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smsdesk.config.sections import Config

NOBODY: Final = "smsdesk"
"""Who works where a program runs for the firm: it polls, transmits and copies for everybody."""

ORIGINAL_COMMAND: Final = "SSH_ORIGINAL_COMMAND"
"""What whoever connects has asked to run instead of the forced command; see sshd(8)."""


def config_of_agent(
    config: Config,
    agent: str | None,
    *,
    for_agent: bool = True,
    environ: Mapping[str, str] | None = None,
) -> Config:
    """Return the configuration of the agent who is at this desk.

    Args:
        config: as it was loaded.
        agent: ``--agent``, or ``None``.
        for_agent: whether somebody works at it; a program for the firm needs nobody's name.
        environ: the environment's variables; ``os.environ`` where it is not given.

    Raises:
        ConfigError: one line that says what is missing, or what does not count here.
    """
    if config.desk.identity == "login":
        if agent is not None:
            raise ConfigError('--agent counts where desk.identity = "command"; leave it out here')
        return config
    if (os.environ if environ is None else environ).get(ORIGINAL_COMMAND):
        raise ConfigError("a command came with the connection; here is nothing but the desk")
    if agent is None and for_agent:
        raise ConfigError(
            'desk.identity = "command": say who it is, as in smsdesk --agent NAME (docs/hosting.md)'
        )
    name = NOBODY if agent is None else _checked(agent)
    return replace(config, desk=replace(config.desk, user=name))


def _checked(agent: str) -> str:
    try:
        name = NAME.accept(agent)
    except ValueError:
        name = ""
    if not name or not name.isprintable():
        raise ConfigError(f"--agent cannot be used; allowed is {NAME.allowed}")
    return name
