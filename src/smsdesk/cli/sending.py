"""``smsdesk send``: one text through the same gate as the screen's."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import documents, output
from smsdesk.cli.errors import REFUSED, RULE, UNSETTLED, WrongUsageError
from smsdesk.cli.options import Json, Number
from smsdesk.cli.session import open_desk

if TYPE_CHECKING:
    from smsdesk.core.views import SendResult

_EXIT_CODES = {
    "sent": 0,
    "duplicate": 0,
    "blocked": RULE,
    "refused": REFUSED,
    "queued": UNSETTLED,
    "held": UNSETTLED,
    "unconfirmed": UNSETTLED,
}


def send(
    context: typer.Context,
    *,
    number: Number,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|-]", help="The text; - reads standard input.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask the send rules; send and record nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Send one text.

    Exit codes: 0 sent, 3 a rule said no, 4 the carrier refused it, 5 recorded and waiting or
    not confirmed: never send it again then, smsdesk does what is left to do.
    """
    body = _given(text)
    if dry_run:
        _judge(context, number, body, as_json=as_json)
        return
    with open_desk(context, carrier=True) as desk:
        result = desk.send(number, body)
    finish(result, as_json=as_json)


def finish(result: "SendResult", *, as_json: bool) -> None:
    """Print how a send ended and end the command with the exit code of it."""
    if as_json:
        output.document(documents.send(result))
    elif result.status in ("sent", "duplicate"):
        output.row(str(result.status), result.to, result.sid or "", result.message)
    else:
        output.note(f"smsdesk: {result.status}: {result.message}")
    raise typer.Exit(_EXIT_CODES[result.status])


def _judge(context: typer.Context, number: str, body: str, *, as_json: bool) -> None:
    from smsdesk.core.segments import count_segments  # noqa: PLC0415 (loads late)

    with open_desk(context) as desk:
        verdict = desk.check(number, body)
    segments = count_segments(body.rstrip()).segments
    blocked = verdict.blocked and verdict.code != "duplicate"
    if as_json:
        output.document(documents.dry_run(verdict, number, segments))
    elif blocked:
        output.note(f"smsdesk: blocked: {verdict.message or verdict.code}")
    else:
        output.row("would be sent", number, f"{segments} segment{'s' * (segments != 1)}")
    if blocked:
        raise typer.Exit(RULE)


def _given(text: str | None) -> str:
    if text is None and sys.stdin.isatty():
        raise WrongUsageError("what is the text? Give it after the number, or - to read it")
    if text is not None and text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUsageError("the text on standard input is not UTF-8; nothing was sent") from None
