"""``smsdesk send`` and ``smsdesk outbox``: every outcome with its document and exit code."""

from __future__ import annotations

import time

import pytest

from tests.world.people import SARAH

from .conftest import Cli, smsdesk

AWAY = {"SMSDESK_TWILIO__BASE_URL": "http://127.0.0.1:9", "SMSDESK_LOOKUP__ENABLED": "false"}


def test_a_text_is_sent(cli: Cli) -> None:
    done = cli("send", "(415) 555-0111", "Two seats are left.", "--json")
    assert (done.code, done.err) == (0, "")
    document = done.document
    assert document.pop("sid").startswith("SM")
    assert isinstance(document.pop("message_id"), int)
    assert document == {
        "status": "sent",
        "code": "ok",
        "message": document["message"],
        "to": SARAH,
        "segments": 1,
    }


def test_the_same_text_again_is_a_duplicate_and_no_error(cli: Cli) -> None:
    first = cli("send", SARAH, "Hello", "--json")
    second = cli("send", SARAH, "Hello", "--json")
    assert (second.code, second.document["status"]) == (0, "duplicate")
    assert second.document["message_id"] == first.document["message_id"]
    assert cli("conversations", "show", SARAH, "--json").document["messages"][1:] == []


def test_the_text_comes_from_standard_input(cli: Cli) -> None:
    cli("send", SARAH, "-", stdin="Zwei Plätze\nsind frei\n".encode())
    cli("send", SARAH, stdin=b"\xef\xbb\xbfand without a dash")
    shown = cli("conversations", "show", SARAH, "--json").document
    assert [message["body"] for message in shown["messages"]] == [
        "Zwei Plätze\nsind frei",
        "and without a dash",
    ]
    wrong = cli("send", SARAH, "-", stdin=b"\xff\xfe")
    assert wrong.code == 2
    assert "not UTF-8; nothing was sent" in wrong.complaint


@pytest.mark.parametrize(
    ("number", "text", "code"),
    [
        (SARAH, "  \n", "empty"),
        (SARAH, "x" * 1601, "too_long"),
        ("1234567890", "hi", "invalid_phone"),
        ("nobody", "hi", "invalid_phone"),
        ("nobody", " ", "empty"),
        ("", "hi", "no_phone"),
        ("+14155550183", "hi", "landline"),
    ],
    ids=["empty", "too_long", "invalid", "words", "words_empty", "none", "landline"],
)
def test_a_rule_says_no(cli: Cli, number: str, text: str, code: str) -> None:
    if code == "landline":
        cli("leads", "add", "--phone", number)
    for dry_run in ((), ("--dry-run",)):
        done = cli("send", number, text, "--json", *dry_run)
        assert done.code == 3
        assert (done.document["status"], done.document["code"]) == ("blocked", code)
        assert done.document["message_id"] is None
    said = cli("send", number, text)
    assert (said.code, said.out) == (3, "")
    assert said.complaint.startswith("smsdesk: blocked: ")


@pytest.mark.parametrize("command", [
    ("send", "{}", "hi"), ("send", "{}", "hi", "--dry-run"), ("why", "{}"), ("export", "{}"),
    ("conversations", "show", "{}"), ("optout", "add", "{}"), ("recheck", "{}", "--yes"),
    ("unblock", "{}", "--reason", "asked"),
])  # fmt: skip
def test_two_numbers_where_one_is_asked_for(cli: Cli, command: tuple[str, ...]) -> None:
    done = cli(*(part.format(f"{SARAH}, 415-555-0122") for part in command))
    assert done.code == 2
    assert done.out == ""
    assert done.complaint.count("\n") <= 1
    assert "give one" in done.complaint


def test_a_dry_run_records_nothing(cli: Cli) -> None:
    done = cli("send", SARAH, "Hello", "--dry-run", "--json")
    assert done.code == 0
    assert done.document == {
        "status": None,
        "code": "ok",
        "message": "",
        "message_id": None,
        "sid": None,
        "to": SARAH,
        "segments": 1,
    }
    assert "would be sent" in cli("send", SARAH, "Hello", "--dry-run").out
    assert cli("conversations", "list", "--json").document == []


def test_a_dry_run_names_the_number_in_e164_and_what_it_would_repeat(cli: Cli) -> None:
    written = "(415) 555-0111"
    assert cli("send", written, "Hello", "--dry-run", "--json").document["to"] == SARAH
    cli("send", written, "Hello")
    again = cli("send", written, "Hello", "--dry-run", "--json")
    assert (again.code, again.document["status"], again.document["to"]) == (0, "duplicate", SARAH)
    assert "would not be sent again" in cli("send", written, "Hello", "--dry-run").out


def test_the_eleventh_text_of_a_minute_is_stopped(cli: Cli) -> None:
    variables = {"SMSDESK_LIMITS__PER_MINUTE": "2", "SMSDESK_LOOKUP__ENABLED": "false"}
    for text in ("one", "two"):
        assert cli("send", SARAH, text, **variables).code == 0
    done = cli("send", SARAH, "three", "--json", **variables)
    assert (done.code, done.document["code"]) == (3, "rate_limited")


def test_without_a_sending_number_a_rule_says_what_to_do(
    bare_environment: dict[str, str],
) -> None:
    environment = {**bare_environment, "SMSDESK_DESK__USER": "maria"}
    done = smsdesk("send", SARAH, "hi", environment=environment)
    assert done.code == 3
    assert "twilio.from_number" in done.complaint


def test_the_carrier_refuses(cli: Cli) -> None:
    done = cli("send", "+14155550195", "hi", "--json", SMSDESK_LOOKUP__ENABLED="false")
    assert (done.code, done.document["status"], done.document["code"]) == (4, "refused", "21211")
    said = cli("send", "+14155550295", "hi", SMSDESK_LOOKUP__ENABLED="false")
    assert (said.code, said.out) == (4, "")
    assert said.complaint.startswith("smsdesk: refused: ")


def test_without_a_network_a_text_is_recorded_and_leaves_later(cli: Cli) -> None:
    done = cli("send", SARAH, "Hello", "--json", **AWAY)
    assert (done.code, done.document["status"]) == (5, "queued")
    assert "cannot be reached" in done.document["message"]
    (item,) = cli("outbox", "--json", **AWAY).document
    assert (item["id"], item["number"], item["body"]) == (
        done.document["message_id"],
        SARAH,
        "Hello",
    )
    assert (item["status"], item["sent_by"]) == ("queued", "maria")
    assert '"Hello"' in cli("outbox").out
    deadline = time.monotonic() + 30
    while cli("outbox", "--json").document and time.monotonic() < deadline:
        assert cli("sync").code == 0
    (message,) = cli("conversations", "show", SARAH, "--json").document["messages"]
    assert message["sid"]


def test_a_text_behind_one_that_waits_says_so(cli: Cli) -> None:
    cli("send", SARAH, "Hello", **AWAY)
    second = cli("send", SARAH, "again", "--json", **AWAY)
    assert (second.code, second.document["status"]) == (5, "queued")
    assert "an earlier text to this number waits" in second.document["message"]


@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_time_that_is_left_empty_is_no_leave_to_send_now(cli: Cli, nothing: str) -> None:
    done = cli("send", SARAH, "Good morning", "--later", nothing, "--json")
    assert (done.code, done.out) == (2, "")
    assert "is no time" in done.complaint
    assert cli("conversations", "list", "--json").document == []
    planned = cli("send", SARAH, "Good morning", "--later", "tomorrow 9", "--json").document
    done = cli("outbox", "edit", str(planned["message_id"]), "Hi", "--later", nothing)
    assert done.code == 2
    [waits] = cli("outbox", "--json").document
    assert waits["body"] == "Good morning"


def test_standard_input_in_utf_16_is_no_text(cli: Cli) -> None:
    for given in ("See you".encode("utf-16-le"), "See you".encode("utf-16")):
        done = cli("send", SARAH, "-", stdin=given)
        assert done.code == 2
        assert "the text on standard input is not UTF-8; nothing was sent" in done.complaint


def test_a_waiting_text_is_canceled(cli: Cli) -> None:
    waiting = cli("send", SARAH, "Hello", "--json", **AWAY).document["message_id"]
    done = cli("outbox", "cancel", str(waiting), "--json")
    assert (done.code, done.document) == (0, {"id": waiting, "status": "canceled"})
    again = cli("outbox", "retry", str(waiting), "--json")
    assert (again.code, again.out) == (2, "")
    assert "this one is canceled" in again.complaint, "no rule of sending, so no 3"
    twice = cli("outbox", "cancel", str(waiting))
    assert twice.code == 2
    assert "does not wait" in twice.complaint


def test_a_failed_text_is_sent_again(cli: Cli) -> None:
    variables = {"SMSDESK_LOOKUP__ENABLED": "false"}
    failed = cli("send", "+14155550195", "hi", "--json", **variables).document["message_id"]
    again = cli("outbox", "retry", str(failed), "--json", **variables)
    assert again.code == 3  # the carrier has called the number invalid, so the gate does now
    assert again.document["code"] == "invalid_phone"
    nothing = cli("outbox", "retry", "4711")
    assert nothing.code == 2
    assert "4711" in nothing.complaint
