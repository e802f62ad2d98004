"""``smsdesk completion``: what makes a shell complete its commands and options."""

from enum import StrEnum
from typing import Annotated

import typer

from smsdesk.cli import output
from smsdesk.cli.options import Json


class Shell(StrEnum):
    """The shells that can be told."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(
    *,
    shell: Annotated[Shell, typer.Argument(help="The shell.")],
    as_json: Json = False,
) -> None:
    """Print what makes a shell complete commands and options.

    bash: eval "$(smsdesk completion bash)" in ~/.bashrc, and likewise zsh in ~/.zshrc; fish:
    smsdesk completion fish > ~/.config/fish/completions/smsdesk.fish.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    script = get_completion_script(
        prog_name="smsdesk", complete_var="_SMSDESK_COMPLETE", shell=str(shell)
    )
    if as_json:
        output.document({"shell": str(shell), "script": script})
    else:
        output.line(script)
