"""What was said: listed, shown, searched, exported, counted."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.carrier.simulator import SimulatedCarrier
    from tests.world.clocks import RunningClock

    from .conftest import Cli


@pytest.fixture
def talk(cli: Cli, carrier: SimulatedCarrier, carrier_clock: RunningClock) -> Cli:
    """A firm with two conversations, one of them with an unread text and one with a STOP."""
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    cli("send", SARAH, "Two seats are left.")
    cli("send", TOM, "Hello Tom")
    carrier_clock.move(10)
    carrier.ledger.receive(TOM, "STOP")
    carrier_clock.move(10)
    carrier.ledger.receive(SARAH, "Yes \x1b[31mplease\u202e!")
    assert cli("sync").code == 0
    return cli


@pytest.mark.parametrize(("command", "says"), [
    (("outbox",), "Nothing waits, and nothing is unconfirmed."),
    (("leads", "search", "nobody"), "No lead is found."),
    (("leads", "imports"), "No import is on record."),
    (("conversations", "list"), "No conversation yet."),
    (("conversations", "list", "--unread"), "No unread texts."),
    (("search", "nothing"), "No message is found."),
    (("optout", "list"), "Nobody has opted out."),
])  # fmt: skip
def test_a_list_of_nothing_says_so(cli: Cli, command: tuple[str, ...], says: str) -> None:
    done = cli(*command)
    assert (done.code, done.out) == (0, f"{says}\n")
    assert cli(*command, "--json").document == []


def test_conversations_come_newest_first(talk: Cli) -> None:
    sarah, tom = talk("conversations", "list", "--json").document
    assert list(sarah) == [
        "number",
        "name",
        "unread",
        "last_text",
        "last_direction",
        "last_activity_at",
        "code",
        "state",
        "since",
        "owner",
        "snoozed_until",
    ]
    assert (sarah["number"], sarah["name"], sarah["unread"]) == (SARAH, "Sarah Berg", 1)
    assert (sarah["last_text"], sarah["last_direction"]) == ("Yes \x1b[31mplease\u202e!", "inbound")
    assert (sarah["code"], tom["code"]) == ("ok", "opted_out")
    assert len(talk("conversations", "list", "--unread", "--json").document) == 2
    shown = talk("conversations", "list").out
    first = shown.splitlines()[0]
    assert "(1 unread)  (to answer since " in first
    assert first.endswith(")  <  Yes please!")
    assert "\x1b" not in shown


def test_a_conversation_is_shown_oldest_first(talk: Cli) -> None:
    document = talk("conversations", "show", "415 555 0111", "--json").document
    assert (document["number"], document["name"], document["signups"]) == (SARAH, "Sarah Berg", 1)
    ours, theirs = document["messages"]
    assert set(ours) == {
        "id",
        "direction",
        "body",
        "status",
        "sid",
        "error_code",
        "segments",
        "created_at",
        "sent_by",
    }
    assert (ours["direction"], ours["body"], ours["sent_by"]) == (
        "outbound",
        "Two seats are left.",
        "maria",
    )
    assert (theirs["direction"], theirs["status"]) == ("inbound", "received")
    assert "Two seats are left." in talk("conversations", "show", SARAH).out
    unknown = talk("conversations", "show", "+14155550199")
    assert unknown.code == 2
    assert "neither a lead nor a conversation" in unknown.complaint


def test_messages_are_searched(talk: Cli) -> None:
    (hit,) = talk("search", "seats", "--json").document
    assert (hit["number"], hit["direction"], hit["body"]) == (
        SARAH,
        "outbound",
        "Two seats are left.",
    )
    assert "Two seats are left." in talk("search", "seats").out
    assert talk("search", "nothing", "--json").document == []


def test_a_long_message_is_shown_by_what_was_found(talk: Cli) -> None:
    text = f"{'word ' * 100}M\u00fcller\n{'more ' * 100}".strip()
    talk("send", ANA, text)
    shown = talk("search", "muller").out
    assert "M\u00fcller more" in shown
    assert shown.count("\n") == 1
    assert len(shown) < 250
    (hit,) = talk("search", "muller", "--json").document
    assert hit["body"] == text


def test_threads_are_exported(talk: Cli) -> None:
    one = talk("export", SARAH, "--json")
    assert one.document == talk("conversations", "show", SARAH, "--json").document
    everything = talk("export", "--all", "--format", "json").document
    assert {thread["number"] for thread in everything} == {SARAH, TOM}
    rows = list(csv.DictReader(io.StringIO(talk("export", "--all", "--format", "csv").out)))
    assert len(rows) == 4
    assert talk("export", SARAH, "--format", "html").out.startswith("<!")
    assert "Two seats are left." in talk("export", SARAH).out


def test_stats_count(talk: Cli) -> None:
    assert talk("stats", "--json").document == {
        "leads": 1,
        "conversations": 2,
        "unread": 2,
        "waiting": 0,
        "lookups_waiting": 0,
        "opted_out": 1,
    }
    shown = talk("stats").out.splitlines()
    assert [line.split(None, 1)[1] for line in shown] == [
        "lead", "conversations", "unread", "waiting", "lookups waiting", "opted out",
    ]  # fmt: skip


def test_a_short_code_is_read(cli: Cli, carrier: SimulatedCarrier) -> None:
    carrier.ledger.receive("72345", "Your code is 1234")
    cli("sync")
    (message,) = cli("conversations", "show", "72345", "--json").document["messages"]
    assert message["body"] == "Your code is 1234"
