"""``smsdesk note``: added and listed, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.people import SARAH

if TYPE_CHECKING:
    from .conftest import Cli


def test_a_note_is_added_and_listed(cli: Cli) -> None:
    added = cli("note", "add", "(415) 555-0111", "prefers mornings", "--json")
    assert added.code == 0
    assert set(added.document) == {"id", "number", "text", "written_at", "written_by"}
    assert (added.document["number"], added.document["text"]) == (SARAH, "prefers mornings")
    assert added.document["written_at"].endswith(("Z", "+00:00"))
    cli("note", "add", SARAH, "has twins")
    assert [one["text"] for one in cli("note", "list", SARAH, "--json").document] == [
        "has twins",
        "prefers mornings",
    ]
    shown = cli("note", "list", SARAH).out
    assert shown.index("has twins") < shown.index("prefers mornings")
    assert added.document["written_by"] in shown


def test_what_a_note_does_to_a_terminal(cli: Cli) -> None:
    cli("note", "add", SARAH, "red \x1b[31m and a title \x1b]0;x\x07")
    shown = cli("note", "list", SARAH)
    assert "\x1b" not in shown.out
    assert "red" in shown.out


def test_nothing_noted_and_nothing_to_note(cli: Cli) -> None:
    assert cli("note", "list", SARAH).out == "Nothing is noted about this number.\n"
    assert cli("note", "list", SARAH, "--json").document == []
    empty = cli("note", "add", SARAH, "  ")
    assert (empty.code, empty.complaint) == (2, "smsdesk: a note needs a text\n")
