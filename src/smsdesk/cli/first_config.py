"""The first configuration file: its questions, and how it is written."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from smsdesk.cli import output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.config.rendering import example
from smsdesk.config.sections import DeskConfig, keys
from smsdesk.core.rules.phone import read_phone
from smsdesk.private_files import make_private_folder, open_replacing
from smsdesk.redaction import can_be_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from smsdesk.config.sections import Key

_NUMBER, _REGION = "twilio.from_number", "desk.region"

_ACCOUNT, _KEY = "twilio.account_sid", "twilio.api_key"
_QUIET = "quiet_hours.mode"
_BEGIN = {
    _ACCOUNT: ("AC", "an account's SID, which begins with AC"),
    _KEY: ("SK", "an API key's SID, which begins with SK"),
}
"""How Twilio's SIDs begin, in words too: each is easily taken for another."""

_RECOMMENDED = {_QUIET: "ask"}
"""What is proposed to whoever is asked, where that is not the default."""

QUIET_HOURS = """\
Leads are not to be texted at night, by their own clock. ask (recommended): a second Enter sends;
hold: the text waits for the next allowed hour; warn: it is said, and the text leaves; off. The
hours of each state with their sources, for a lawyer to check and you to edit: init --hours"""

_SECRETS = {"twilio.api_secret": "TWILIO_API_SECRET", "twilio.auth_token": "TWILIO_AUTH_TOKEN"}

# An API key comes before the auth token, which opens all of the account and cannot be restricted;
# the region before the number, which is read by it.
_ASKED = (_ACCOUNT, _KEY, *_SECRETS, _REGION, _NUMBER, "desk.user", _QUIET)

RESTRICTED_KEY = """\
Twilio's console makes an API key of the type Restricted (Account, API keys & tokens) that can do
what smsdesk does and no more: Messages read, list and create, Phone Numbers (Lookup) read. An auth
token opens the whole account; leave the key empty to use it all the same. More: docs/security.md"""


def accepted(texts: Mapping[str, str]) -> dict[str, object]:
    """Return what the options hold, by dotted key, as the configuration keeps it.

    Raises:
        WrongUsageError: a text is not allowed.
    """
    values: dict[str, object] = {}
    for key in _asked_keys():
        text = texts.get(key.dotted)
        if text is None:
            continue
        try:
            values[key.dotted] = _accept(key, text, values)
        except ValueError:
            option = key.name.replace("_", "-")
            held = f'is "{text}"' if can_be_shown(text) else "cannot be used"
            raise WrongUsageError(f"--{option} {held}; allowed is {_allowed(key)}") from None
    return values


def ask(known: Mapping[str, object]) -> dict[str, object]:
    """Ask whoever sits at the terminal for the keys that matter and are not ``known``.

    Args:
        known: what has been said already, by dotted key.

    Returns:
        The answers by dotted key, without those that were left empty.
    """
    answers: dict[str, object] = {}
    for key in _asked_keys():
        if key.dotted == _KEY and _KEY not in known:
            for line in RESTRICTED_KEY.splitlines():
                output.note(line)
        if key.dotted == _QUIET and _QUIET not in known:
            for line in QUIET_HOURS.splitlines():
                output.note(line)
        if key.dotted not in known and not _is_out_of_place(key, {**known, **answers}):
            answer = _ask_one(key, {**known, **answers})
            if answer != "":
                answers[key.dotted] = answer
    return answers


def _is_out_of_place(key: Key, known: Mapping[str, object]) -> bool:
    """Whether a secret belongs to the other way of opening the account."""
    return key.secret and (key.dotted == "twilio.api_secret") != bool(known.get(_KEY))


def keep_in_keyring(values: Mapping[str, object], environ: Mapping[str, str]) -> dict[str, object]:
    """Put the secret into the system's keyring; return what is to be written into the file.

    Where nobody was asked it is what Twilio's own variable says.

    Raises:
        WrongUsageError: there is no secret, or no account that it belongs to.
        ConfigError: there is no keyring, or it does not take it.
    """
    from smsdesk.config.login import store_in_keyring

    name = "twilio.api_secret" if values.get(_KEY) else "twilio.auth_token"
    user = str(values.get(_KEY) or values.get(_ACCOUNT) or "")
    secret = str(values.get(name) or environ.get(_SECRETS[name], ""))
    if not user or not secret:
        raise WrongUsageError(
            "--keyring needs --account-sid or --api-key, and the secret: at the question, or in"
            f" {_SECRETS[name]}"
        )
    store_in_keyring(user, secret)
    kept = {dotted: value for dotted, value in values.items() if dotted not in _SECRETS}
    return {**kept, "twilio.keyring": True}


def _asked_keys() -> Iterator[Key]:
    declared = {key.dotted: key for key in keys()}
    return (declared[name] for name in _ASKED)


def _accept(key: Key, text: str, known: Mapping[str, object]) -> object:
    """Return a text as the configuration keeps it; a number in any form of writing.

    Raises:
        ValueError: it is not allowed.
    """
    try:
        return _right_sid(key, key.kind.accept(text))
    except ValueError:
        if key.dotted != _NUMBER:
            raise
    phone = read_phone(text, str(known.get(_REGION) or DeskConfig().region))
    if phone.problem is not None:
        raise ValueError
    output.note(f"{text} is {phone.number}")
    return phone.number


def _right_sid(key: Key, value: object) -> object:
    if not str(value).startswith(_BEGIN.get(key.dotted, ("", ""))[0]):
        raise ValueError
    return value


def _allowed(key: Key) -> str:
    local = ", or as it is dialled in desk.region" if key.dotted == _NUMBER else ""
    return _BEGIN[key.dotted][1] if key.dotted in _BEGIN else f"{key.kind.allowed}{local}"


def write_config(path: Path, values: Mapping[str, object]) -> None:
    """Write a commented file that only its owner can ever read: it may hold secrets.

    Raises:
        WrongUsageError: the place cannot be written to.
    """
    _write(path, example(values))


def _write(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        make_private_folder(path.parent)
        with os.fdopen(open_replacing(new), "w", encoding="utf-8") as stream:
            stream.write(text)
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise WrongUsageError(f"{path} cannot be written: {error.strerror}") from None


def write_hours(path: Path, *, force: bool) -> dict[str, object]:
    """Write the hours that come with smsdesk into a file to edit; return the key that names it.

    Raises:
        WrongUsageError: there is one already, or the place cannot be written to.
    """
    from smsdesk.core.rules.quiet_hours import own_hours_text

    if (path.exists() or path.is_symlink()) and not force:
        raise WrongUsageError(f"{path} is there already; --force overwrites it")
    _write(path, own_hours_text())
    output.note(f"Wrote {path}: have the hours checked by a lawyer, and edit them.")
    return {"quiet_hours.file": path.name}


def _ask_one(key: Key, known: Mapping[str, object]) -> object:
    question = f"{key.says[:1].upper()}{key.says[1:]}"
    while True:
        text: str = typer.prompt(
            question,
            default=str(_RECOMMENDED.get(key.dotted, key.default)),
            show_default=bool(key.default),
            hide_input=key.secret,
            err=True,
        )
        try:
            return _accept(key, text, known) if text.strip() else ""
        except ValueError:
            output.note(f"Allowed is {_allowed(key)}, or nothing.")
