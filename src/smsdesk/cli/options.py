"""The arguments and options that several commands share."""

from typing import Annotated

import typer

LARGEST_ID = 2**62
"""No record has a larger one, and a database compares none with a number beyond its own."""

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="A phone number, in any form of writing.")
]
Limit = Annotated[int, typer.Option(min=1, max=1_000_000, help="How many at most.")]
Now = Annotated[bool, typer.Option("--now", help="Send it in the lead's quiet hours, too.")]
Hold = Annotated[
    bool,
    typer.Option("--hold", help="In the lead's quiet hours, plan it for the next allowed hour."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
