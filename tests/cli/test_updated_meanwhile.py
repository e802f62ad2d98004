"""A newer version changes the database between a command's start and its first step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.background import registration
from smsdesk.core.contacts import lookups
from smsdesk.core.receiving import polling
from smsdesk.core.sending import handing_over, outbox
from smsdesk.store.schema.revisions import HEAD
from tests.world.people import SARAH

if TYPE_CHECKING:
    from smsdesk.core.context import Context

    from .conftest import Cli


def updated(place: str) -> None:
    """Let a newer version have changed the database."""
    with closing(sqlite3.connect(place)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '0999'")


def put_right(place: str) -> None:
    with closing(sqlite3.connect(place)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = ?", (HEAD,))


@pytest.mark.parametrize("step", ["await_answer", "take_in_number", "claim", "hand_over"])
@pytest.mark.parametrize("again", [False, True])
def test_what_is_recorded_ends_with_0_or_5_and_never_asks_to_be_sent_again(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, step: str, again: bool
) -> None:
    """By the step before which the newer version comes."""
    if again:
        unreachable = {"SMSDESK_TWILIO__BASE_URL": "http://127.0.0.1:9"}
        assert cli("send", SARAH, "Hi Sarah", **unreachable).code == 5
        (waiting,) = cli("outbox", "--json").document
    owner, name = {
        "await_answer": (lookups, "await_answer"),
        "take_in_number": (polling, "take_in_number"),
        "claim": (outbox, "_claim"),
        "hand_over": (handing_over, "hand_over"),
    }[step]
    usual = getattr(owner, name)
    places: list[str] = []

    def after_the_update(context: Context, *arguments: object, **more: object) -> object:
        places.append(context.database.place)
        updated(places[0])
        return usual(context, *arguments, **more)

    monkeypatch.setattr(owner, name, after_the_update)
    monkeypatch.setattr(handing_over, "SETTLE_SECONDS", 0.0)
    done = cli(
        *(("outbox", "retry", str(waiting["id"])) if again else ("send", SARAH, "Hi")), "--json"
    )
    assert done.code == (0 if step == "hand_over" else 5), done.err
    assert done.document["status"] == ("sent" if step == "hand_over" else "queued")
    assert "was updated" in done.document["message"]
    put_right(places[0])


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

    def then_updated(context: Context) -> None:
        register(context)
        updated(context.database.place)

    monkeypatch.setattr(registration, "register", then_updated)
    outcome = cli(*command)
    assert outcome.code == 2
    assert "was updated" in outcome.complaint
    assert outcome.out == ""
