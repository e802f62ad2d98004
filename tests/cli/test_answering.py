"""Whose turn it is, by command: done, snoozed, claimed, handed over, let go, unread again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.carrier.simulator import SimulatedCarrier
    from tests.world.clocks import RunningClock

    from .conftest import Cli


@pytest.fixture
def inbox(cli: Cli, carrier: SimulatedCarrier, carrier_clock: RunningClock) -> Cli:
    """A firm to which Sarah has written, and after her Tom."""
    cli("leads", "add", "--name", "Sarah Berg", "--phone", SARAH)
    for number in (SARAH, TOM):
        carrier_clock.move(10)
        carrier.ledger.receive(number, "Is the talk at seven?")
    carrier_clock.move(10)
    assert cli("sync").code == 0
    return cli


def waiting(cli: Cli) -> list[str]:
    rows = cli("conversations", "list", "--to-answer", "--json").document
    return [row["number"] for row in rows]


def test_who_waits_longest_comes_first(inbox: Cli) -> None:
    assert waiting(inbox) == [SARAH, TOM]
    sarah, _tom = inbox("conversations", "list", "--view", "to_answer", "--json").document
    assert (sarah["state"], sarah["owner"], sarah["snoozed_until"]) == ("to_answer", "", None)
    assert sarah["since"] == sarah["last_activity_at"]
    assert "(to answer since " in inbox("conversations", "list").out


def test_only_a_text_that_says_so_is_an_answer(inbox: Cli) -> None:
    assert inbox("send", SARAH, "A reminder of Tuesday").code == 0
    assert waiting(inbox) == [SARAH, TOM]
    assert inbox("send", SARAH, "At seven", "--answers").code == 0
    assert waiting(inbox) == [TOM]
    (mine,) = inbox("conversations", "list", "--mine", "--json").document
    assert (mine["number"], mine["state"], mine["unread"]) == (SARAH, "waiting", 0)


def test_done_and_unread_again(inbox: Cli) -> None:
    row = inbox("done", SARAH, "--json").document
    assert (row["number"], row["state"], row["since"]) == (SARAH, "done", None)
    assert waiting(inbox) == [TOM]
    assert inbox("done", "(415) 555-0122").code == 0
    assert waiting(inbox) == []
    assert inbox("unread", SARAH, "--json").document["unread"] == 1


def test_snoozed_until_a_time(inbox: Cli) -> None:
    row = inbox("snooze", SARAH, "in 3 days", "--json").document
    assert row["state"] == "snoozed"
    assert row["snoozed_until"] is not None
    assert waiting(inbox) == [TOM]
    refused = inbox("snooze", SARAH, "one fine day")
    assert refused.code == 2
    assert "tomorrow, mon 9" in refused.complaint


def test_claimed_handed_over_and_let_go(inbox: Cli) -> None:
    assert inbox("claim", SARAH, "--json").document["owner"] != ""
    assert inbox("handover", SARAH, "tom", "--json").document["owner"] == "tom"
    for no_name in ("t\nom", "t" * 65):
        refused = inbox("handover", SARAH, no_name)
        assert (refused.code, "1 to 64 printable" in refused.complaint) == (2, True)
    assert inbox("conversations", "list", "--mine", "--json").document == []
    assert "owner tom" not in inbox("release", SARAH).out
    assert inbox("release", SARAH, "--json").document["owner"] == ""


@pytest.mark.parametrize("command", [["done"], ["snooze"], ["claim"], ["release"], ["unread"]])
def test_without_a_conversation_it_says_so(inbox: Cli, command: list[str]) -> None:
    refused = inbox(*command, ANA)
    assert refused.code == 2
    assert ANA in refused.complaint
