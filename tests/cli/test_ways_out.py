"""Every way out that ``why`` names works, on that very number."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from smsdesk.core.rules.send_rules import CONTACT_RULES, ContactFacts, OpenQuestion, OptOut
from smsdesk.terms import Code, LineType
from tests.world.people import FIRM, SARAH

if TYPE_CHECKING:
    from smsdesk.carrier.simulator import SimulatedCarrier

    from .conftest import Cli

NEW_AREA = "+12215550123"
AT = datetime(2026, 11, 20, tzinfo=UTC)
KNOWN = ContactFacts(SARAH)

SITUATIONS = (
    ContactFacts(""),
    ContactFacts("", phone_problem="wrong length"),
    ContactFacts("", phone_problem="its region has no such number", could_be=NEW_AREA),
    ContactFacts("40404", read_only=True),
    ContactFacts(FIRM, is_ours=True),
    replace(KNOWN, invalid_reason="the carrier says so (21211)"),
    replace(KNOWN, opt_out=OptOut("keyword", "STOP", AT)),
    replace(KNOWN, question=OpenQuestion("please stop", AT)),
    replace(KNOWN, line_type=LineType.LANDLINE),
    replace(KNOWN, landline_code=21635),
    replace(KNOWN, line_type=LineType.PAGER),
    replace(KNOWN, auto_blocked_at=AT, filtered_in_row=3),
)


def commands(facts: ContactFacts) -> list[list[str]]:
    """Return the commands that the rules which hold name as a way out, or in what they say."""
    said = " ".join(
        f"{rule.lift(facts)} {rule.message(facts, UTC)}"
        for rule in CONTACT_RULES
        if rule.holds(facts)
    )
    found = re.findall(r"smsdesk ([a-z]+ \S*(?: --\w+ TEXT)?)", said)
    return [shlex.split(command.rstrip(".,")) for command in dict.fromkeys(found)]


def test_every_rule_is_among_the_situations() -> None:
    held = {rule.code for rule in CONTACT_RULES for facts in SITUATIONS if rule.holds(facts)}
    assert held == {rule.code for rule in CONTACT_RULES}
    assert sum(len(commands(facts)) for facts in SITUATIONS) >= 6


@pytest.mark.parametrize("facts", SITUATIONS)
def test_what_is_named_runs(cli: Cli, facts: ContactFacts) -> None:
    for command in commands(facts):
        agreed = ["--yes"] if command[0] == "recheck" else []
        done = cli(*command, *agreed)
        assert done.code == 0, (command, done.err)
        assert "NUMBER" not in " ".join(command)


def test_a_number_newer_than_the_number_plan_goes_the_whole_way(
    cli: Cli, carrier: SimulatedCarrier
) -> None:
    written = "(221) 555-0123"
    told = cli("why", written, "--json").document
    assert told["code"] == "invalid_phone"
    assert f"smsdesk recheck {NEW_AREA}" in told["rules"][1]["lift"]
    assert cli("send", written, "Hi", "--json").document["code"] == "invalid_phone"
    carrier.ledger.receive(NEW_AREA, "Hi, is this the webinar?")
    cli("sync")
    assert cli("conversations", "show", written, "--json").document["number"] == NEW_AREA
    assert cli("why", written, "--json").document["code"] == "ok"
    sent = cli("send", written, "It is", "--json")
    assert (sent.code, sent.document["to"]) == (0, NEW_AREA)
    assert cli("recheck", written, "--yes").code == 0
    assert cli("optout", "add", written).code == 0
    assert cli("send", written, "More", "--json").document["code"] == "opted_out"


def test_an_opt_out_is_recorded_of_a_number_that_the_number_plan_does_not_have(cli: Cli) -> None:
    assert cli("optout", "add", NEW_AREA).code == 0
    assert cli("send", NEW_AREA, "Hi", "--json").document["code"] == "opted_out"


def test_the_firms_own_number_is_no_lead_also_when_it_is_changed_later(cli: Cli) -> None:
    cli("leads", "add", "--name", "Ourselves", "--phone", SARAH)
    assert cli("send", SARAH, "Hi", "--dry-run").code == 0
    changed = {"SMSDESK_TWILIO__FROM_NUMBER": SARAH}
    sent = cli("send", SARAH, "Hi", "--json", **changed)
    assert (sent.code, sent.document["code"]) == (3, Code.INVALID_PHONE)
    assert "the firm's own" in sent.document["message"]
    assert cli("why", SARAH, "--json", **changed).document["code"] == Code.INVALID_PHONE
    assert cli("leads", "search", "ourselves", "--json", **changed).document == []
    (hit,) = cli("leads", "search", "ourselves", "--all", "--json", **changed).document
    assert (hit["sendable"], hit["code"]) == (False, Code.INVALID_PHONE)


@pytest.mark.parametrize(
    "command",
    [
        ("outbox", "retry"), ("outbox", "cancel"), ("outbox", "edit", "--later", "tomorrow 9"),
        ("leads", "undo"), ("leads", "imports", "--limit"), ("leads", "search", "sarah", "--limit"),
        ("search", "hello", "--limit"),
    ],
)  # fmt: skip
def test_a_number_that_no_database_holds_is_wrong_usage(cli: Cli, command: tuple[str, ...]) -> None:
    done = cli(*command, str(10**20), "--json")
    assert done.code == 2
    assert "should be less than or equal to" in done.complaint
