"""Opt-outs that no text told us of: lists, and what the carrier refuses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import Behaviour
from smsdesk.config import OptOutConfig
from smsdesk.terms import Code
from tests.world.clocks import START, MovedClock
from tests.world.firm import Firm, code_of, hear
from tests.world.people import SARAH, TOM, ZONE

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk


def write_list(folder: Path, *rows: str) -> Path:
    path = folder / "list.csv"
    path.write_text("Phone,Opted out at\n" + "".join(f"{row}\n" for row in rows))
    return path


def on(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def test_a_dated_row_of_a_list_counts_from_its_date(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock
) -> None:
    hear(firm, desk, "START")
    older = write_list(tmp_path, f"{SARAH},{on(clock.now() - timedelta(days=3))}")
    assert desk.consent.import_list(older).recorded == 1
    assert code_of(desk) is Code.OK

    newer = write_list(tmp_path, f"{SARAH},{on(clock.now())}")
    assert desk.consent.import_list(newer).recorded == 1
    assert code_of(desk) is Code.OPTED_OUT


def test_an_undated_row_counts_from_its_import(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    hear(firm, desk, "START")
    firm.clock.move(minutes=1)
    done = desk.consent.import_list(write_list(tmp_path, f"{SARAH},", f"{TOM},"))
    assert (done.recorded, done.known, done.unreadable) == (2, 0, ())
    assert code_of(desk) is Code.OPTED_OUT
    assert code_of(desk, TOM) is Code.OPTED_OUT


@pytest.mark.parametrize("date", ["2099-01-01 10:00", "2099-01-01"])
def test_a_row_dated_in_the_future_counts_from_its_import(
    firm: Firm, desk: Desk, tmp_path: Path, date: str
) -> None:
    """Otherwise nothing they text could lift it before that day."""
    path = write_list(tmp_path, f"{SARAH},{date}")
    assert desk.consent.import_list(path).recorded == 1
    assert code_of(desk) is Code.OPTED_OUT
    assert desk.consent.import_list(path).recorded == 0
    assert hear(firm, desk, "START") is Code.OK
    for _night in range(3):
        firm.clock.move(days=1)
        assert desk.consent.import_list(path).recorded == 0
    assert code_of(desk) is Code.OK


def test_the_same_list_twice_adds_nothing(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    path = write_list(tmp_path, f"{SARAH},2026-11-01 10:00", f"{TOM},", "12,")
    first = desk.consent.import_list(path)
    assert (first.recorded, first.known) == (2, 0)
    assert first.unreadable == ((4, "not a number: wrong length"),)
    firm.clock.move(days=1)
    second = desk.consent.import_list(path)
    assert (second.recorded, second.known) == (0, 2)


def test_a_row_with_a_date_and_no_time_counts_from_the_end_of_that_day(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock
) -> None:
    hear(firm, desk, "START")
    path = write_list(tmp_path, f"{SARAH},{clock.now().astimezone(ZONE):%Y-%m-%d}")
    clock.move(days=2)
    assert desk.consent.import_list(path).recorded == 1
    assert code_of(desk) is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK
    assert desk.consent.import_list(path).recorded == 0
    assert code_of(desk) is Code.OK


def test_a_row_of_the_next_day_is_news_though_it_says_the_same(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock
) -> None:
    """They came back in between: a list that names them anew, a day later, counts again."""
    day = clock.now().astimezone(ZONE)
    clock.move(days=3)
    assert desk.consent.import_list(write_list(tmp_path, f"{SARAH},{day:%Y-%m-%d}")).recorded == 1
    firm.arrive(SARAH, "START", at=(day + timedelta(days=1)).replace(hour=9))
    desk.background.sync()
    assert code_of(desk) is Code.OK
    path = write_list(tmp_path, f"{SARAH},{day + timedelta(days=1):%Y-%m-%d}")
    assert desk.consent.import_list(path).recorded == 1
    assert code_of(desk) is Code.OPTED_OUT
    assert desk.consent.import_list(path).recorded == 0


def test_one_of_today_counts_from_its_import(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock
) -> None:
    hear(firm, desk, "START")
    path = write_list(tmp_path, f"{SARAH},{clock.now().astimezone(ZONE):%Y-%m-%d}")
    assert desk.consent.import_list(path).recorded == 1
    assert code_of(desk) is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK
    for _night in range(3):
        clock.move(days=1)
        assert desk.consent.import_list(path).recorded == 0
    assert code_of(desk) is Code.OK


@pytest.mark.parametrize("rows", [
    (f"{SARAH},",),
    (f"{SARAH},", f"{SARAH},", "(415) 555-0111,"),
])  # fmt: skip
def test_an_undated_list_that_is_imported_nightly_opts_out_once(
    firm: Firm, desk: Desk, tmp_path: Path, rows: tuple[str, ...]
) -> None:
    path = write_list(tmp_path, *rows)
    assert desk.consent.import_list(path).recorded == 1
    assert hear(firm, desk, "START") is Code.OK
    for _night in range(3):
        firm.clock.move(days=1)
        assert desk.consent.import_list(path).recorded == 0
    assert code_of(desk) is Code.OK


@pytest.mark.parametrize("dry_run", [False, True])
def test_the_summary_says_who_has_opted_back_in_since(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock, dry_run: bool
) -> None:
    hear(firm, desk, "START")
    earlier = on(clock.now() - timedelta(days=3))
    path = write_list(tmp_path, f"{SARAH},{earlier}", f"{TOM},{earlier}")
    done = desk.consent.import_list(path, dry_run=dry_run)
    assert (done.recorded, done.opted_in_since) == (2, 1)


def test_yes_does_not_lift_a_list_on_which_they_stand_besides_their_stop(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    hear(firm, desk, "STOP")
    firm.clock.move(minutes=1)
    desk.consent.import_list(write_list(tmp_path, f"{SARAH},"))
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


def test_everyone_who_is_opted_out_is_listed_with_the_evidence(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    hear(firm, desk, "Stop")
    desk.consent.import_list(write_list(tmp_path, f"{TOM},2026-11-01 10:00"))
    sarah, tom = desk.consent.opted_out()
    assert (sarah.number, sarah.source, sarah.evidence, sarah.kind) == (
        SARAH, "keyword", "Stop", "opt_out",
    )  # fmt: skip
    assert sarah.sid.startswith("SM")
    assert (tom.number, tom.source, tom.recorded_by) == (TOM, "list", "maria")
    assert tom.happened_at == datetime(2026, 11, 1, 10, tzinfo=ZONE)


def test_21610_is_an_opt_out_that_only_start_lifts(firm: Firm, desk: Desk) -> None:
    """The carrier knows of a STOP that is no longer in its list of messages."""
    firm.is_behind(SARAH)
    stop = firm.arrive(SARAH, "STOP", at=START - timedelta(days=500))
    firm.ledger.delete(stop)
    sent = desk.sending.send(SARAH, "Hi Sarah")
    assert (sent.status, sent.code) == ("refused", "21610")
    assert code_of(desk) is Code.OPTED_OUT
    assert "21610" in desk.threads.get(SARAH).verdict.evidence
    assert hear(firm, desk, "YES") is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK
    assert desk.sending.send(SARAH, "Hi again").status == "sent"


def test_30004_from_a_toll_free_number_is_a_network_opt_out(toll_free_firm: Firm) -> None:
    firm = toll_free_firm
    desk = firm.desk()
    firm.is_behind(SARAH, Behaviour.BLOCKED)
    desk.sending.send(SARAH, "Hi Sarah")
    firm.clock.move(60)
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT
    assert "30004" in desk.threads.get(SARAH).verdict.evidence


def test_a_message_log_is_read_for_the_firms_own_keywords(firm: Firm, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        f"From,To,Direction,Body,Date\n{SARAH},{firm.number},inbound,Aus!,2026-11-01\n"
        f"{TOM},{firm.number},inbound,Bis morgen,2026-11-01\n",
        encoding="utf-8",
    )
    assert firm.desk().consent.import_list(log, dry_run=True).recorded == 0
    desk = firm.desk(optout=OptOutConfig(("AUS",)))
    assert desk.consent.import_list(log).recorded == 1
    assert code_of(desk, SARAH) is Code.OPTED_OUT
