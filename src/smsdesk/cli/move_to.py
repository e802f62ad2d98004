"""``smsdesk move-to POSTGRES_URL``."""

from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json
from smsdesk.cli.progress import progress
from smsdesk.cli.session import configuration

if TYPE_CHECKING:
    from smsdesk.cli.progress import ProgressLine
    from smsdesk.core.moving import Report


def move_to(
    context: typer.Context,
    url: Annotated[
        str,
        typer.Argument(
            metavar="POSTGRES_URL",
            help="An empty database, postgresql://HOST/NAME, without a password.",
        ),
    ],
    *,
    as_json: Json = False,
) -> None:
    """Move the database to a PostgreSQL server, all desks closed.

    All is copied and compared row for row; then the file says where it has gone and is used no
    more. Interrupted, it begins anew when it is said again. The password comes from PGPASSWORD,
    ~/.pgpass or a service.
    """
    from smsdesk.desk.moving import move

    config = configuration(context)
    server = _server(url)
    with progress("Moving", quiet=as_json) as line:
        done = move(config, server, _told(line))
    if as_json:
        output.document(
            {
                "place": done.place,
                "rows": dict(done.rows),
                "unconfirmed": done.unconfirmed,
                "set": {"database.url": server},
            }
        )
        return
    if done.rows:
        output.line(f"Moved and compared: {sum(done.rows.values()):,} rows, now in {done.place}.")
    else:
        output.line(f"All was moved before; it is in {done.place}.")
    if done.unconfirmed:
        output.line(
            f"{done.unconfirmed} were leaving when a desk ended: looked for at the carrier, never"
            " sent blindly (smsdesk outbox)."
        )
    output.line(f'Set database.url = "{server}" wherever a desk runs; the file is used no more.')


def _server(url: str) -> str:
    from smsdesk.config.kinds import DATABASE, is_server

    try:
        if is_server(url):
            return DATABASE.accept(url)
    except ValueError:
        pass
    raise WrongUsageError(
        "say where as postgresql://HOST/NAME or postgresql:///?service=NAME, without a password:"
        " that comes from PGPASSWORD, ~/.pgpass or the service"
    )


def _told(line: "ProgressLine") -> "Report":
    from smsdesk.core.moving import Step

    parts = {Step.COPYING: 0, Step.COMPARING: 1, Step.INDEXING: 2}

    def tell(step: Step, done: int, total: int) -> None:
        if step in parts and total:
            line(parts[step] * total + done, len(parts) * total)

    return tell
