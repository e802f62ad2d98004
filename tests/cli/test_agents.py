"""``smsdesk agents``, and what their roles refuse on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.world.people import SARAH

if TYPE_CHECKING:
    from .conftest import Cli


def test_on_record_with_roles(cli: Cli) -> None:
    assert cli("agents", "list").out == "Nobody is on record: everybody may do everything.\n"
    first = cli("agents", "add", "maria", "--json")
    assert (first.code, first.document["role"]) == (0, "admin"), "the first one is"
    assert set(first.document) == {"name", "role", "active", "since", "changed_by"}
    cli("agents", "add", "priya", "--role", "supervisor")
    cli("agents", "add", "tom")
    cli("agents", "role", "tom", "supervisor")
    cli("agents", "deactivate", "priya")
    listed = cli("agents", "list", "--json").document
    assert [(one["name"], one["role"], one["active"]) for one in listed] == [
        ("maria", "admin", True),
        ("priya", "supervisor", False),
        ("tom", "supervisor", True),
    ]
    assert cli("agents", "activate", "priya").out == "priya  supervisor  active\n"


@pytest.mark.parametrize(
    ("command", "may_not"),
    [
        (("unblock", SARAH, "--reason", "a mistake"), "lift a block"),
        (("export", "--all"), "export what is here"),
        (("export", SARAH), "export what is here"),
        (("leads", "export"), "export what is here"),
        (("optout", "export"), "export what is here"),
        (("optout", "export", "--json"), "export what is here"),
        (("purge", SARAH, "--yes"), "remove what people wrote"),
        (("templates", "add", "a", "Hi"), "change the firm's templates"),
        (("agents", "add", "ana"), "put agents on record, activate them or change a role"),
    ],
)
def test_a_refusal_is_one_line_that_says_who_may(
    cli: Cli, command: tuple[str, ...], may_not: str
) -> None:
    cli("leads", "add", "--name", "Sarah", "--phone", SARAH)
    cli("send", SARAH, "Hello")
    cli("agents", "add", "maria")
    cli("agents", "add", "tom")
    refused = cli(*command, SMSDESK_DESK__USER="tom")
    assert (refused.code, refused.out) == (2, "")
    assert f"tom may not {may_not}; " in refused.complaint
    assert "an admin (maria) may" in refused.complaint


def test_every_agent_reads_a_conversation(cli: Cli) -> None:
    cli("send", SARAH, "Hello")
    cli("agents", "add", "maria")
    cli("agents", "add", "tom")
    assert cli("conversations", "show", SARAH, SMSDESK_DESK__USER="tom").code == 0


def test_who_is_not_on_record_sends_nothing(cli: Cli) -> None:
    cli("agents", "add", "maria")
    refused = cli("send", SARAH, "Hello", SMSDESK_DESK__USER="ana")
    assert (refused.code, refused.out) == (2, "")
    assert "ana is not on record here; an admin (maria) can change that" in refused.complaint
    assert cli("sync", SMSDESK_DESK__USER="ana").code == 0, "that is for the firm"
