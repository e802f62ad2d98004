"""``smsdesk leads``: signups in, and found again."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, lead_file_questions, output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import LARGEST_ID, Json, Limit, Number
from smsdesk.cli.progress import progress
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.wording import say_count

if TYPE_CHECKING:
    from smsdesk.cli.progress import ProgressLine
    from smsdesk.core.read_models.leads import LeadHit, OptOutsAhead
    from smsdesk.desk.contacts import ExplainsContacts
    from smsdesk.desk.lookups import Lookups

app = typer.Typer(help="Import, add and search leads.", rich_markup_mode=None)


class LookupWhen(StrEnum):
    """When an import's lookups run."""

    NOW = "now"
    LATER = "later"


@app.command("import")
def import_(  # noqa: PLR0913 - a command's options
    context: typer.Context,
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="As its program wrote it: CSV, XLSX, XLS, ODS.")
    ],
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar='FIELD="HEADER"',
            help="Name a column, by its header or its place: phone=Cell, phone=#3.",
        ),
    ] = None,
    event: Annotated[str, typer.Option(help="What all of them signed up for.")] = "",
    skip: Annotated[
        list[str] | None,
        typer.Option(metavar='"HEADER=VALUE"', help='Leave rows out: "Approval Status=denied".'),
    ] = None,
    opt_out_column: Annotated[
        list[str] | None,
        typer.Option(metavar="HEADER", help="A column that says who wants no texts."),
    ] = None,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook.")] = "",
    rejects: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the rows that are no use here, with reasons; also when dry."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Let --rejects replace any file but FILE.")
    ] = False,
    lookup: Annotated[
        LookupWhen | None,
        typer.Option(
            help="Look the new numbers up now, or when their thread is opened; where neither is"
            " said, many of them are asked about, and wait where nobody can be asked."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change no lead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Import leads from a file as the program that made it wrote it."""
    from smsdesk.core.leads.lead_file import Choices, parse_skip
    from smsdesk.core.spreadsheets.rejects import check_rejects_path
    from smsdesk.core.spreadsheets.tables import parse_mapping

    choices = Choices(
        mapping=parse_mapping(mapping or ()),
        event=event,
        opt_out_columns=tuple(opt_out_column or ()),
        skip=parse_skip(skip or ()),
        sheet=sheet,
    )
    if rejects is not None:
        check_rejects_path(rejects, file, force=force)
    rejects_before = _which_file(rejects)
    asks = output.asks_people() and not as_json
    with open_desk(context) as desk:
        choices = lead_file_questions.settled(desk, file, choices, asks=asks)
        with _what_is_kept(dry_run=dry_run), progress("importing", quiet=as_json) as show:
            report = desk.leads.import_file(
                file,
                choices=choices,
                dry_run=dry_run,
                rejects=rejects,
                lookup=lookup.value if lookup else None,
                confirm=_answer_for_lookups(show, dry_run=dry_run, quiet=as_json),
                confirm_opt_outs=_answer_for_opt_outs(show) if asks else None,
                progress=show,
            )
        if report.lookups_queued and not dry_run:
            _finish_lookups(desk.lookups, quiet=as_json)
    if as_json:
        output.document(json_shapes.lead_import(report))
    else:
        lead_file_questions.print_report(report, dry_run=dry_run)
    if _which_file(rejects) != rejects_before:
        output.note(f"the rows that are no use here are in {rejects}")
    if report.rows and not (report.imported or report.known):
        output.note(f"no row of {file} could be used")
        raise typer.Exit(2)


@app.command("imports")
def imports(
    context: typer.Context,
    *,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List the imports on record, newest first."""
    with open_desk(context) as desk:
        found = desk.leads.imports(limit=limit)
    if as_json:
        output.document_list(json_shapes.past_import(one) for one in found)
        return
    for one in output.or_say(found, "No import is on record."):
        if one.undone_at is not None:
            what = f"taken back {output.local_time(one.undone_at)}"
        else:
            what = "" if one.ended_at is not None else "broken off"
        output.row(
            f"{one.id:>4}",
            output.local_time(one.started_at),
            one.file,
            say_count(one.leads, "lead"),
            one.agent,
            what,
        )


@app.command("undo")
def undo(
    context: typer.Context,
    *,
    import_id: Annotated[
        int, typer.Argument(metavar="ID", max=LARGEST_ID, help="From smsdesk leads imports.")
    ],
    as_json: Json = False,
) -> None:
    """Take back the leads that came with an import.

    Conversations and consent stay.
    """
    with open_desk(context) as desk:
        removed = desk.leads.undo(import_id)
    if as_json:
        output.document({"id": import_id, "removed": removed})
    else:
        leads = say_count(removed, "lead")
        output.line(f"{leads} taken back; conversations and consent stay as they are")


class ExportAs(StrEnum):
    """The forms of ``leads export``."""

    CSV = "csv"
    JSON = "json"


@app.command("export")
def export(
    context: typer.Context,
    *,
    form: Annotated[
        ExportAs, typer.Option("--format", help="CSV goes in again as it comes out.")
    ] = ExportAs.CSV,
    as_json: Json = False,
) -> None:
    """Write all leads to standard output."""
    with open_desk(context) as desk:
        leads = desk.leads.all()
        if as_json or form is ExportAs.JSON:
            output.document_list(map(json_shapes.exported_lead, leads))
            return
        from smsdesk.csv_formulas import guarded

        writer = csv.writer(output.for_a_file(), lineterminator="\n")
        writer.writerow(json_shapes.LEAD_COLUMNS)
        for lead in leads:
            writer.writerow(map(guarded, json_shapes.lead_cells(lead)))


@app.command()
def add(
    context: typer.Context,
    *,
    phone: Annotated[str, typer.Option(help="The phone number, in any form of writing.")],
    name: Annotated[str, typer.Option(help="The lead's name.")] = "",
    email: Annotated[str, typer.Option(help="The e-mail address.")] = "",
    event: Annotated[str, typer.Option(help="What the lead signed up for.")] = "",
    signed_up_at: Annotated[
        datetime | None, typer.Option(help="When, on this computer's clock.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Add one lead; one that is known already is not added twice."""
    with open_desk(context) as desk:
        added = desk.leads.add(
            name=name,
            phone=phone,
            email=email,
            event=event,
            signed_up_at=signed_up_at.astimezone() if signed_up_at else None,
        )
        hit = added.lead
        if hit.number and desk.threads.get(hit.number, limit=1).lookup_due:
            hit = _looked_up(desk.lookups, desk.contacts, hit)
    if as_json:
        output.document(json_shapes.lead(hit))
        if not added.is_new:
            output.note("this signup is known already; nothing was added")
    else:
        done = "added" if added.is_new else "known already"
        output.row(done, hit.display_phone or hit.phone, hit.name, hit.reason)


@app.command()
def edit(
    context: typer.Context,
    *,
    number: Number,
    name: Annotated[str | None, typer.Option(help="The lead's name.")] = None,
    email: Annotated[str | None, typer.Option(help="The e-mail address.")] = None,
    phone: Annotated[str | None, typer.Option(help="The phone, in any form of writing.")] = None,
    place: Annotated[str | None, typer.Option(help="A US state, a ZIP, or both.")] = None,
    as_json: Json = False,
) -> None:
    """Correct what is known of a lead; the first values stay on record.

    A corrected phone takes the lead and its notes to the new number. Texts and opt-outs stay with
    the number that they are about.
    """
    if name is None and email is None and phone is None and place is None:
        raise WrongUsageError("say what to correct: --name, --email, --phone or --place")
    with open_desk(context) as desk:
        e164 = desk.numbers.parse(number)
        lead = desk.leads.correct(e164, name=name, email=email, phone=phone, place=place)
    if as_json:
        output.document(json_shapes.corrected_lead(lead))
        return
    output.row(lead.phone, lead.name, lead.email, lead.place)
    for one in lead.corrections:
        when = output.local_time(one.corrected_at)
        was = f'was "{one.before}"' if one.before else "was empty"
        output.row(f"  {one.field}", was, when, one.corrected_by)


@app.command()
def search(
    context: typer.Context,
    *,
    text: Annotated[str, typer.Argument(help="A part of a name, an e-mail or a phone number.")],
    left_out: Annotated[
        bool, typer.Option("--all", help="Also those that cannot be texted, with the reason.")
    ] = False,
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """Search leads, newest signup first.

    Each contact is shown once, as on the desk.
    """
    with open_desk(context) as desk:
        found = desk.leads.search(text, left_out=left_out, limit=limit)
    if found.beyond:
        others = "other" if str(found.beyond) == "1" else "others"
        output.note(f"{found.beyond} {others}; --limit shows them")
    if as_json:
        output.document_list(json_shapes.lead(hit) for hit in found.hits)
        return
    nothing = "No lead that can be texted is found." if found.left_out else "No lead is found."
    for hit in output.or_say(found.hits, nothing):
        signups = f"{hit.signups} signups" if hit.signups > 1 else ""
        output.row(
            hit.display_phone or hit.phone,
            hit.name,
            hit.email,
            hit.event,
            output.local_time(hit.signed_up_at),
            signups,
            f"({hit.reason})" if hit.reason else "",
        )
    if found.left_out:
        output.note(f"{found.left_out} more cannot be texted; --all shows them and why")


def _answer_for_lookups(
    line: "ProgressLine", *, dry_run: bool, quiet: bool
) -> Callable[[int, float], bool]:
    """Return who says whether many lookups may cost money; where nobody can, they wait."""
    asks = output.asks_people() and not quiet

    def answer(count: int, price: float) -> bool:
        if dry_run:
            return True  # to show the price; nothing is looked up
        line.clear()
        numbers = say_count(count, "new number")
        costs = f"{numbers}: looking up their line type costs {output.dollars(price)}"
        if asks and _confirmed(f"{costs}. Now?"):
            return True
        output.note(
            f"{costs}; each waits until its thread is first opened"
            " (--lookup now, said with the import, looks up all at once)"
        )
        return False

    return answer


def _answer_for_opt_outs(line: "ProgressLine") -> "Callable[[OptOutsAhead], bool]":
    """Return who says whether many opt-outs that a file would bring are right."""

    def answer(ahead: "OptOutsAhead") -> bool:
        line.clear()
        for said, rows in ahead.said:
            output.note(f"{say_count(rows, 'row')}: {said}")
        of_all = say_count(ahead.of, "number")
        return _confirmed(f"This would opt out {ahead.numbers:,} of {of_all}. Is that right?")

    return answer


def _confirmed(question: str) -> bool:
    try:
        return typer.confirm(question, err=True)
    except typer.Abort:  # which would mean that nothing was done
        raise KeyboardInterrupt from None


@contextmanager
def _what_is_kept(*, dry_run: bool) -> Iterator[None]:
    """Say after a Ctrl+C what became of the file."""
    try:
        yield
    except KeyboardInterrupt:
        kept = "nothing was changed" if dry_run else "what was read is kept; import it again"
        output.note(f"stopped: {kept}")
        raise


def _which_file(path: Path | None) -> tuple[int, int] | None:
    """Return what tells a file from the one that takes its place; ``None`` without one."""
    if path is None or not path.exists():
        return None
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def _finish_lookups(lookups: "Lookups", *, quiet: bool) -> None:
    """Run the lookups that are due; the leads are in, whether they are answered or not."""
    from smsdesk.desk import DeskError

    try:
        with progress("looking up line types", quiet=quiet) as show:
            lookups.run_due(progress=show)
    except DeskError as error:
        output.note(f"the lookups wait for the next smsdesk sync: {error}")


def _looked_up(lookups: "Lookups", contacts: "ExplainsContacts", hit: "LeadHit") -> "LeadHit":
    """Return the lead after its lookup; one that fails stays queued for the next sync."""
    from smsdesk.desk import DeskError

    try:
        lookups.look_up(hit.number)
    except DeskError as error:
        output.note(f"its line type is not known yet: {error}")
        return hit
    verdict = contacts.why(hit.number).verdict
    return replace(hit, code=verdict.code, reason=verdict.message)
