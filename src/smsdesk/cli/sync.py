"""``smsdesk sync``: one look at the carrier, or looking until told to stop."""

import signal
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.errors import CarrierRefusedError, CarrierUnreachableError
from smsdesk.cli.options import Json
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.wording import say_count

if TYPE_CHECKING:
    from smsdesk.core.read_models.events import Event
    from smsdesk.core.read_models.sending import SyncReport
    from smsdesk.desk.background import WorksInBackground


def sync(
    context: typer.Context,
    *,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on until Ctrl+C; with --json a document a line.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Fetch new texts and statuses, and transmit what waits.

    It also settles what is not confirmed and runs the lookups that wait.
    """
    with open_desk(context, carrier=True, for_agent=False) as desk:
        if watch:
            _watch(desk.background, as_json=as_json)
            return
        report = desk.background.sync()
    if as_json:
        output.document(json_shapes.sync(report))
    else:
        _print_report(report)
    for alert in report.alerts:
        output.note(f"smsdesk: {alert.message}")
    if report.refused:
        raise CarrierRefusedError(report.offline)
    if report.offline:
        raise CarrierUnreachableError(report.offline)


def _watch(background: "WorksInBackground", *, as_json: bool) -> None:
    """Work until a signal says stop; print only what brought something new."""
    from smsdesk.core.read_models.alerts import Alert, AlertKind
    from smsdesk.core.read_models.sending import SyncReport

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())

    def show(event: "Event") -> None:
        match event:
            case SyncReport() if _brought_something(event):
                if as_json:
                    output.json_line(json_shapes.sync(event))
                else:
                    _print_report(event)
            case Alert() if event.kind is not AlertKind.EXPOSED:  # said when it was opened
                output.note(f"smsdesk: {event.message}")

    background.run(stop, show)


def _print_report(report: "SyncReport") -> None:
    output.row(
        f"{report.received:,} received",
        say_count(report.status_updates, "status update"),
        say_count(report.consent_changes, "consent change"),
        f"{report.transmitted:,} transmitted" if report.transmitted else "",
        f"{report.settled:,} settled" if report.settled else "",
        f"{report.looked_up:,} looked up" if report.looked_up else "",
    )


def _brought_something(report: "SyncReport") -> bool:
    return any(
        (
            report.received,
            report.status_updates,
            report.consent_changes,
            report.transmitted,
            report.settled,
            report.looked_up,
        )
    )
