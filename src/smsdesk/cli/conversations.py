"""``smsdesk conversations``, ``search`` and ``export``: what was said, read and taken out."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from smsdesk.cli import documents, output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.excerpt import excerpt
from smsdesk.cli.options import Json, Number
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.wording import EMPTY_TEXT
from smsdesk.local_zone import LocalZone

app = typer.Typer(help="List and show conversations.", rich_markup_mode=None)


class ExportFormat(StrEnum):
    """What an export can be written as."""

    JSON = "json"
    CSV = "csv"
    HTML = "html"
    TXT = "txt"


@app.command("list")
def list_(
    context: typer.Context,
    *,
    unread: Annotated[
        bool, typer.Option("--unread", help="Only those with texts nobody has seen.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the conversations, newest activity first."""
    with open_desk(context) as desk:
        rows = (row for row in desk.conversations.rows() if row.unread or not unread)
        if as_json:
            output.document_list(documents.conversation(row) for row in rows)
            return
        for row in output.or_say(rows, "No unread texts." if unread else "No conversation yet."):
            output.row(
                output.local_time(row.last_activity_at),
                row.number,
                row.name,
                f"({row.unread} unread)" if row.unread else "",
                f"[{row.mark}]" if row.mark else "",
                "<" if row.last_direction == "inbound" else ">",
                row.last_text or EMPTY_TEXT,
            )


@app.command()
def show(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Show one conversation, oldest text first."""
    _export_one(context, number, ExportFormat.JSON if as_json else ExportFormat.TXT)


def search(
    context: typer.Context,
    *,
    text: Annotated[str, typer.Argument(help="What the message says.")],
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """Search in the messages, newest first.

    --json has their whole text.
    """
    with open_desk(context) as desk:
        hits = desk.threads.search_messages(text, limit=limit)
    if as_json:
        output.document_list(documents.found_message(hit) for hit in hits)
        return
    for hit in output.or_say(hits, "No message is found."):
        arrow = "<" if hit.direction == "inbound" else ">"
        said = excerpt(hit.text, text)
        output.row(output.local_time(hit.happened_at), hit.number, hit.name, arrow, said)


def export(
    context: typer.Context,
    *,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER", help="Whose.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every conversation.")] = False,
    form: Annotated[
        ExportFormat | None, typer.Option("--format", help="What to write; txt if not said.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write one conversation, or all, to standard output."""
    if (number is None) != everything:
        raise WrongUsageError("give a number or --all; smsdesk export --help shows what it takes")
    if as_json and form not in (None, ExportFormat.JSON):
        raise WrongUsageError(f"--json and --format {form} do not go together")
    wanted = ExportFormat.JSON if as_json else form or ExportFormat.TXT
    if number is not None:
        _export_one(context, number, wanted)
    else:
        _export_all(context, wanted)


def _export_one(context: typer.Context, number: str, form: ExportFormat) -> None:
    from smsdesk.cli.numbers import address
    from smsdesk.core.reading.export import export_thread

    with open_desk(context) as desk:
        head = desk.threads.get(address(desk.conversations, desk.numbers, number), limit=1).head
        if head.conversation_id is None and not head.signups:
            raise WrongUsageError(f"{number} is neither a lead nor a conversation")
        bubbles = desk.threads.whole(head.number)
        export_thread(head, bubbles, form.value, sys.stdout, zone=LocalZone())


def _export_all(context: typer.Context, form: ExportFormat) -> None:
    from smsdesk.core.reading.export import export_threads

    with open_desk(context) as desk:
        threads = (
            (desk.threads.get(row.number, limit=1).head, desk.threads.whole(row.number))
            for row in desk.conversations.rows()
        )
        export_threads(threads, form.value, sys.stdout, zone=LocalZone())
