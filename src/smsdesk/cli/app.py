"""The command line put together: the root options and every command by its name."""

from pathlib import Path
from typing import Annotated

import typer

from smsdesk.cli import (
    agents,
    answering,
    backup,
    completion,
    contacts,
    conversations,
    demo,
    doctor,
    leads,
    move_to,
    notes,
    optout,
    outbox,
    purge,
    restore,
    send,
    settings,
    simulator,
    stats,
    sync,
    templates,
)
from smsdesk.cli.session import invocation

app = typer.Typer(
    name="smsdesk",
    help="Text a firm's leads through Twilio. Without a command the desk opens.",
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,  # smsdesk completion prints what Typer would write into a shell's files
    rich_markup_mode=None,  # Rich doubles the time of --help
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:  # noqa: FBT001 (Typer's signature)
    if asked:
        from smsdesk import __version__

        typer.echo(f"smsdesk {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="PATH", help="The configuration file; it may be given anywhere."
        ),
    ] = None,
    agent: Annotated[
        str | None,
        typer.Option(
            "--agent", metavar="NAME", help="Whose desk it is, where desk.identity is command."
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which one.")
    ] = False,
) -> None:
    """Take in the options that every command has."""
    invocation(context).config_path = config
    invocation(context).agent = agent


app.command("demo")(demo.demo)
app.command("init")(settings.init)
app.command("doctor")(doctor.doctor)
app.add_typer(settings.config_app, name="config")
app.add_typer(leads.app, name="leads")
app.command("why")(contacts.why)
app.command("send")(send.send)
app.command("sync")(sync.sync)
app.add_typer(conversations.app, name="conversations")
for command in ("done", "snooze", "claim", "release", "handover", "unread"):
    app.command(command)(getattr(answering, command))
app.command("search")(conversations.search)
app.command("export")(conversations.export)
app.add_typer(agents.app, name="agents")
app.add_typer(notes.app, name="note")
app.add_typer(optout.app, name="optout")
app.command("unblock")(contacts.unblock)
app.command("recheck")(contacts.recheck)
app.add_typer(templates.app, name="templates")
app.add_typer(outbox.app, name="outbox")
app.command("stats")(stats.stats)
app.command("backup")(backup.backup)
app.command("restore")(restore.restore)
app.command("move-to")(move_to.move_to)
app.command("purge")(purge.purge)
app.command("simulator")(simulator.simulator)
app.command("completion")(completion.completion)
