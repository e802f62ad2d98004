"""``smsdesk demo``."""

from typing import Annotated

import typer

from smsdesk.cli.session import invocation


def demo(
    context: typer.Context,
    *,
    reset: Annotated[
        bool, typer.Option("--reset", help="Begin anew: what the last demo kept is deleted.")
    ] = False,
) -> None:
    """Open the desk on a sample firm: no account, no network.

    Its carrier is simulated: no text leaves this computer.
    """
    raise typer.Exit(invocation(context).open_demo(reset=reset))
