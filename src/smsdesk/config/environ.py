"""The environment's say: ``SMSDESK_SECTION__KEY`` for every key, and Twilio's own names.

``SMSDESK_*`` was set for this program and beats the file. Twilio's names are shared by
everything on the computer that talks to Twilio, perhaps with another account; they fill in
what neither the file nor ``SMSDESK_*`` says, and only for the same account: a token of one
account is never joined to the SID of another. An empty variable counts as not set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.config.errors import ConfigError, did_you_mean
from smsdesk.config.said import Said
from smsdesk.redaction import shown_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from smsdesk.config.sections import Key

_PREFIX = "SMSDESK_"
_TWILIO_SID = "TWILIO_ACCOUNT_SID"
_KEPT_ELSEWHERE = ("twilio.auth_token_command", "twilio.api_secret_command")
_TWILIO_LOGINS = {
    "twilio.auth_token": "TWILIO_AUTH_TOKEN",
    "twilio.api_key": "TWILIO_API_KEY",
    "twilio.api_secret": "TWILIO_API_SECRET",
}


def read_environ(environ: Mapping[str, str], keys: Mapping[str, Key]) -> dict[str, Said]:
    """Return what the ``SMSDESK_*`` variables say, by dotted key.

    Raises:
        ConfigError: a variable names a key that does not exist, or holds a text that its
            key cannot.
    """
    by_variable = {key.variable: key for key in keys.values()}
    _refuse_unknown(environ, by_variable)
    said: dict[str, Said] = {}
    for variable, key in by_variable.items():
        text = environ.get(variable, "").strip()
        if not text:
            continue
        try:
            value = key.kind.parse(text)
        except ValueError:
            value = text  # refused with the same words as a wrong value in the file
        said[key.dotted] = Said(value, origin=variable, subject=variable, from_file=False)
    return said


def read_twilio_environ(environ: Mapping[str, str], said: Mapping[str, Said]) -> dict[str, Said]:
    """Return what Twilio's own variables add to what has been said already."""
    theirs = environ.get(_TWILIO_SID, "").strip()
    ours = _text(said, "twilio.account_sid")
    if ours and theirs and ours != theirs:
        return {}
    ours_opens = _any_said(said, (*_TWILIO_LOGINS, *_KEPT_ELSEWHERE)) or _is_on(said)
    names = {} if ours_opens else dict(_TWILIO_LOGINS)
    if not ours:
        names["twilio.account_sid"] = _TWILIO_SID
    return {
        dotted: Said(environ[variable].strip(), variable, subject=variable, from_file=False)
        for dotted, variable in names.items()
        if environ.get(variable, "").strip()
    }


def _any_said(said: Mapping[str, Said], keys: Collection[str]) -> bool:
    return any(_text(said, dotted) for dotted in keys)


def _is_on(said: Mapping[str, Said]) -> bool:
    return "twilio.keyring" in said and said["twilio.keyring"].value is True


def _text(said: Mapping[str, Said], dotted: str) -> str:
    return str(said[dotted].value).strip() if dotted in said else ""


def _refuse_unknown(environ: Mapping[str, str], by_variable: Mapping[str, Key]) -> None:
    one_underscore = {variable.replace("__", "_"): variable for variable in by_variable}
    for variable in environ:
        if not variable.startswith(_PREFIX) or variable in by_variable:
            continue
        if variable in one_underscore:
            wanted = f'; did you mean "{one_underscore[variable]}"?'
        elif "__" in variable:
            wanted = did_you_mean(variable, by_variable)
        else:
            continue
        named = shown_name(variable, "").strip('"') or f"a variable {_PREFIX}..."
        raise ConfigError(f"{named}: there is no such key{wanted}")
