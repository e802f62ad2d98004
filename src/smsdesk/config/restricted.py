"""The command line where ``desk.restricted`` is set: the desk, and nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.config.errors import ConfigError
from smsdesk.config.loading import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def refuse_other_commands(path: Path | None, environ: Mapping[str, str] | None = None) -> None:
    """Let no command run beside the desk where the configuration is a restricted one.

    One that cannot be read says nothing here: whatever needs it refuses it, and what does not is
    how it is mended.

    Args:
        path: ``--config``, or ``None``.
        environ: the environment's variables; ``os.environ`` where it is not given.

    Raises:
        ConfigError: it is.
    """
    try:
        config = load(path, environ)
    except ConfigError:
        return
    if config.desk.restricted:
        raise ConfigError("desk.restricted is set here: there is the desk, and no other command")
