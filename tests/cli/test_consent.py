"""``smsdesk optout`` and ``unblock``: who does not want texts, on the record."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.world.people import FIRM, SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.carrier.simulator import SimulatedCarrier
    from tests.world.clocks import RunningClock

    from .conftest import Cli


def test_a_spoken_opt_out_is_recorded_and_nobody_can_send(cli: Cli) -> None:
    done = cli("optout", "add", "415 555 0111", "--note", "said so on the phone", "--json")
    assert (done.code, done.document["code"]) == (0, "opted_out")
    (row,) = cli("optout", "list", "--json").document
    assert (row["number"], row["recorded_by"]) == (SARAH, "maria")
    assert "said so on the phone" in row["evidence"]
    assert SARAH in cli("optout", "list").out
    sent = cli("send", SARAH, "hi", "--json")
    assert (sent.code, sent.document["code"]) == (3, "opted_out")
    assert sent.document["message"] == (
        "This lead has opted out of SMS."
        " You can't send messages until they text START to opt back in."
    )


def test_the_firms_own_number_opts_nobody_out(cli: Cli, tmp_path: Path) -> None:
    refused = cli("optout", "add", FIRM)
    assert refused.code == 2
    assert f"{FIRM} is the firm's own number: give the lead's" in refused.complaint
    file = tmp_path / "stops.csv"
    file.write_text(f"phone,cell\n{FIRM},\n{FIRM},{SARAH}\n", encoding="utf-8")
    for options in (("--dry-run",), ()):
        done = cli("optout", "import", str(file), "--json", *options).document
        assert (done["recorded"], done["known"]) == (1, 0)
        (unreadable,) = done["unreadable"]
        assert (unreadable["line"], unreadable["reason"]) == (2, "the firm's own number")
    assert [row["number"] for row in cli("optout", "list", "--json").document] == [SARAH]


def test_stop_and_start_come_with_sync(
    cli: Cli, carrier: SimulatedCarrier, carrier_clock: RunningClock
) -> None:
    carrier.ledger.receive(SARAH, "STOP")
    assert cli("sync", "--json").document["consent_changes"] == 1
    assert cli("why", SARAH, "--json").document["code"] == "opted_out"
    carrier_clock.move(10)
    carrier.ledger.receive(SARAH, "START")
    assert cli("sync", "--json").document["consent_changes"] == 1
    assert cli("why", SARAH, "--json").document["code"] == "ok"
    assert cli("optout", "list", "--json").document == []


def test_lists_go_in_and_come_out_with_their_evidence(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "stops.csv"
    file.write_text("phone\n4155550111\n4155550122\nnobody\n", encoding="utf-8")
    done = cli("optout", "import", str(file), "--json")
    assert done.document["recorded"] == 2
    assert [row["line"] for row in done.document["unreadable"]] == [4]
    again = cli("optout", "import", str(file))
    assert "0 recorded  2 already known  1 unreadable: nobody is protected by them" in again.out
    assert f"{file}:4: nobody was recorded" in again.err
    exported = list(csv.DictReader(io.StringIO(cli("optout", "export").out)))
    assert [row["number"] for row in exported] == [SARAH, TOM]
    assert cli("optout", "export", "--json").document == cli("optout", "list", "--json").document


def test_a_list_of_which_no_row_can_be_read_is_no_success(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "stops.csv"
    file.write_text("phone\nnobody\n555\n", encoding="utf-8")
    done = cli("optout", "import", str(file), "--json")
    assert (done.code, done.document["recorded"]) == (2, 0)
    assert len(done.document["unreadable"]) == 2
    assert f"no row of {file} could be used" in done.err
    file.write_text("phone\n", encoding="utf-8")
    assert cli("optout", "import", str(file)).code == 0, "nobody has opted out"


def test_unblock_tells_whether_there_was_a_block(cli: Cli) -> None:
    done = cli("unblock", SARAH, "--reason", "talked to him", "--json")
    assert (done.code, done.document["unblocked"]) == (0, False)
    assert "was not blocked" in cli("unblock", SARAH, "--reason", "again").out
