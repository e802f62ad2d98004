"""``send`` in quiet hours, ``send --later`` and ``outbox edit``; the firm sets when it is quiet."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.world.people import SARAH

if TYPE_CHECKING:
    from tests.world.clocks import RunningClock

    from .conftest import Cli, Outcome

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def at_night(tmp_path: Path) -> dict[str, str]:
    """Hours that begin in two hours from now, and so do not hold now."""
    begin = datetime.now(LOS_ANGELES).hour + 2
    lines = [["mon-sun", f"{begin % 24:02}:00", f"{begin % 24 + 1:02}:00"]]
    path = tmp_path / "hours.json"
    path.write_text(json.dumps({"default": {"hours": lines, "source": "the firm"}}))
    return {"SMSDESK_QUIET_HOURS__FILE": str(path)}


def moment(outcome: Outcome) -> datetime:
    return datetime.fromisoformat(outcome.document[0]["leaves_at"])


def test_a_warning_is_one_line_and_the_text_leaves(cli: Cli, at_night: dict[str, str]) -> None:
    done = cli("send", SARAH, "Hello", "--json", SMSDESK_QUIET_HOURS__MODE="warn", **at_night)
    assert (done.code, done.document["status"]) == (0, "sent")
    assert done.complaint.startswith("smsdesk: quiet hours: It is ")
    assert "(the firm, not confirmed)" in done.err


@pytest.mark.parametrize(("mode", "says"), [("warn", True), ("ask", True), ("off", False)])
def test_where_their_time_is_not_known_that_is_said_and_the_text_leaves(
    cli: Cli, at_night: dict[str, str], mode: str, says: bool
) -> None:
    done = cli("send", "+18505550111", "Hello", SMSDESK_QUIET_HOURS__MODE=mode, **at_night)
    assert done.code == 0
    said = "Their local time is not known (by the number: Chicago or New York)"
    assert (said in done.err) is says


def test_doctor_reads_the_firms_own_hours(cli: Cli, at_night: dict[str, str]) -> None:
    sound = cli("doctor", **at_night)
    assert (sound.code, "quiet hours" in sound.out) == (0, True)
    Path(at_night["SMSDESK_QUIET_HOURS__FILE"]).write_text("[]")
    broken = cli("doctor", **at_night)
    assert broken.code == 2
    assert 'a file of quiet hours holds "default" and "states"' in broken.out


@pytest.mark.parametrize("mode", ["ask", "hold"])
def test_ask_and_hold_need_a_word(cli: Cli, at_night: dict[str, str], mode: str) -> None:
    settings = {"SMSDESK_QUIET_HOURS__MODE": mode, **at_night}
    stopped = cli("send", SARAH, "Hello", "--json", **settings)
    assert (stopped.code, stopped.err) == (3, "")
    assert (stopped.document["status"], stopped.document["code"]) == ("blocked", "quiet_hours")
    assert "--now" in stopped.document["message"]
    assert cli("send", SARAH, "Hello", "--dry-run", **settings).code == 3
    assert cli("send", SARAH, "Hello", "--dry-run", "--now", **settings).code == 0
    assert cli("outbox", "--json").document == []
    assert cli("send", SARAH, "Hello", "--now", **settings).code == 0


def test_hold_plans_it(cli: Cli, at_night: dict[str, str]) -> None:
    settings = {"SMSDESK_QUIET_HOURS__MODE": "ask", **at_night}
    done = cli("send", SARAH, "Hello", "--hold", "--json", **settings)
    assert (done.code, done.document["status"]) == (5, "planned")
    leaves = moment(cli("outbox", "--json"))
    assert timedelta(minutes=55) < leaves - datetime.now(UTC) <= timedelta(hours=2)
    assert leaves.astimezone(LOS_ANGELES).minute == 0


@pytest.mark.parametrize(("word", "ended"), [("--now", (0, "sent")), ("--hold", (5, "planned"))])
def test_a_failed_text_is_sent_again_in_quiet_hours_with_the_same_words(
    cli: Cli,
    at_night: dict[str, str],
    carrier_clock: RunningClock,
    word: str,
    ended: tuple[int, str],
) -> None:
    settings = {"SMSDESK_QUIET_HOURS__MODE": "ask", **at_night}
    switched_off = "+14155550185"
    sent = cli("send", switched_off, "Hello", "--now", "--json", **settings)
    carrier_clock.move(60)
    cli("sync")
    retry = ("outbox", "retry", str(sent.document["message_id"]), "--json")
    stopped = cli(*retry, **settings)
    assert (stopped.code, stopped.document["code"]) == (3, "quiet_hours")
    assert "--now" in stopped.document["message"]
    assert cli(*retry, "--now", "--hold", **settings).code == 2
    again = cli(*retry, word, **settings)
    assert (again.code, again.document["status"]) == ended


def test_now_and_hold_exclude_each_other(cli: Cli) -> None:
    assert cli("send", SARAH, "Hello", "--now", "--hold").code == 2


def test_later_is_by_the_leads_clock(cli: Cli) -> None:
    done = cli("send", SARAH, "See you", "--later", "tomorrow 8:30")
    assert done.code == 5
    assert "08:30 their time" in done.out
    listed = cli("outbox", "--json")
    [item] = listed.document
    assert (item["status"], item["body"]) == ("planned", "See you")
    assert f"{moment(listed).astimezone(LOS_ANGELES):%H:%M}" == "08:30"
    [message] = cli("conversations", "show", SARAH, "--json").document["messages"]
    assert (message["status"], message["leaves_at"]) == ("planned", item["leaves_at"])
    assert cli("sync", "--json").document["transmitted"] == 0


def test_a_time_in_their_night_is_said_to_be_one(cli: Cli) -> None:
    warns = {"SMSDESK_QUIET_HOURS__MODE": "warn"}
    done = cli("send", SARAH, "See you", "--later", "tomorrow 3:00", **warns)
    assert done.code == 5
    assert "quiet hours: It is" in done.err
    assert "03:00 for them" in done.err
    by_day = cli("send", SARAH, "By day", "--later", "tomorrow 10:00", **warns)
    assert "quiet hours" not in by_day.err


def test_without_their_zone_it_is_by_ours_and_that_is_said(cli: Cli) -> None:
    done = cli("send", "+18505550111", "See you", "--later", "tomorrow 8:30")
    assert done.code == 5
    assert "by ours" in done.err
    assert "08:30 our time" in done.out


def test_what_is_no_time_is_refused(cli: Cli) -> None:
    done = cli("send", SARAH, "See you", "--later", "whenever")
    assert (done.code, done.out) == (2, "")
    assert "is no time" in done.complaint
    assert cli("outbox", "--json").document == []


def test_a_plan_can_be_changed_and_taken_back(cli: Cli) -> None:
    cli("send", SARAH, "Se you", "--later", "tomorrow 8:30")
    [item] = cli("outbox", "--json").document
    edited = cli("outbox", "edit", str(item["id"]), "See you", "--later", "tomorrow 9", "--json")
    assert (edited.code, edited.document["body"], edited.document["status"]) == (
        0, "See you", "planned",
    )  # fmt: skip
    at = datetime.fromisoformat(edited.document["leaves_at"]).astimezone(LOS_ANGELES)
    assert f"{at:%H:%M}" == "09:00"
    too_long = cli("outbox", "edit", str(item["id"]), "x" * 1601)
    assert (too_long.code, "Too long" in too_long.err) == (3, True)
    assert cli("outbox", "edit", str(item["id"])).code == 2
    assert cli("outbox", "cancel", str(item["id"])).code == 0
    assert cli("outbox", "edit", str(item["id"]), "Hi").code == 2
    assert cli("outbox", "--json").document == []


def test_a_plan_can_be_let_go_at_once(cli: Cli) -> None:
    cli("send", SARAH, "See you", "--later", "in 2 hours")
    [item] = cli("outbox", "--json").document
    assert cli("outbox", "retry", str(item["id"]), "--json").document["status"] == "sent"


def test_why_names_the_hours(cli: Cli, at_night: dict[str, str]) -> None:
    done = cli("why", SARAH, SMSDESK_QUIET_HOURS__MODE="ask", **at_night)
    assert "the firm" in done.out
    assert "by the number" in done.out
    assert "Not judged here" in cli("why", SARAH).out
