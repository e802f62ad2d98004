"""``smsdesk done``, ``snooze``, ``claim``, ``release``, ``handover`` and ``unread``."""

from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json, Number
from smsdesk.cli.session import open_desk
from smsdesk.local_zone import LocalZone

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.desk import Desk


def done(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Let nothing in a conversation wait for an answer."""
    _change(context, number, lambda desk, to: desk.answering.done(to), "done", as_json=as_json)


def snooze(
    context: typer.Context,
    *,
    number: Number,
    until: Annotated[
        str, typer.Argument(help="Such as tomorrow, mon 9, in 3 days or 2026-12-01.")
    ] = "tomorrow",
    as_json: Json = False,
) -> None:
    """Put a conversation aside until a time, or until they write."""
    from smsdesk.core.rules.moments import moment_ahead

    def put_aside(desk: "Desk", to: str) -> None:
        desk.answering.snooze(to, moment_ahead(until, desk.clock.now(), LocalZone()))

    _change(context, number, put_aside, "snoozed", as_json=as_json)


def claim(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Make a conversation your own."""
    _change(context, number, lambda desk, to: desk.answering.claim(to), "claimed", as_json=as_json)


def release(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Make a conversation nobody's."""
    _change(
        context, number, lambda desk, to: desk.answering.release(to), "released", as_json=as_json
    )


def handover(
    context: typer.Context,
    *,
    number: Number,
    agent: Annotated[str, typer.Argument(help="Who answers it from now on.")],
    as_json: Json = False,
) -> None:
    """Give a conversation to another agent."""
    if not agent.strip():
        raise WrongUsageError("to whom? smsdesk release NUMBER makes it nobody's")
    _change(
        context,
        number,
        lambda desk, to: desk.answering.hand_over(to, agent.strip()),
        "handed over",
        as_json=as_json,
    )


def unread(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Mark a conversation's newest text of theirs as unread."""

    def mark(desk: "Desk", to: str) -> None:
        if not desk.answering.mark_unread(to):
            raise WrongUsageError(f"{number} has not texted yet: there is nothing to read")

    _change(context, number, mark, "unread", as_json=as_json)


def _change(
    context: typer.Context,
    number: str,
    change: "Callable[[Desk, str], object]",
    word: str,
    *,
    as_json: bool,
) -> None:
    """Change a conversation and say how it stands then."""
    from smsdesk.cli.numbers import address

    with open_desk(context) as desk:
        to = address(desk.conversations, desk.numbers, number)
        change(desk, to)
        row = desk.conversations.row(to)
    if row is None:
        return
    if as_json:
        output.document(json_shapes.conversation(row))
        return
    until = output.local_time(row.snoozed_until) if row.snoozed_until else ""
    output.row(row.number, row.name, word, until, f"owner {row.owner}" if row.owner else "")
