"""``smsdesk optout``: the list of those who do not want texts, with its evidence."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.options import Json, Number
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.roles import Act
from smsdesk.core.rules.wording import say_count

if TYPE_CHECKING:
    from smsdesk.core.read_models.consent import OptOutImport

app = typer.Typer(help="The opt-out list, with its evidence.", rich_markup_mode=None)


@app.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List who has opted out, when, how and by which text."""
    with open_desk(context) as desk:
        rows = desk.consent.opted_out()
        if as_json:
            output.document_list(json_shapes.opt_out(row) for row in rows)
            return
        for row in output.or_say(rows, "Nobody has opted out."):
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
        e164 = desk.numbers.parse_possible(number)
        desk.consent.record_opt_out(e164, note=note)
        answer = desk.contacts.why(e164)
    if as_json:
        output.document(json_shapes.why(answer))
    else:
        output.row(answer.number, "opted out")


@app.command("import")
def import_(
    context: typer.Context,
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A list of numbers, or a log of messages.")
    ],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar='FIELD="HEADER"', help="Name a column: phone=Cell."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the rows whose number cannot be read."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Let --rejects replace any file but FILE.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; record nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Import an opt-out list. Rows whose number cannot be read are named: they protect nobody."""
    from smsdesk.core.spreadsheets.rejects import check_rejects_path
    from smsdesk.core.spreadsheets.tables import parse_mapping

    columns = parse_mapping(mapping or ())
    if rejects is not None:
        check_rejects_path(rejects, file, force=force)
    with open_desk(context) as desk:
        done = desk.consent.import_list(file, mapping=columns, dry_run=dry_run, rejects=rejects)
    if as_json:
        output.document(json_shapes.opt_out_import(done))
    else:
        _tell(file, done, dry_run=dry_run)
    if done.unreadable and not (done.recorded or done.known or done.spared):
        output.note(f"no row of {file} could be used")
        raise typer.Exit(2)


def _tell(file: Path, done: "OptOutImport", *, dry_run: bool) -> None:
    for what, headers in done.columns.items():
        output.line(f"{what:>12}: {', '.join(headers)}")
    if dry_run:
        output.line("Nothing was recorded. An import would bring:")
    unreadable = len(done.unreadable)
    output.row(
        f"{done.recorded:,} recorded",
        f"{done.opted_in_since:,} of them opted back in since" if done.opted_in_since else "",
        f"{done.known:,} already known",
        f"{say_count(done.spared, 'row')} not counted: no opt-out" if done.spared else "",
        f"{unreadable:,} unreadable: nobody is protected by them" if unreadable else "",
    )
    for line, reason in done.unreadable:
        output.note(f"{file}:{line}: nobody was recorded: {reason}")


@app.command()
def export(context: typer.Context, *, as_json: Json = False) -> None:
    """Write the list, with its evidence, to standard output.

    As CSV; --json writes it as JSON.
    """
    from smsdesk.csv_formulas import guarded

    with open_desk(context) as desk:
        desk.agents.check(Act.EXPORT)
        if as_json:
            output.document_list(map(json_shapes.opt_out, desk.consent.opted_out()))
            return
        writer = csv.writer(output.for_a_file(), lineterminator="\n")
        writer.writerow(json_shapes.OPT_OUT_COLUMNS)
        for row in desk.consent.opted_out():
            cells = (str(cell or "") for cell in json_shapes.opt_out(row).values())
            writer.writerow(map(guarded, cells))
