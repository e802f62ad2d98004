"""``smsdesk outbox``: texts that are recorded and not settled."""

from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import LARGEST_ID, Hold, Json, Now
from smsdesk.cli.send import finish, leaving_in_quiet_hours
from smsdesk.cli.session import open_desk

if TYPE_CHECKING:
    from smsdesk.core.read_models.sending import Leaving, SendResult
    from smsdesk.desk.outbox import Outbox
    from smsdesk.desk.sending import Sending
    from smsdesk.desk.threads import Threads

app = typer.Typer(
    help="Texts that wait or are not confirmed; retry or cancel one.", rich_markup_mode=None
)

MessageId = Annotated[
    int, typer.Argument(metavar="ID", max=LARGEST_ID, help="The message, as outbox lists it.")
]


@app.callback(invoke_without_command=True)
def outbox(context: typer.Context, *, as_json: Json = False) -> None:
    """List the texts that are recorded and not settled."""
    if context.invoked_subcommand is not None:
        return
    with open_desk(context) as desk:
        items = desk.outbox.items()
    if as_json:
        output.document_list(json_shapes.waiting(item) for item in items)
        return
    for item in output.or_say(items, "Nothing waits, and nothing is unconfirmed."):
        output.row(
            str(item.message_id),
            output.local_time(item.created_at),
            str(item.status),
            item.number,
            item.name,
            item.reason,  # which says when, of a planned one
            f'"{item.body}"',
        )


@app.command()
def retry(
    context: typer.Context,
    *,
    message_id: MessageId,
    now: Now = False,
    hold: Hold = False,
    as_json: Json = False,
) -> None:
    """Send a failed text again, or let a held or planned one go.

    One that waits is tried at once.
    """
    leaving = leaving_in_quiet_hours(now=now, hold=hold)
    with open_desk(context, carrier=True) as desk:
        result = _retry(desk.outbox, desk.threads, desk.sending, message_id, leaving)
    finish(result, as_json=as_json)


@app.command()
def cancel(context: typer.Context, *, message_id: MessageId, as_json: Json = False) -> None:
    """Cancel a text that waits or is held: it will never leave.

    One that could not be confirmed is given up, once it has been looked for in vain.
    """
    with open_desk(context) as desk:
        canceled = desk.outbox.cancel(message_id)
        found = desk.threads.message(message_id)
    if not canceled or found is None:
        raise WrongUsageError(
            f"message {message_id} does not wait; smsdesk outbox lists those that do"
            if found is None or found.status != "unconfirmed"
            else f"message {message_id} is still looked for; smsdesk sync does that"
        )
    if as_json:
        output.document({"id": message_id, "status": str(found.status)})
    else:
        output.row("canceled" if found.status == "canceled" else "given up", str(message_id))


@app.command()
def edit(
    context: typer.Context,
    *,
    message_id: MessageId,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="The new words; left out, they stay.")
    ] = None,
    later: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="When it leaves, by the lead's clock: tue 9, tomorrow 8:30."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Change the words or the time of a text that waits."""
    from smsdesk.cli.errors import RULE
    from smsdesk.cli.send import moment_for

    if text is None and later is None:
        raise WrongUsageError("what shall be changed? Give the new words, --later TIME, or both")
    with open_desk(context) as desk:
        items = {item.message_id: item for item in desk.outbox.items()}
        item = items.get(message_id)
        at = (
            moment_for(desk, item.number, later) if item is not None and later is not None else None
        )
        verdict = desk.outbox.edit(message_id, text=text, at=at)
        found = desk.threads.message(message_id)
    if verdict is None or found is None:
        raise WrongUsageError(
            f"message {message_id} does not wait any more; smsdesk outbox lists those that do"
        )
    if as_json:
        output.document(
            {
                "id": message_id,
                "status": str(found.status),
                "code": str(verdict.code),
                "message": verdict.message,
                "body": found.text,
                "leaves_at": output.iso_time(found.leaves_at),
            }
        )
    elif verdict.blocked:
        output.note(f"smsdesk: not changed: {verdict.message}")
    else:
        output.row("changed", str(message_id), found.reason, f'"{found.text}"')
    if verdict.blocked:
        raise typer.Exit(RULE)


def _retry(
    waiting_texts: "Outbox",
    threads: "Threads",
    sending: "Sending",
    message_id: int,
    leaving: "Leaving",
) -> "SendResult":
    waiting = {item.message_id: item for item in waiting_texts.items()}
    item = waiting.get(message_id)
    match item and item.status:
        case None if threads.message(message_id) is None:
            raise WrongUsageError(f"there is no message {message_id}")
        case None:
            again = sending.retry(message_id, leaving=leaving)
            if again.code == "unknown_message":  # which is no rule of sending
                raise WrongUsageError(again.message)
            if again.status != "queued" or again.message_id is None:
                return again
            return _transmitted(sending, again.message_id, again.to, again.segments)
        case "queued" | "held" | "planned" if item is not None:
            waiting_texts.release(message_id)
            return _transmitted(sending, message_id, item.number, 0)
        case status:
            raise WrongUsageError(
                f"message {message_id} is {status}: it may have left and is never sent again;"
                " smsdesk sync settles it"
            )


def _transmitted(sending: "Sending", message_id: int, number: str, segments: int) -> "SendResult":
    """Let a recorded text leave; whatever the database does, it is recorded and not settled."""
    from smsdesk.core.read_models.sending import SendResult, SendStatus
    from smsdesk.errors import DeskError

    try:
        return sending.transmit(message_id)
    except DeskError as error:
        said = f"Recorded, and not sent yet: {error}."
        return SendResult(SendStatus.QUEUED, "ok", said, message_id, None, number, segments)
