"""The configuration as people read it: the commented file, the answer of ``config show``.

All of it comes from the declarations in ``smsdesk.config.sections``, so it cannot drift.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from smsdesk.config.sections import keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smsdesk.config.sections import Config, Key

_HEAD = """\
# The configuration of smsdesk. Every key may be left out or left empty: its default counts.
#
# Every key is also an environment variable, which is stronger than this file: the key in
# capitals with two underscores between its parts, such as SMSDESK_TWILIO__FROM_NUMBER.
# Twilio's own TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY and TWILIO_API_SECRET
# are read for what is set neither here nor there, as long as they are the same account's.
#
# Where the secret comes from, strongest first: SMSDESK_TWILIO__AUTH_TOKEN in the environment,
# auth_token in this file, auth_token_command, the keyring, TWILIO_AUTH_TOKEN in the environment;
# an API key's secret by the same rules, and before the auth token.
#
# This file can hold secrets: let nobody else read or change it (chmod 600).
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key with the value that counts.

    Attributes:
        value: the value; a secret that is set is masked.
        origin: ``FILE:LINE``, the environment variable's name, or ``default``.
    """

    key: Key
    value: object
    origin: str


def example(values: Mapping[str, object] | None = None) -> str:
    """Return a whole, commented ``config.toml``.

    Args:
        values: what to write in place of the default, by dotted key.
    """
    chosen = values or {}
    blocks = [_HEAD]
    for section, members in groupby(keys(), key=lambda key: key.section):
        blocks.append(f"\n[{section}]\n")
        for key in members:
            value = chosen.get(key.dotted, "" if key.default_says else key.default)
            blocks.append(f"{_comment(key)}{key.name} = {toml_value(value)}\n")
    return "".join(blocks)


def settings(config: Config) -> tuple[Setting, ...]:
    """Return every key with the value that counts and who said it."""
    shown = []
    for key in keys():
        value = getattr(getattr(config, key.section), key.name)
        if isinstance(value, str) and value:
            value = key.shown(value)
        shown.append(Setting(key, value, config.origins.get(key.dotted, "default")))
    return tuple(shown)


def effective_toml(config: Config) -> str:
    """Return every key with the value that counts, as TOML, each with who said it."""
    blocks = []
    for section, members in groupby(settings(config), key=lambda setting: setting.key.section):
        lines = [f"[{section}]"]
        lines += [
            f"{setting.key.name} = {toml_value(setting.value)}  # {setting.origin}"
            for setting in members
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def toml_value(value: object) -> str:
    """Return a value as TOML writes it; JSON's text escapes are TOML's, too."""
    return json.dumps(value, ensure_ascii=False)


def _comment(key: Key) -> str:
    default = f" Empty: {key.default_says}." if key.default_says else ""
    return f"# {_sentence(key.says)}\n# {_sentence(key.kind.allowed)}{default}\n"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
