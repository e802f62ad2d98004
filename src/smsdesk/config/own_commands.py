"""Programs that the configuration names: they run without a shell, and none that others wrote."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from smsdesk.config.errors import ConfigError
from smsdesk.private_files import exposures_of

if TYPE_CHECKING:
    from smsdesk.config.sections import Config


def is_in_file(config: Config, dotted: str) -> bool:
    """Return whether the configuration file says what counts for a key."""
    return ":" in config.origins.get(dotted, "")  # FILE:LINE; a variable's name has none


def refuse_others_command(config: Config, key: str) -> None:
    """Let no command run that another user of this computer may have written.

    Raises:
        ConfigError: others can change the file that names it, or the desk is restricted.
    """
    if config.desk.restricted:
        raise ConfigError(f"{key} is not run: desk.restricted lets no program be started")
    if config.source is None or not is_in_file(config, key):
        return
    for one in exposures_of(config.source):
        if one.writable:
            raise ConfigError(f"{key} is not run: {one.says}; {one.fix}")


def notify_command(config: Config) -> list[str]:
    """Return the program that notifies with its arguments; empty where there is none.

    Raises:
        ConfigError: others can change the file that names it, or the desk is restricted.
    """
    if not config.notify.command:
        return []
    refuse_others_command(config, "notify.command")
    return shlex.split(config.notify.command)
