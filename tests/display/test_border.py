"""What holds the border: light, below all floors, linear, with one way in."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import smsdesk
from smsdesk.csv_formulas import guarded, without_guards
from smsdesk.display import (
    clip,
    escaped,
    fit,
    isolated,
    many_lines,
    one_line,
    wrap,
)
from smsdesk.storable_text import storable
from smsdesk.web_links import links

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from _typeshed import TraceFunction

SOURCE = Path(smsdesk.__file__).parent
IMPORTING = """
import sys, smsdesk
before = set(sys.modules)
import {module}
display = sys.modules.get("smsdesk.display")
if display:
    display.fit(display.one_line("José"), 9)
print(*sorted(set(sys.modules) - before))
"""
BORDER = ("smsdesk.display", "smsdesk.csv_formulas", "smsdesk.storable_text", "smsdesk.web_links")


@pytest.mark.parametrize("module", BORDER)
def test_the_border_is_light_and_knows_nothing_of_the_house(module: str) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            IMPORTING.format(module=module),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = set(told.stdout.split())
    ours = {name for name in loaded if name.startswith("smsdesk")}
    assert {name for name in ours if not name.startswith(BORDER)} == set()
    heavy = {"wcwidth", "textual", "rich", "socket", "ipaddress", "urllib.parse", "encodings.idna"}
    assert loaded & heavy == set()


def test_only_the_module_of_the_type_makes_one_unlooked_at() -> None:
    """``_vouched`` and ``str.__new__`` are the doors past the border."""
    doors: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = (
                getattr(node, "attr", None)
                or getattr(node, "id", None)
                or getattr(node, "name", None)
            )
            is_cast = (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "cast"
                and "DisplayText" in ast.dump(node.args[0])
            )
            base = getattr(getattr(node, "value", None), "id", "")
            if name == "_vouched" or is_cast or (name == "__new__" and base == "str"):
                doors.add(path.relative_to(SOURCE).as_posix())
    assert doors == {"display/display_text.py"}


def counted(work: Callable[[str], object], text: str) -> int:
    """Return how many lines of Python of ours ``work`` runs through on ``text``."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: object) -> TraceFunction | None:
        nonlocal count
        if "smsdesk" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    outer = sys.gettrace()
    sys.settrace(trace)
    try:
        work(text)
    finally:
        sys.settrace(outer)
    return count


def body(text: str) -> object:
    shown = many_lines(text, longest=len(text))
    return isolated(shown), wrap(shown, 20)


HOSTILE = {
    "strings without an end": "\x1b]0;",
    "sequences": "\x1b[31m\x9b2J",
    "marks": "e\u0301\u0301\u0301\u0301\u0301\u0301",
    "joiners": "\U0001f468\u200d",
    "isolates": "\u2068\u05d0 ",
    "tabs and lines": "\t\n",
    "virama": "\u0915\u094d",
    "brackets": "https://a.example/(((",
    "closing": "https://a.example/)))...",
    "addresses": "https://www.",
    "formulas": ",=\t+'\"",
    "blanks": "  \u00a0",
    "surrogates": "\ud83d\x00\\",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    "work",
    [
        body,
        one_line,
        escaped,
        lambda text: clip(one_line(text), 40),
        lambda text: fit(many_lines(text, longest=len(text))[:200], 30),
        lambda text: links(many_lines(text, longest=len(text))),
        lambda text: without_guards(guarded(text)),
        storable,
    ],
)
def test_twice_the_text_is_no_more_than_twice_the_work(
    work: Callable[[str], object], name: str
) -> None:
    short, long = HOSTILE[name] * 150, HOSTILE[name] * 300
    work(long)  # what loads, and what learns a character, does so once
    assert counted(work, long) <= 2.2 * counted(work, short) + 40
