"""From a file and an environment to a ``Config``."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from smsdesk.config.environ import read_environ, read_twilio_environ
from smsdesk.config.errors import ConfigError
from smsdesk.config.places import database_url, default_config_path
from smsdesk.config.sections import Config, Key, keys, sections
from smsdesk.config.toml_file import read_toml
from smsdesk.home_folders import from_home
from smsdesk.redaction import can_be_shown, remember

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smsdesk.config.said import Said


def config_path(path: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the file that counts: ``path``, else ``SMSDESK_CONFIG``, else the platform's."""
    if path is not None:
        return from_home(path)
    if named := environ.get("SMSDESK_CONFIG", "").strip():
        return from_home(named)
    return default_config_path()


def load(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Return the configuration.

    A file that was asked for (by ``path`` or ``SMSDESK_CONFIG``) must be there; the platform's
    own may be missing. Nothing is required to be set: see ``Config.configured``.

    Args:
        path: ``--config``, or ``None``.
        environ: the environment's variables; ``os.environ`` where it is not given.

    Raises:
        ConfigError: one line that names the file and the line, or the variable, and what is
            allowed there.
    """
    environ = os.environ if environ is None else environ
    declared = {key.dotted: key for key in keys()}
    source = _source(path, environ)
    said = read_toml(source, declared) if source else {}
    said |= _as_strict_as(said, read_environ(environ, declared))
    said |= read_twilio_environ(environ, said)
    for dotted, one in said.items():
        if declared[dotted].secret and isinstance(one.value, str):
            remember(one.value.strip())
    return _build(source, declared, said)


_STRICTER: Final[Mapping[str, object]] = {"desk.identity": "command", "desk.restricted": True}
"""What the file can ask for and no variable of whoever starts the program can take back."""


def _as_strict_as(file: Mapping[str, Said], variables: Mapping[str, Said]) -> dict[str, Said]:
    return {
        dotted: said
        for dotted, said in variables.items()
        if dotted not in _STRICTER or dotted not in file or file[dotted].value != _STRICTER[dotted]
    }


def load_configured(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Return the configuration as ``load`` does, where there is one.

    Raises:
        ConfigError: as ``load``, or nobody has set anything yet.
    """
    config = load(path, environ)
    if not config.configured:
        raise ConfigError(
            "there is no configuration yet: smsdesk init makes one, smsdesk demo needs none"
        )
    return config


def _source(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    asked = path is not None or bool(environ.get("SMSDESK_CONFIG", "").strip())
    found = config_path(path, environ)
    return found if asked or found.exists() else None


def _build(source: Path | None, declared: Mapping[str, Key], said: Mapping[str, Said]) -> Config:
    values: dict[str, dict[str, object]] = {section: {} for section in sections()}
    for dotted, one in said.items():
        key = declared[dotted]
        values[key.section][key.name] = _accepted(key, one)
    if location := values["database"].get("url"):
        placed = partial(_placed, said["database.url"], source)
        values["database"]["url"] = database_url(str(location), placed)
    if hours := values["quiet_hours"].get("file"):
        values["quiet_hours"]["file"] = str(_placed(said["quiet_hours.file"], source, str(hours)))
    return Config(
        **{section: shape(**values[section]) for section, shape in sections().items()},
        source=source,
        origins=MappingProxyType({dotted: one.origin for dotted, one in said.items()}),
    )


def _placed(said: Said, source: Path | None, written: str) -> Path:
    """Return a path as it is from anywhere: in the file it starts at the file's own folder."""
    path = from_home(written)
    if path.is_absolute():
        return path
    try:
        inside = said.from_file and source is not None
        return (source.absolute().parent if inside and source else Path.cwd()) / path
    except FileNotFoundError:
        raise ConfigError(
            f"{said.subject} starts at the working folder, which is there no more: go to one that"
            " is, or write the path from its root"
        ) from None


def _accepted(key: Key, said: Said) -> object:
    try:
        return key.kind.accept(said.value)
    except ValueError:
        shown = None if key.secret else _shown(said.value)
        held = "cannot be used" if shown is None else f"is {shown}"
        raise ConfigError(f"{said.subject} {held}; allowed is {key.kind.allowed}") from None


def _shown(value: object) -> str | None:
    """Return a refused value as TOML writes it; ``None`` where it may be a secret gone astray."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value) if isinstance(value, str | int | float) else ""
    if not can_be_shown(text):
        return None
    return f'"{text}"' if isinstance(value, str) else text
