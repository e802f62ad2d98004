"""``smsdesk stats``."""

import typer

from smsdesk.cli import output
from smsdesk.cli.options import Json
from smsdesk.cli.progress import at_work
from smsdesk.cli.session import open_desk


def stats(context: typer.Context, *, as_json: Json = False) -> None:
    """Count what is in the database."""
    with open_desk(context) as desk, at_work("Counting", quiet=as_json):
        totals = desk.conversations.totals()
        counts = {
            "leads": totals.leads,
            "conversations": totals.conversations,
            "unread": totals.unread,
            "waiting": len(desk.outbox.items()),
            "lookups_waiting": desk.lookups.waiting(),
            "opted_out": sum(1 for _ in desk.consent.opted_out()),
        }
    if as_json:
        output.document(counts)
        return
    for name, count in counts.items():
        output.line(f"{count:>9,} {name.replace('_', ' ')}")
