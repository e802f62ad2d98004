"""``smsdesk backup FILE``."""

from pathlib import Path
from typing import Annotated

import typer

from smsdesk.cli import output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json
from smsdesk.cli.progress import at_work
from smsdesk.cli.session import open_desk


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the copy.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace an older copy.")] = False,
    as_json: Json = False,
) -> None:
    """Write a complete copy of the database.

    The desk may be open. smsdesk restore goes back to it.
    """
    if (file.exists() or file.is_symlink()) and not force:
        raise WrongUsageError(f"{file} is there already: name another file, or say --force")
    with (
        open_desk(context, for_agent=False) as desk,
        at_work("Copying the database", quiet=as_json),
    ):
        desk.database.backup(file)
    size = file.stat().st_size
    if as_json:
        output.document({"file": str(file), "bytes": size})
    else:
        output.row(str(file), f"{size:,} bytes")
