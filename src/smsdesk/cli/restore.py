"""``smsdesk restore FILE``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import output
from smsdesk.cli.options import Json
from smsdesk.cli.output import iso_time
from smsdesk.cli.progress import at_work
from smsdesk.cli.session import configuration

if TYPE_CHECKING:
    from smsdesk.core.restoring import Restored


def restore(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What smsdesk backup wrote.", exists=True)
    ],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Also where the database in that place is sound.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Go back to a backup; every desk must be closed.

    What is there now is kept beside it. Opt-outs that can be read from it are taken over, texts
    that wait in the backup are looked for at the carrier before anything is sent, and the next sync
    reads back what has come since.
    """
    from smsdesk.desk.restoring import restore as put_back

    config = configuration(context)
    with at_work("Putting the backup in place", quiet=as_json):
        done = put_back(config, file, force=force)
    if as_json:
        output.document(
            {
                "kept": str(done.kept) if done.kept else None,
                "copied_at": iso_time(done.copied_at),
                "consent_events": done.events,
                "unreadable_events": done.unreadable,
                "unconfirmed": done.unconfirmed,
                "reads_back_to": iso_time(done.reads_back_to),
            }
        )
        return
    for line in _said(done):
        output.row(line)


def _said(done: "Restored") -> list[str]:
    made = f" of {done.copied_at:%Y-%m-%d %H:%M} UTC" if done.copied_at else ""
    lines = [f"The backup{made} is in place."]
    if done.kept:
        lines.append(f"What was there is kept: {done.kept}")
    lines.append(f"Opt-outs and opt-ins taken over from it: {done.events}.")
    if done.unreadable:
        lines.append(
            f"{done.unreadable} could not be read: compare with Twilio's list of opt-outs, or the"
            " firm's own (smsdesk optout import)."
        )
    if done.unconfirmed:
        lines.append(
            f"{done.unconfirmed} waiting in the backup may have left since: looked for at the"
            " carrier first, never sent blindly (smsdesk outbox)."
        )
    since = f"from {done.reads_back_to:%Y-%m-%d %H:%M} UTC on" if done.reads_back_to else "again"
    lines.append(f"The next sync reads what the carrier has {since}.")
    return lines
