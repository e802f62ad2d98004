"""The first configuration file: its questions, and how it is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import typer

from smsdesk.cli import output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.config.rendering import example
from smsdesk.config.sections import keys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from smsdesk.config.sections import Key

_ASKED = (
    "twilio.account_sid",
    "twilio.auth_token",
    "twilio.from_number",
    "desk.user",
    "desk.region",
)


def accepted(texts: Mapping[str, str]) -> dict[str, object]:
    """Return what the options hold, by dotted key, as the configuration keeps it.

    Raises:
        WrongUsageError: a text is not allowed.
    """
    declared = {key.dotted: key for key in keys()}
    values: dict[str, object] = {}
    for name, text in texts.items():
        key = declared[name]
        try:
            values[name] = key.kind.accept(text)
        except ValueError:
            option = key.name.replace("_", "-")
            raise WrongUsageError(
                f'--{option} is "{text}"; allowed is {key.kind.allowed}'
            ) from None
    return values


def ask(known: Collection[str]) -> dict[str, object]:
    """Ask whoever sits at the terminal for the keys that matter and are not ``known``."""
    questions = [key for key in keys() if key.dotted in _ASKED and key.dotted not in known]
    answers = {key.dotted: _ask_one(key) for key in questions}
    return {name: value for name, value in answers.items() if value != ""}


def write_config(path: Path, values: Mapping[str, object]) -> None:
    """Write a commented file that only its owner can ever read: it may hold secrets.

    Raises:
        WrongUsageError: the place cannot be written to.
    """
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(example(values))
        new.replace(path)
    except OSError as error:
        raise WrongUsageError(f"{path} cannot be written: {error.strerror}") from None


def _ask_one(key: Key) -> object:
    question = f"{key.says[:1].upper()}{key.says[1:]}"
    while True:
        text: str = typer.prompt(
            question,
            default=str(key.default),
            show_default=bool(key.default),
            hide_input=key.secret,
            err=True,
        )
        try:
            return key.kind.accept(text) if text.strip() else ""
        except ValueError:
            output.note(f"Allowed is {key.kind.allowed}, or nothing.")
