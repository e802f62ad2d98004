"""Every text for people passes one place on its way to the terminal of a command."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import smsdesk.cli

CLI = Path(smsdesk.cli.__file__).parent

PRINTERS = {"output.py", "progress.py"}
"""Who may write to the standard streams by themselves."""


WAYS = {"print", "typer.echo", "typer.secho", "sys.stdout.write", "sys.stderr.write"}


def written_to(path: Path) -> list[tuple[str, int]]:
    """Return where a file writes to a standard stream, and how."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in WAYS:
            found.append((called, node.lineno))
    return found


@pytest.mark.parametrize("path", sorted(CLI.rglob("*.py")), ids=lambda path: path.name)
def test_nobody_prints_but_the_printers(path: Path) -> None:
    if path.name in PRINTERS:
        return
    own = {"app.py"}  # the version, which is ours
    assert path.name in own or written_to(path) == []


def test_a_way_round_is_found(tmp_path: Path) -> None:
    path = tmp_path / "bypass.py"
    path.write_text("print(name)\nsys.stdout.write(name)\n", encoding="utf-8")
    assert written_to(path) == [("print", 1), ("sys.stdout.write", 2)]
