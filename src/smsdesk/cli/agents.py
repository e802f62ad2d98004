"""``smsdesk agents``: who is on record, and what each may do."""

from typing import Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.options import Json
from smsdesk.cli.session import open_desk
from smsdesk.core.rules.roles import Role

app = typer.Typer(
    help="Put agents on record, each with a role.",
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(help="The agent's name, as in desk.user.", metavar="NAME")]


@app.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """Show who is on record."""
    with open_desk(context) as desk:
        found = desk.agents.every()
    if as_json:
        output.document_list(map(json_shapes.agent, found))
        return
    for agent in output.or_say(found, "Nobody is on record: everybody may do everything."):
        output.row(*_columns(json_shapes.agent(agent)))


@app.command()
def add(
    context: typer.Context,
    *,
    name: Name,
    role: Annotated[Role, typer.Option(help="What they may do; the first is an admin.")] = (
        Role.AGENT
    ),
    as_json: Json = False,
) -> None:
    """Put an agent on record; from the first one on only those who are may work."""
    with open_desk(context) as desk:
        _say(json_shapes.agent(desk.agents.add(name, role)), as_json=as_json)


@app.command("role")
def give_role(
    context: typer.Context,
    *,
    name: Name,
    role: Annotated[Role, typer.Argument(help="agent, supervisor or admin.")],
    as_json: Json = False,
) -> None:
    """Give an agent another role."""
    with open_desk(context) as desk:
        _say(json_shapes.agent(desk.agents.give_role(name, role)), as_json=as_json)


@app.command()
def deactivate(context: typer.Context, *, name: Name, as_json: Json = False) -> None:
    """Let an agent work here no more; their conversations become nobody's."""
    with open_desk(context) as desk:
        _say(json_shapes.agent(desk.agents.deactivate(name)), as_json=as_json)


@app.command()
def activate(context: typer.Context, *, name: Name, as_json: Json = False) -> None:
    """Let an agent work here again."""
    with open_desk(context) as desk:
        _say(json_shapes.agent(desk.agents.activate(name)), as_json=as_json)


def _say(agent: json_shapes.Document, *, as_json: bool) -> None:
    if as_json:
        output.document(agent)
    else:
        output.row(*_columns(agent))


def _columns(agent: json_shapes.Document) -> tuple[str, str, str]:
    state = "active" if agent["active"] else "not active"
    return str(agent["name"]), str(agent["role"]), state
