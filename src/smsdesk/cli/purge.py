"""``smsdesk purge``: messages, leads and drafts taken away for good."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json, Yes
from smsdesk.cli.progress import at_work
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.wording import say_count

if TYPE_CHECKING:
    from smsdesk.core.purging import Purge
    from smsdesk.desk import Desk


def purge(
    context: typer.Context,
    *,
    number: Annotated[
        str | None, typer.Argument(metavar="[NUMBER]", help="All about this phone number.")
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="All from before this day, 2026-01-31 say."),
    ] = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Remove texts, leads, drafts and notes for good.

    Of a number, or all from before a day. What they said about texts stays as a bare record and
    goes on blocking. No sync, no import and no restore brings the rest back. Files elsewhere
    (exports, backups) are not touched.
    """
    if (number is None) == (before is None):
        raise WrongUsageError("say whose, smsdesk purge NUMBER, or smsdesk purge --before DATE")
    day = None if before is None else _day(before)
    with open_desk(context) as desk:
        whose = None if number is None else _address(desk, number)
        with at_work("Looking for what has to go", quiet=as_json):
            found = desk.purging.look(number=whose, before=day)
        if not found.is_nothing and not found.unsettled and not yes:
            _ask(found, whose or f"everybody, from before {before}")
        with at_work("Removing it, and where it lay", quiet=as_json):
            done = desk.purging.purge(number=whose, before=day)
    if as_json:
        output.document(
            {
                "messages": done.messages,
                "leads": done.leads,
                "drafts": done.drafts,
                "notes": done.notes,
                "events": done.events,
                "copies": list(done.copies),
            }
        )
        return
    output.line(f"Removed for good: {_counts(done)}.")
    for copy in done.copies:
        output.line(f"This copy from before still holds what it held: {copy}")


def _address(desk: "Desk", number: str) -> str:
    from smsdesk.cli.numbers import address

    return address(desk.conversations, desk.numbers, number)


def _day(text: str) -> datetime:
    """Return the beginning of a day on this computer's clock."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").astimezone()
    except ValueError:
        raise WrongUsageError("--before takes a day as year, month and day: 2026-01-31") from None


def _ask(found: "Purge", whose: str) -> None:
    said = f"This removes for good, of {whose}: {_counts(found)}."
    if not output.asks_people():
        raise WrongUsageError(f"{said} Agree to that with --yes; nothing was done")
    typer.confirm(f"{said} Go on?", abort=True, err=True)


def _counts(found: "Purge") -> str:
    parts = [
        say_count(found.messages, "message"),
        say_count(found.leads, "lead"),
        say_count(found.drafts, "draft"),
    ]
    if found.notes:
        parts.append(say_count(found.notes, "note"))
    if found.events:
        parts.append(f"the words of {say_count(found.events, 'event')} about consent")
    return ", ".join(parts)
