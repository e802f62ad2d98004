"""What a lead file was taken for, said and asked on a terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from smsdesk.cli import output
from smsdesk.core.rules.wording import say_count

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.core.leads.lead_file import Choices
    from smsdesk.core.read_models.leads import FileReading, FirstLead, ImportReport
    from smsdesk.desk import Desk

_MOST_UNUSED = 12
_SHOWN_DOUBTS = 5


def settled(desk: Desk, file: Path, choices: Choices, *, asks: bool) -> Choices:
    """Return the choices with what somebody has answered where the file leaves a doubt.

    Raises:
        DeskError: it is no lead file; or there is a doubt and nobody can be asked.
    """
    from smsdesk.core.spreadsheets.errors import UnsureError

    while True:
        try:
            desk.leads.read_file(file, choices=choices)
        except UnsureError as error:
            if not asks or not error.options:
                raise
            choices = _answered(error, choices)
        else:
            return choices


def _answered(error: Exception, choices: Choices) -> Choices:
    from smsdesk.core.spreadsheets.errors import UnsureError

    if not isinstance(error, UnsureError):
        raise error
    output.note(error.question)
    for number, (label, _option) in enumerate(error.options, 1):
        output.note(f"  {number}  {label}")
    try:
        chosen = typer.prompt(f"1 to {len(error.options)}", type=int, default=1, err=True)
    except typer.Abort:
        raise KeyboardInterrupt from None
    if not 1 <= chosen <= len(error.options):
        return choices  # asked once more
    target, _, value = error.options[chosen - 1][1].partition("=")
    if target == "sheet":
        return replace(choices, sheet=value)
    return replace(choices, mapping={**choices.mapping, target: value})


def print_report(report: ImportReport, *, dry_run: bool) -> None:
    """Print what an import did, or would do, and what the file was taken for."""
    if report.reading is not None:
        _print_reading(report.reading)
    if dry_run:
        output.line("Nothing was changed among the leads. An import would bring:")
    output.line(say_count(report.rows, "row", width=9))
    numbers = say_count(report.new_contacts, "new number")
    output.line(f"{report.imported:>9,} imported, {numbers}")
    output.line(f"{report.known:>9,} already known")
    output.line(f"{report.without_phone:>9,} without phone")
    for reason, count in report.invalid.items():
        output.line(f"{count:>9,} invalid: {reason.replace('_', ' ')}")
    if report.opted_out:
        output.line(f"{report.opted_out:>9,} opted out, as the file says")
    if report.skipped:
        output.line(f"{report.skipped:>9,} skipped")
    if report.lookups_queued:
        lookups = say_count(report.lookups_queued, "lookup", width=9)
        output.line(f"{lookups}, {output.dollars(report.price_usd)}")
    for doubt in report.doubts[:_SHOWN_DOUBTS]:
        rows = say_count(doubt.rows, "row", width=9)
        has, them = ("has", "it") if doubt.rows == 1 else ("have", "them")
        output.line(
            f'{rows} {has} "{doubt.value}" under "{doubt.column}", which changes '
            f'nothing; --opt-out-column "{doubt.column}" opts {them} out, '
            f'--skip "{doubt.column}={doubt.value}" leaves {them} out'
        )
    if report.import_id:
        output.line(f"smsdesk leads undo {report.import_id} takes these leads back")


def _print_reading(reading: FileReading) -> None:
    for target, headers in reading.columns.items():
        output.line(f"{target.replace('_', ' '):>12}: {', '.join(headers)}")
    if reading.consent:
        output.line(f"{'no texts':>12}: {', '.join(reading.consent)}")
    if reading.event and "event" not in reading.columns:
        output.line(f"{'event':>12}: {reading.event} (above the table)")
    if reading.order:
        output.line(f"{'dates':>12}: {reading.order}")
    if reading.unused:
        more = len(reading.unused) - _MOST_UNUSED
        listed = ", ".join(reading.unused[:_MOST_UNUSED])
        output.line(f"{'not used':>12}: {listed}{f' and {more} more' if more > 0 else ''}")
    for lead in reading.first:
        output.row(f"{'lead':>12}:", *_cells(lead))


def _cells(lead: FirstLead) -> tuple[str, ...]:
    phone = lead.number or (f"{lead.phone} ({lead.reason})" if lead.phone else f"({lead.reason})")
    when = output.local_time(lead.signed_up_at)
    return (
        lead.name, lead.email, phone, lead.event, when, "opted out" if lead.opted_out else "",
    )  # fmt: skip
