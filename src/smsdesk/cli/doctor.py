"""``smsdesk doctor``: looks at everything that has to be right, one line each."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from smsdesk.cli import output
from smsdesk.cli.examinations import (
    examine_carrier,
    examine_configuration,
    examine_database,
    examine_listing,
    examine_privacy,
    examine_server,
    examine_terminal,
)
from smsdesk.cli.findings import Finding, Level, broken, exit_code
from smsdesk.cli.options import Json
from smsdesk.cli.progress import at_work
from smsdesk.cli.session import configuration
from smsdesk.redaction import redacted

if TYPE_CHECKING:
    from smsdesk.config import Config


def doctor(context: typer.Context, *, as_json: Json = False) -> None:
    """Check configuration, database, carrier and terminal.

    Exit codes: 0 all can work, 2 something has to be set right, 6 only the network is missing.
    """
    findings = []
    for finding in _examine(context, quiet=as_json):
        findings.append(finding)
        if not as_json:
            _say(finding)
    if as_json:
        output.document(
            {
                "ok": exit_code(findings) == 0,
                "checks": [
                    {
                        "check": finding.check,
                        "level": finding.level.value,
                        "says": redacted(finding.says),
                        "remedy": finding.remedy,
                    }
                    for finding in findings
                ],
            }
        )
    raise typer.Exit(exit_code(findings))


def _say(finding: Finding) -> None:
    """Print it at once: the next check may take a minute."""
    says = redacted(finding.says)
    if finding.remedy:
        says = f"{says.removesuffix('.')}; {finding.remedy}"
    output.table_row((finding.level, 4), (finding.check, 13), says)
    sys.stdout.flush()


def _examine(context: typer.Context, *, quiet: bool) -> Iterator[Finding]:
    from smsdesk.config import ConfigError

    try:
        config = configuration(context, warn=False)  # its findings say it
    except ConfigError as error:
        yield broken("configuration", str(error), "mend that, and ask again")
    else:
        found = list(examine_configuration(config))
        yield from found
        # What else is missing says nothing of whether the account opens.
        opens = {"configuration", "account"}
        failed = {finding.check for finding in found if finding.level is Level.FAIL}
        yield from _examine_desk(config, carrier=not failed & opens, quiet=quiet)
        yield from examine_privacy(config)
    yield from examine_terminal()


def _examine_desk(config: "Config", *, carrier: bool, quiet: bool) -> Iterator[Finding]:
    from smsdesk.desk import Desk, DeskError
    from smsdesk.desk.database_server import look_at_server, sends_nothing

    try:
        of_server = look_at_server(config.database.url)
        yield from examine_server(of_server)
        if sends_nothing(of_server):
            return  # nor could a desk be opened
        desk = Desk.open(config)
    except DeskError as error:
        yield broken("database", str(error), "mend that, or set database.url to another place")
        return
    try:
        with at_work("Looking through the database", quiet=quiet):
            of_database = list(examine_database(desk.database, config.database.url))
        yield from of_database
        yield from examine_listing(desk.carrier)
        if carrier:
            yield from examine_carrier(desk.carrier)
    finally:
        desk.close()
