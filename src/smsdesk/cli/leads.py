"""``smsdesk leads``: signups in, and found again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import documents, output
from smsdesk.cli.options import Json
from smsdesk.cli.progress import progress
from smsdesk.cli.session import open_desk

if TYPE_CHECKING:
    from smsdesk.cli.progress import ProgressLine
    from smsdesk.core.views.leads import ImportReport, LeadHit
    from smsdesk.desk.contacts import ExplainsContacts
    from smsdesk.desk.lookups import Lookups

app = typer.Typer(help="Import, add and search leads.", rich_markup_mode=None)


class LookupWhen(StrEnum):
    """When an import's lookups run."""

    NOW = "now"
    LATER = "later"


@app.command("import")
def import_(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file.")],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar='FIELD="HEADER"', help="Name a column: phone=Cell."),
    ] = None,
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
    """Import leads from a CSV of Zoom, HubSpot, Eventbrite or a spreadsheet, as it is."""
    from smsdesk.core.leads.lead_headers import parse_mapping
    from smsdesk.core.leads.lead_rejects import check_rejects_path

    columns = parse_mapping(mapping or ())
    if rejects is not None:
        check_rejects_path(rejects, file, force=force)
    rejects_before = _which_file(rejects)
    with open_desk(context) as desk:
        with _what_is_kept(dry_run=dry_run), progress("importing", quiet=as_json) as show:
            report = desk.leads.import_file(
                file,
                mapping=columns,
                dry_run=dry_run,
                rejects=rejects,
                lookup=lookup.value if lookup else None,
                confirm=_answer_for_lookups(show, dry_run=dry_run, quiet=as_json),
                progress=show,
            )
        if report.lookups_queued and not dry_run:
            _finish_lookups(desk.lookups, quiet=as_json)
    if as_json:
        output.document(documents.lead_import(report))
    else:
        _print_report(report, dry_run=dry_run)
    if _which_file(rejects) != rejects_before:
        output.note(f"the rows that are no use here are in {rejects}")


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
        output.document(documents.lead(hit))
        if not added.is_new:
            output.note("this signup is known already; nothing was added")
    else:
        done = "added" if added.is_new else "known already"
        output.row(done, hit.display_phone or hit.phone, hit.name, hit.reason)


@app.command()
def search(
    context: typer.Context,
    *,
    text: Annotated[str, typer.Argument(help="A part of a name, an e-mail or a phone number.")],
    left_out: Annotated[
        bool, typer.Option("--all", help="Also those that cannot be texted, with the reason.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: Json = False,
) -> None:
    """Search leads as the desk does: newest signup first, each contact once."""
    with open_desk(context) as desk:
        found = desk.leads.search(text, left_out=left_out, limit=limit)
    if found.beyond:
        output.note(f"{found.beyond} others; --limit shows them")
    if as_json:
        output.document_list(documents.lead(hit) for hit in found.hits)
        return
    for hit in found.hits:
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
        costs = f"{count:,} new numbers: looking up their line type costs {output.dollars(price)}"
        if asks and _confirmed(f"{costs}. Now?"):
            return True
        output.note(
            f"{costs}; each waits until its thread is first opened"
            " (--lookup now, said with the import, looks up all at once)"
        )
        return False

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


def _print_report(report: "ImportReport", *, dry_run: bool) -> None:
    if dry_run:
        output.line("Nothing was changed among the leads. An import would bring:")
    output.line(f"{report.rows:>9,} rows")
    output.line(f"{report.imported:>9,} imported, {report.new_contacts:,} new numbers")
    output.line(f"{report.known:>9,} already known")
    output.line(f"{report.without_phone:>9,} without phone")
    for reason, count in report.invalid.items():
        output.line(f"{count:>9,} invalid: {reason.replace('_', ' ')}")
    if report.lookups_queued:
        output.line(f"{report.lookups_queued:>9,} lookups, {output.dollars(report.price_usd)}")
