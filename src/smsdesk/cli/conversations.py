"""``smsdesk conversations``, ``search`` and ``export``: what was said, read and taken out."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.excerpt import excerpt
from smsdesk.cli.options import Json, Limit, Number
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.roles import Act
from smsdesk.core.rules.wording import EMPTY_TEXT
from smsdesk.display import one_line
from smsdesk.local_zone import LocalZone
from smsdesk.terms import RETRIABLE, ConversationState, ConversationView

if TYPE_CHECKING:
    from typing import TextIO

    from smsdesk.core.read_models.conversations import ConversationRow

app = typer.Typer(help="List and show conversations.", rich_markup_mode=None)


class ExportFormat(StrEnum):
    """What an export can be written as."""

    JSON = "json"
    CSV = "csv"
    HTML = "html"
    TXT = "txt"


@app.command("list")
def list_(
    context: typer.Context,
    *,
    unread: Annotated[
        bool, typer.Option("--unread", help="Only those with texts nobody has seen.")
    ] = False,
    to_answer: Annotated[
        bool, typer.Option("--to-answer", help="Only those who wait for an answer, longest first.")
    ] = False,
    mine: Annotated[bool, typer.Option("--mine", help="Only your own.")] = False,
    view: Annotated[ConversationView | None, typer.Option(help="Only those of one view.")] = None,
    as_json: Json = False,
) -> None:
    """List the conversations, newest activity first."""
    wanted = _wanted(unread=unread, to_answer=to_answer, mine=mine, view=view)
    with open_desk(context) as desk:
        order = next((one for one in _ORDERED if one in wanted), ConversationView.ALL)
        rows = (
            row
            for row in desk.conversations.rows(order)
            if all(_is_in(one, row, desk.agent) for one in wanted)
        )
        if as_json:
            output.document_list(json_shapes.conversation(row) for row in rows)
            return
        for row in output.or_say(rows, "No unread texts." if unread else "No conversation yet."):
            output.row(
                output.local_time(row.last_activity_at),
                row.number,
                row.name,
                f"({row.unread} unread)" if row.unread else "",
                f"[{row.mark}]" if row.mark else "",
                _turn(row),
                "<" if row.last_direction == "inbound" else ">",
                one_line(row.last_text) or EMPTY_TEXT,
            )


_ORDERED = (ConversationView.TO_ANSWER, ConversationView.NOBODYS, *ConversationView)


def _wanted(
    *, unread: bool, to_answer: bool, mine: bool, view: ConversationView | None
) -> list[ConversationView]:
    """Return every view in which a row must be."""
    asked = {
        ConversationView.UNREAD: unread,
        ConversationView.TO_ANSWER: to_answer,
        ConversationView.MINE: mine,
    }
    return [one for one, is_asked in asked.items() if is_asked] + ([view] if view else [])


def _is_in(view: ConversationView, row: "ConversationRow", agent: str) -> bool:
    match view:
        case ConversationView.ALL:
            return True
        case ConversationView.MINE:
            return row.owner == agent
        case ConversationView.UNREAD:
            return row.unread > 0
        case ConversationView.FAILED:
            return row.last_status in RETRIABLE
        case ConversationView.NOBODYS:
            return row.state is ConversationState.TO_ANSWER and not row.owner
        case ConversationView.TO_ANSWER | ConversationView.DONE | ConversationView.SNOOZED:
            return row.state == view.value


def _turn(row: "ConversationRow") -> str:
    """Return whose turn it is and since when, where somebody has to act."""
    owner = f", {row.owner}" if row.owner else ""
    if row.to_answer_since is not None and row.state is ConversationState.TO_ANSWER:
        return f"(to answer since {output.local_time(row.to_answer_since)}{owner})"
    if row.snoozed_until is not None:
        return f"(snoozed until {output.local_time(row.snoozed_until)}{owner})"
    return f"({row.state}{owner})" if owner or row.state is ConversationState.DONE else ""


@app.command()
def show(context: typer.Context, *, number: Number, as_json: Json = False) -> None:
    """Show one conversation, oldest text first."""
    _write_one(context, number, ExportFormat.JSON if as_json else ExportFormat.TXT)


def search(
    context: typer.Context,
    *,
    text: Annotated[str, typer.Argument(help="What the message says.")],
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """Search in the messages, newest first.

    Words of the text or of a name; from:sarah, since:monday and before:2026-11-01 narrow it.

    --json has their whole text.
    """
    from smsdesk.core.rules.message_query import plain_words

    with open_desk(context) as desk:
        hits = desk.threads.search_messages(text, limit=limit)
    if as_json:
        output.document_list(json_shapes.found_message(hit) for hit in hits)
        return
    for hit in output.or_say(hits, "No message is found."):
        arrow = "<" if hit.direction == "inbound" else ">"
        said = excerpt(hit.text, plain_words(text))
        output.row(output.local_time(hit.happened_at), hit.number, hit.name, arrow, said)


def export(
    context: typer.Context,
    *,
    number: Annotated[str | None, typer.Argument(metavar="NUMBER", help="Whose.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every conversation.")] = False,
    form: Annotated[
        ExportFormat | None, typer.Option("--format", help="What to write; txt if not said.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write one conversation, or all, to standard output."""
    if (number is None) != everything:
        raise WrongUsageError("give a number or --all; smsdesk export --help shows what it takes")
    if as_json and form not in (None, ExportFormat.JSON):
        raise WrongUsageError(f"--json and --format {form} do not go together")
    wanted = ExportFormat.JSON if as_json else form or ExportFormat.TXT
    if number is not None:
        _write_one(context, number, wanted, exports=True)
    else:
        _export_all(context, wanted)


def _write_one(
    context: typer.Context, number: str, form: ExportFormat, *, exports: bool = False
) -> None:
    from smsdesk.cli.numbers import address
    from smsdesk.core.reading.export import export_thread

    with open_desk(context) as desk:
        if exports:
            desk.agents.check(Act.EXPORT)
        head = desk.threads.get(address(desk.conversations, desk.numbers, number), limit=1).head
        if head.conversation_id is None and not head.signups:
            raise WrongUsageError(f"{number} is neither a lead nor a conversation")
        bubbles = desk.threads.whole(head.number)
        export_thread(head, bubbles, form.value, _out(form), zone=LocalZone())


def _export_all(context: typer.Context, form: ExportFormat) -> None:
    from smsdesk.core.reading.export import export_threads

    with open_desk(context) as desk:
        desk.agents.check(Act.EXPORT)
        threads = (
            (desk.threads.get(row.number, limit=1).head, desk.threads.whole(row.number))
            for row in desk.conversations.rows()
        )
        export_threads(threads, form.value, _out(form), zone=LocalZone())


def _out(form: ExportFormat) -> "TextIO":
    return output.for_a_file() if form is ExportFormat.CSV else sys.stdout
