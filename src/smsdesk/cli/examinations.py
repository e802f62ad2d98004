"""The checks of ``smsdesk doctor``, each a function that yields what it finds."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from smsdesk.cli.findings import Finding, Level, broken, doubtful, fine
from smsdesk.config.errors import ConfigError
from smsdesk.config.exposure import exposures
from smsdesk.private_files import exposures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from smsdesk.config import Config
    from smsdesk.core.read_models.servers import ServerFinding
    from smsdesk.desk.carrier import CarrierCheck
    from smsdesk.desk.database import DatabaseUpkeep

_LEAST_COLUMNS, _LEAST_LINES = 60, 16


def examine_configuration(config: Config) -> Iterator[Finding]:
    """Look at the file and at what the carrier needs of it."""
    if not config.configured:
        yield broken("configuration", "there is none yet", "smsdesk init makes one")
        return
    if config.source is None or not exposures_of(config.source):  # else it is named with the fix
        yield fine("configuration", str(config.source or "from the environment"))
    yield from _examine_account(config)
    if not config.twilio.from_number:
        yield broken("number", "no sending number is set", "set twilio.from_number")


def examine_privacy(config: Config) -> Iterator[Finding]:
    """Look whether others on this computer can get at the firm's keys and texts."""
    for one in exposures(config):
        yield doubtful("privacy", one.says, one.fix)


def examine_hours(config: Config) -> Iterator[Finding]:
    """Look whether the firm's own quiet hours can be read: without them nothing is sent."""
    from smsdesk.core.rules.quiet_hours import QuietHoursFileError, read_hours

    own = config.quiet_hours.file
    if not own:
        return
    try:
        read_hours(Path(own))
    except QuietHoursFileError as error:
        yield broken("quiet hours", str(error), "mend it, or empty quiet_hours.file")
    else:
        yield fine("quiet hours", own)


def examine_server(found: Iterable[ServerFinding]) -> Iterator[Finding]:
    """Tell what was found out about the server that has the database."""
    levels = {"fine": Level.OK, "doubtful": Level.WARN, "broken": Level.FAIL}
    for one in found:
        yield Finding(one.check, levels[one.severity.value], one.says, one.remedy)


def examine_database(database: DatabaseUpkeep, url: str) -> Iterator[Finding]:
    """Look for damage."""
    problems = database.problems()
    for problem in problems:
        yield broken("database", problem, "restore a backup, or write to whoever helps you")
    if not problems:
        yield fine("database", url)


def examine_listing(carrier: CarrierCheck) -> Iterator[Finding]:
    """Tell of the rows of the carrier's listing that could not be read."""
    for row in carrier.unreadable_rows():
        sender = f" from {row.sender}" if row.sender else ""
        yield doubtful(
            "unreadable",
            f"{row.seen_at:%Y-%m-%d %H:%M} UTC, a text{sender}: {row.reason}",
            "look at it in Twilio's console",
        )


def examine_carrier(carrier: CarrierCheck) -> Iterator[Finding]:
    """Ask the carrier whether the account opens, and whether the number is ours and can text."""
    from smsdesk.carrier.protocol import CarrierError, Refused

    try:
        sender = carrier.check_sender()
    except Refused as error:
        yield broken("carrier", str(error), "compare the twilio keys with Twilio's console")
        return
    except CarrierError as error:
        remedy = "look at the network, or at status.twilio.com"
        yield broken("carrier", str(error), remedy, unreachable=True)
        return
    yield fine("carrier", f"{carrier.name}, account {sender.account_name or 'opens'}")
    if not sender.number:
        return  # that it is missing is said already
    if not sender.owned:
        yield broken(
            "number",
            f"{sender.number} is no number of this account",
            "set twilio.from_number to one that Twilio's console lists",
        )
    elif not sender.sms_capable:
        yield broken("number", f"{sender.number} cannot send texts", "use one that can")
    else:
        yield fine("number", f"{sender.number} can send texts")


def examine_terminal() -> Iterator[Finding]:
    """Look at what the screen would have to do with."""
    if not sys.stdout.isatty():
        yield fine("terminal", "none here; commands need none")
        return
    encoding = (sys.stdout.encoding or "none").lower().replace("-", "")
    if encoding != "utf8":
        yield doubtful(
            "terminal", f"its encoding is {encoding}", "use a UTF-8 locale, such as C.UTF-8"
        )
    if os.environ.get("TERM", "") in ("", "dumb") and os.name == "posix":
        yield doubtful("terminal", "TERM names none that can draw", "set TERM, xterm-256color say")
    size = shutil.get_terminal_size()
    if size.columns < _LEAST_COLUMNS or size.lines < _LEAST_LINES:
        yield doubtful(
            "terminal",
            f"it has {size.columns} columns by {size.lines} lines",
            f"make it {_LEAST_COLUMNS} by {_LEAST_LINES} or larger",
        )
    else:
        yield fine("terminal", f"{size.columns} columns by {size.lines} lines, {encoding}")


def _examine_account(config: Config) -> Iterator[Finding]:
    from smsdesk.config.login import is_kept_elsewhere, login_of  # --help does without

    twilio = config.twilio
    if not twilio.account_sid:
        yield broken("account", "no account is set", "set twilio.account_sid")
    elif not twilio.account_sid.startswith("AC"):
        yield broken(
            "account",
            "twilio.account_sid is no account's SID",
            "take the one that begins with AC; one with SK is an API key's",
        )
    if twilio.api_key and not twilio.api_key.startswith("SK"):
        yield broken(
            "account",
            "twilio.api_key is no API key's SID",
            "take the one that begins with SK; one with AC is an account's",
        )
    if is_kept_elsewhere(config):
        try:
            login_of(config)
        except ConfigError as error:
            yield broken("account", str(error), "try it by hand")
    elif bool(twilio.api_key) != bool(twilio.api_secret):
        yield broken(
            "account",
            "an API key and its secret go together",
            "set both twilio.api_key and twilio.api_secret, or neither",
        )
    elif not twilio.auth_token and not twilio.api_key:
        yield broken(
            "account",
            "nothing opens the account",
            "set twilio.api_key and twilio.api_secret, or twilio.auth_token",
        )
