"""Every text on its way to the screen passes one place, where the type checker sees it.

``shown`` takes display text and nothing else, and what draws takes only what ``shown`` has made.
So it is enough that nobody goes round it.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import smsdesk.tui

TUI = Path(smsdesk.tui.__file__).parent

MAKERS = {
    "Content": {"text/shown.py"},
    "Segment": {"text/painting.py", "terminal/sixteen_colours.py"},
    "Static": set(),
    "Label": set(),
    "Markdown": set(),
    "Button": {"text/words.py"},
    "Option": set(),
    "Text": {"app.py"},
    "Visual": set(),
}
"""Whoever draws, and the files that may make one. ``app.py`` leaves the line of a crash;
``sixteen_colours.py`` gives what has been painted other colours."""

METHODS = {"from_markup", "from_text", "styled", "assemble", "from_rich_text"}


def calls(path: Path) -> list[tuple[str, int]]:
    """Return what a file calls of all that draws, and where."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id in MAKERS:
            found.append((called.id, node.lineno))
        elif isinstance(called, ast.Attribute) and called.attr in METHODS:
            found.append(("Content", node.lineno))
    return found


@pytest.mark.parametrize("path", sorted(TUI.rglob("*.py")), ids=lambda path: path.name)
def test_nobody_draws_but_by_the_one_way(path: Path) -> None:
    place = path.relative_to(TUI).as_posix()
    assert [call for call in calls(path) if place not in MAKERS[call[0]]] == []


def test_a_way_round_is_found(tmp_path: Path) -> None:
    path = tmp_path / "bypass.py"
    path.write_text("Static(name)\nContent.styled(name, 'bold')\n", encoding="utf-8")
    assert calls(path) == [("Static", 1), ("Content", 2)]


@pytest.mark.parametrize("path", sorted(TUI.rglob("*.py")), ids=lambda path: path.name)
def test_no_label_is_set_but_by_the_one_way(path: Path) -> None:
    """``Button.label``, a border's title, a tooltip: plain text there would be markup."""
    if path.name == "words.py":
        return
    names = {"label", "border_title", "border_subtitle", "tooltip", "sub_title", "loading"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign):
            set_here = {one.attr for one in node.targets if isinstance(one, ast.Attribute)}
            assert not set_here & names, f"line {node.lineno}"
