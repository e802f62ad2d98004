"""A newer version changes the database between a command's start and its first step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.background import registration

if TYPE_CHECKING:
    from smsdesk.core.context import Context

    from .conftest import Cli


@pytest.mark.parametrize("command", [
    ("send", "+14155550111", "Hi Sarah"),
    ("leads", "add", "--name", "Sarah", "--phone", "+14155550111"),
    ("search", "hello"),
    ("why", "+14155550111"),
    ("sync",),
    ("sync", "--watch"),
])  # fmt: skip
def test_a_command_says_the_sentence_and_ends_with_2(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    register = registration.register

    def updated(context: Context) -> None:
        register(context)
        with closing(sqlite3.connect(context.database.place)) as newer, newer:
            newer.execute("UPDATE alembic_version SET version_num = '0999'")

    monkeypatch.setattr(registration, "register", updated)
    outcome = cli(*command)
    assert outcome.code == 2
    assert "was updated" in outcome.complaint
    assert outcome.out == ""
