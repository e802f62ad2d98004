"""``smsdesk optout``: the list of those who do not want texts, with its evidence."""

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from smsdesk.cli import documents, output
from smsdesk.cli.options import Json, Number
from smsdesk.cli.session import open_desk

app = typer.Typer(help="The opt-out list, with its evidence.", rich_markup_mode=None)


@app.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List who has opted out, when, how and by which text."""
    with open_desk(context) as desk:
        rows = desk.consent.opted_out()
        if as_json:
            output.document_list(documents.opt_out(row) for row in rows)
            return
        for row in rows:
            output.row(
                row.number, row.name, output.local_time(row.happened_at), row.source, row.evidence
            )


@app.command()
def add(
    context: typer.Context,
    *,
    number: Number,
    note: Annotated[str, typer.Option(help="What was said; it goes on the record.")] = "",
    as_json: Json = False,
) -> None:
    """Record a spoken opt-out. Only a START from that number lifts it."""
    with open_desk(context) as desk:
        e164 = desk.numbers.parse(number)
        desk.consent.record_opt_out(e164, note=note)
        answer = desk.contacts.why(e164)
    if as_json:
        output.document(documents.why(answer))
    else:
        output.row(answer.number, "opted out")


@app.command("import")
def import_(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file with the numbers.")],
    as_json: Json = False,
) -> None:
    """Import an opt-out list. Rows whose number cannot be read are named: they protect nobody."""
    with open_desk(context) as desk:
        done = desk.consent.import_list(file)
    if as_json:
        output.document(
            {
                "recorded": done.recorded,
                "known": done.known,
                "unreadable": [
                    {"line": line, "reason": reason} for line, reason in done.unreadable
                ],
            }
        )
        return
    unreadable = len(done.unreadable)
    output.row(
        f"{done.recorded:,} recorded",
        f"{done.known:,} already known",
        f"{unreadable:,} unreadable: nobody is protected by them" if unreadable else "",
    )
    for line, reason in done.unreadable:
        output.note(f"{file}:{line}: nobody was recorded: {reason}")


@app.command()
def export(context: typer.Context, *, as_json: Json = False) -> None:
    """Write the opt-out list as CSV to standard output, with its evidence."""
    if as_json:
        list_(context, as_json=True)
        return
    from smsdesk.core.spreadsheets.csv_cells import guard_cell

    with open_desk(context) as desk:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(documents.OPT_OUT_COLUMNS)
        for row in desk.consent.opted_out():
            cells = (str(cell or "") for cell in documents.opt_out(row).values())
            writer.writerow(map(guard_cell, cells))
