"""``smsdesk simulator``: the simulated carrier as a server on this computer."""

import os
import secrets
import signal
import threading
from typing import Annotated

import typer

from smsdesk.cli import output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json
from smsdesk.cli.session import configuration

_ACCOUNT_SID = f"AC{0:032d}"
_FIRM_NUMBER = "+14155550100"


def simulator(
    context: typer.Context,
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The loopback port; 0 takes any that is free.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Serve a simulated carrier on this computer.

    It answers as Twilio does, on loopback only, until Ctrl+C. It prints the environment
    variables that point smsdesk to it, with a password of this one run.
    """
    from smsdesk.carrier.simulator import (
        Ledger,
        create_app,
        number_table,
        serve,
    )
    from smsdesk.clock import SystemClock

    firm_number = configuration(context).twilio.from_number or _FIRM_NUMBER
    # Every world deals other SIDs: a database outlives the simulator it was filled from.
    seed = secrets.randbits(63)
    ledger = Ledger(clock=SystemClock(), firm_number=firm_number, seed=seed)
    password = secrets.token_urlsafe(24)  # other users of this computer reach loopback, too
    app = create_app(ledger, account_sid=_ACCOUNT_SID, auth_token=password)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    try:
        server = serve(app, port)
    except OSError as error:
        # The error's own text names the address once more.
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise WrongUsageError(f"port {port} cannot be used: {reason}") from None
    variables = {
        "SMSDESK_TWILIO__BASE_URL": server.url,
        "SMSDESK_TWILIO__ACCOUNT_SID": _ACCOUNT_SID,
        "SMSDESK_TWILIO__AUTH_TOKEN": password,
        "SMSDESK_TWILIO__FROM_NUMBER": firm_number,
    }
    if as_json:
        output.json_line({"url": server.url, "environment": variables})
    else:
        for name, value in variables.items():
            output.line(f"export {name}={value}")
        output.line()
        output.line(number_table())
    stop.wait()
    server.shutdown()
