"""``smsdesk init`` and ``smsdesk config``: the configuration file, made and shown."""

import os
from typing import Annotated

import typer

from smsdesk.cli import output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json
from smsdesk.cli.session import configuration, invocation

config_app = typer.Typer(
    help="Where the configuration is, and what it says.", rich_markup_mode=None
)


def init(  # noqa: PLR0913 (each an option)
    context: typer.Context,
    *,
    account_sid: Annotated[str, typer.Option(help="The Twilio account's SID.")] = "",
    api_key: Annotated[
        str, typer.Option(help="The SID of an API key, best a restricted one.")
    ] = "",
    from_number: Annotated[
        str, typer.Option(help="The firm's number, in any form of writing.")
    ] = "",
    user: Annotated[str, typer.Option(help="The agent's name.")] = "",
    region: Annotated[str, typer.Option(help="The country of local phone numbers.")] = "",
    keyring: Annotated[
        bool,
        typer.Option("--keyring", help="Keep the secret in the system's keyring, not in the file."),
    ] = False,
    hours: Annotated[
        bool,
        typer.Option(
            "--hours", help="Write the quiet hours into a file of your own beside it, to edit."
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file that is there.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write a commented configuration file.

    In a terminal it asks for what matters. A secret is asked for, or read each time from
    TWILIO_API_SECRET or TWILIO_AUTH_TOKEN: as an argument everybody on this computer could see it.
    """
    from smsdesk.cli.first_config import accepted, ask, keep_in_keyring, write_config, write_hours
    from smsdesk.config import config_path

    path = config_path(invocation(context).config_path, os.environ)
    if (path.exists() or path.is_symlink()) and not force:
        raise WrongUsageError(f"{path} is there already; --force overwrites it")
    given = {
        "twilio.account_sid": account_sid,
        "twilio.api_key": api_key,
        "twilio.from_number": from_number,
        "desk.user": user,
        "desk.region": region,
    }
    values = accepted({name: text for name, text in given.items() if text})
    if output.asks_people() and not as_json:
        values |= ask(values)
    if keyring:
        values = keep_in_keyring(values, os.environ)
    if hours:
        values |= write_hours(path.with_name("quiet-hours.json"), force=force)
    write_config(path, values)
    if as_json:
        output.document({"path": str(path)})
    else:
        output.line(f"Wrote {path}. smsdesk doctor checks it.")


@config_app.command("path")
def show_path(context: typer.Context, *, as_json: Json = False) -> None:
    """Say which configuration file counts, whether it is there or not."""
    from smsdesk.config import config_path

    path = config_path(invocation(context).config_path, os.environ)
    if as_json:
        output.document({"path": str(path), "exists": path.exists()})
    else:
        output.line(str(path))


@config_app.command()
def show(context: typer.Context, *, as_json: Json = False) -> None:
    """Show every key with its value and who said it.

    Secrets are masked.
    """
    from smsdesk.config.rendering import effective_toml, settings

    config = configuration(context)
    if not as_json:
        output.line(effective_toml(config))
        return
    output.document(
        {
            "source": str(config.source) if config.source else None,
            "settings": {
                setting.key.dotted: {"value": setting.value, "origin": setting.origin}
                for setting in settings(config)
            },
        }
    )
