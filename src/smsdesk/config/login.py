"""What opens the account, from where it is kept: a value, a command's output, the keyring.

A value counts first, then the command, then the keyring; of a value in the file and a command in
the environment the command does. They are asked when the carrier is first needed, not before.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from smsdesk.config.errors import ConfigError
from smsdesk.config.own_commands import is_in_file, refuse_others_command
from smsdesk.redaction import remember

if TYPE_CHECKING:
    from smsdesk.config.sections import Config

SERVICE: Final = "smsdesk"
"""Under which the keyring keeps a secret; its user name is the account's or the API key's SID."""

PATIENCE: Final = 30.0
"""Seconds that a command may take: somebody may have to unlock what it reads."""

_LONGEST = 4096
_LEFT_OUT = 1 << 16


@dataclass(frozen=True, slots=True)
class Login:
    """What opens the account: the API key's secret, else the account's token, else neither."""

    auth_token: str = field(default="", repr=False)
    api_secret: str = field(default="", repr=False)


def login_of(config: Config) -> Login:
    """Return the secrets; a command runs now, once in the life of the process.

    Raises:
        ConfigError: the command or the keyring gives none; one line without its output.
    """
    if config.twilio.api_key:
        secret = _secret(config, "api_secret", config.twilio.api_key)
        if secret:
            return Login(api_secret=secret)
    return Login(auth_token=_secret(config, "auth_token", config.twilio.account_sid))


def is_kept_elsewhere(config: Config) -> bool:
    """Whether a command or the keyring is to be asked for what opens the account."""
    twilio = config.twilio
    return bool(twilio.auth_token_command or twilio.api_secret_command or twilio.keyring)


def store_in_keyring(user: str, secret: str) -> None:
    """Keep a secret in the system's keyring.

    Args:
        user: the account's SID, or the API key's.
        secret: what opens it.

    Raises:
        ConfigError: there is no keyring, or it does not take it.
    """
    remember(secret)
    try:
        _keyring().set_password(SERVICE, user, secret)
    except ConfigError:
        raise
    except Exception as error:  # each keyring has errors of its own
        raise ConfigError(f"the keyring did not take it ({type(error).__name__})") from None


def _secret(config: Config, name: str, user: str) -> str:
    value: str = getattr(config.twilio, name)
    key = f"twilio.{name}_command"
    command: str = getattr(config.twilio, f"{name}_command")
    if value and not (command and _is_weaker(config, f"twilio.{name}", than=key)):
        return value
    if command:
        refuse_others_command(config, key)
        return _first_line(key, command)
    return _from_keyring(user) if config.twilio.keyring and user else ""


def _is_weaker(config: Config, value: str, *, than: str) -> bool:
    return is_in_file(config, value) and not is_in_file(config, than)


@lru_cache(maxsize=8)
def _first_line(key: str, command: str) -> str:
    """Run a command without a shell and return the first line of what it prints."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the owner's own command, no shell
            shlex.split(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # without our terminal, and ended with all that it starts
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no command"
        raise ConfigError(f"{key} cannot be run: {reason}") from None
    give_up = time.monotonic() + PATIENCE
    lines: list[bytes] = []
    reading = threading.Thread(target=_read_first, args=(process, lines), daemon=True)
    reading.start()
    reading.join(PATIENCE)
    ended = None
    if not reading.is_alive():
        with suppress(subprocess.TimeoutExpired):
            ended = process.wait(max(give_up - time.monotonic(), 0.1))
    if ended is None:
        _end(process)
        raise ConfigError(f"{key} did not end within {PATIENCE:.0f} seconds")
    secret = lines[0].decode("utf-8", "replace").strip() if lines else ""
    if ended not in (0, -getattr(signal, "SIGPIPE", 0)):  # it had more lines than are read
        raise ConfigError(f"{key} ended with exit code {ended}")
    if not secret:
        raise ConfigError(f"{key} printed nothing")
    if any(character.isspace() or not character.isprintable() for character in secret):
        raise ConfigError(f"{key} did not print a secret first: allowed is text without spaces")
    remember(secret)
    return secret


def _read_first(process: subprocess.Popen[bytes], lines: list[bytes]) -> None:
    stream = process.stdout
    if stream is not None:
        with stream, suppress(OSError, ValueError):
            lines.append(stream.readline(_LONGEST))
            stream.read(_LEFT_OUT)  # notes behind a password; who is cut off may call it a failure


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _from_keyring(user: str) -> str:
    try:
        secret = _keyring().get_password(SERVICE, user)
    except ConfigError:
        raise
    except Exception as error:  # each keyring has errors of its own
        raise ConfigError(f"the keyring cannot be read ({type(error).__name__})") from None
    if not secret:
        raise ConfigError(
            "the keyring holds nothing for this account: smsdesk init --keyring keeps it there"
        )
    remember(str(secret))
    return str(secret)


def _keyring() -> Any:
    try:
        return import_module("keyring")
    except ImportError:
        raise ConfigError(
            "twilio.keyring needs an extra: install smsdesk[keyring], or leave it out"
        ) from None
