"""``smsdesk note``: what agents note about a contact for one another."""

from typing import Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.options import Json, Number
from smsdesk.cli.session import open_desk

app = typer.Typer(
    help="Note something about a contact; no note is ever sent.", rich_markup_mode=None
)


@app.command()
def add(
    context: typer.Context,
    *,
    number: Number,
    text: Annotated[str, typer.Argument(help="What colleagues should know.")],
    as_json: Json = False,
) -> None:
    """Keep a note about a contact, dated and signed.

    It can be neither changed nor sent.
    """
    from smsdesk.cli.numbers import address

    with open_desk(context) as desk:
        note = desk.notes.add(address(desk.conversations, desk.numbers, number), text)
    if as_json:
        output.document(json_shapes.note(note))
    else:
        output.row(note.number, "noted", output.local_time(note.written_at), note.written_by)


@app.command("list")
def list_(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Show what is noted about a contact, newest first."""
    from smsdesk.cli.numbers import address

    with open_desk(context) as desk:
        found = desk.notes.of(address(desk.conversations, desk.numbers, number))
    if as_json:
        output.document_list(map(json_shapes.note, found))
        return
    for note in output.or_say(found, "Nothing is noted about this number."):
        output.row(output.local_time(note.written_at), note.written_by, note.text)
