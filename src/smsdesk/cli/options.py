"""The arguments and options that several commands share."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="A phone number, in any form of writing.")
]
Now = Annotated[bool, typer.Option("--now", help="Send it in the lead's quiet hours, too.")]
Hold = Annotated[
    bool,
    typer.Option("--hold", help="In the lead's quiet hours, plan it for the next allowed hour."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
