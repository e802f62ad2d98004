"""Every command is declared once, and everything that names commands names them all."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.widgets import TextArea

from smsdesk.tui.commands import (
    BY_NAME,
    COMMANDS,
    Command,
    Place,
    Situation,
    desk_bindings,
    footer_commands,
    keys_label,
)
from smsdesk.tui.newline_keys import key_label
from smsdesk.tui.windows.help import by_task, help_text
from tests.tui.hosting import running
from tests.world.fake_desk import firm

OVERRIDDEN_ON_PURPOSE = frozenset(
    "ctrl+d ctrl+x ctrl+k ctrl+f ctrl+z ctrl+u f6 f7 enter pageup pagedown".split()  # noqa: SIM905 - keys
)
"""Editing keys of the box that mean something else here (menu, jump, search, shell, copy, theme,
send, pages of the thread), or something more (^U, ^D)."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_help_lists_every_command(command: Command) -> None:
    page = " ".join(help_text(80).plain.split())
    assert command.title in page
    assert " ".join(command.help.split()) in page
    assert all(key_label(key) in page for key in command.keys)


async def test_the_screen_can_do_every_command_and_no_other() -> None:
    async with running(firm().opened) as (app, _pilot):
        assert set(app.desk_screen.doing) == set(BY_NAME)


def test_no_key_is_taken_twice() -> None:
    counted = Counter(key for command in COMMANDS if command.bound for key in command.keys)
    assert [key for key, count in counted.items() if count > 1] == []


def test_editing_keys_are_left_to_the_box() -> None:
    editing = {
        key for binding in TextArea.BINDINGS for key in getattr(binding, "key", "").split(",")
    }
    ours = {key for command in COMMANDS for key in command.keys}
    assert ours & editing <= OVERRIDDEN_ON_PURPOSE


def test_every_bound_command_has_its_binding() -> None:
    bound = {binding.action for binding in desk_bindings()}
    assert bound == {
        f"command('{command.name}')" for command in COMMANDS if command.bound and command.keys
    }


def test_the_help_is_grouped_by_what_an_agent_wants() -> None:
    grouped = [command.name for _task, commands in by_task() for command in commands]
    assert sorted(grouped) == sorted(command.name for command in COMMANDS)
    page = help_text(80).plain.splitlines()
    places = [page.index(task) for task, _commands in by_task()]
    assert places == sorted(places)
    assert all(page[place - 1] == "" for place in places[1:])


def test_a_command_of_the_menu_shows_its_two_keys() -> None:
    lettered = [command for command in COMMANDS if command.letter]
    assert {"lead", "note", "beginning"} <= {command.name for command in lettered}
    assert all(f"^X {command.letter}" in keys_label(command) for command in lettered)
    assert len({command.letter for command in lettered}) == len(lettered)


def test_help_fits_its_width() -> None:
    assert max(len(line) for line in help_text(56).plain.splitlines()) <= 56


def test_the_footer_shows_only_what_works() -> None:
    def names(situation: Situation) -> set[str]:
        return {command.name for command in footer_commands(situation)}

    assert names(Situation()) == {"help", "quit"}
    assert {"new", "jump", "find"} <= names(Situation(ready=True))
    assert "send" not in names(Situation(ready=True, thread=True))
    assert "send" in names(Situation(ready=True, thread=True, writing=True, place=Place.BOX))
    assert "retry" in names(Situation(ready=True, thread=True, again=True))
    assert "back" not in names(Situation(ready=True, back=True))
    assert "back" in names(Situation(ready=True, back=True, list_behind=True))
    assert "answer_keep" in names(Situation(ready=True, thread=True, question=True))
