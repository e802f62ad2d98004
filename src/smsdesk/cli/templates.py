"""``smsdesk templates``: the texts of the firm that hold another value for each lead."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from smsdesk.cli import json_shapes, output
from smsdesk.cli.errors import WrongUsageError
from smsdesk.cli.options import Json
from smsdesk.cli.session import open_desk

app = typer.Typer(help="Texts with a field for the lead's name and more.", rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Its name, in any case.")]


@app.command("list")
def list_(context: typer.Context, *, as_json: Json = False) -> None:
    """List the templates by name."""
    with open_desk(context) as desk:
        templates = desk.templates.every()
    if as_json:
        output.document_list(map(json_shapes.template, templates))
        return
    nothing = "There is no template yet: smsdesk templates add NAME TEXT makes one."
    for template in output.or_say(templates, nothing):
        output.row(template.name, template.text)


@app.command()
def show(context: typer.Context, *, name: Name, as_json: Json = False) -> None:
    """Print a template's text, its fields as they are written."""
    with open_desk(context) as desk:
        template = desk.templates.named(name)
    if as_json:
        output.document(json_shapes.template(template))
    else:
        output.line(template.text)


@app.command()
def add(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name that no other has.")],
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help='Such as "Hi {first_name|there}, ...".')
    ],
    as_json: Json = False,
) -> None:
    """Make a template. Two opening braces stand for one."""
    with open_desk(context) as desk:
        template = desk.templates.add(name, text)
    if as_json:
        output.document(json_shapes.template(template))
    else:
        output.row(template.name, "added")


@app.command()
def edit(
    context: typer.Context,
    *,
    name: Name,
    text: Annotated[str | None, typer.Option(help="Its new text.")] = None,
    new_name: Annotated[str | None, typer.Option("--name", help="Its new name.")] = None,
    as_json: Json = False,
) -> None:
    """Change a template's text or name, or both."""
    if text is None and new_name is None:
        raise WrongUsageError("what is to change? Give --text or --name")
    with open_desk(context) as desk:
        template = desk.templates.edit(name, new_name=new_name, text=text)
    if as_json:
        output.document(json_shapes.template(template))
    else:
        output.row(template.name, "changed")


@app.command()
def remove(context: typer.Context, *, name: Name, as_json: Json = False) -> None:
    """Remove a template. Texts that were sent with it stay."""
    with open_desk(context) as desk:
        template = desk.templates.named(name)
        desk.templates.remove(name)
    if as_json:
        output.document(json_shapes.template(template))
    else:
        output.row(template.name, "removed")


@app.command("import")
def import_(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As export writes it.")],
    as_json: Json = False,
) -> None:
    """Take in a file of templates, all or none.

    One whose name is known is changed, none is removed, and the same file again changes nothing.
    """
    from smsdesk.core import template_file

    given = template_file.read(file)
    with open_desk(context) as desk:
        done = desk.templates.take_in(given)
    if as_json:
        output.document(json_shapes.template_import(done))
        return
    output.row(
        f"{len(done.added):,} added",
        f"{len(done.changed):,} changed",
        f"{len(done.unchanged):,} unchanged",
    )


@app.command()
def export(context: typer.Context, *, as_json: Json = False) -> None:
    """Write all templates to standard output.

    As a file (TOML) that import reads; --json writes them as list does.
    """
    if as_json:
        list_(context, as_json=True)
        return
    from smsdesk.core import template_file

    with open_desk(context) as desk:
        templates = desk.templates.every()
    template_file.write(templates, sys.stdout)
