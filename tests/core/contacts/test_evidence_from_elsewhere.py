"""What became of texts that another tool sent with the firm's number counts like our own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from smsdesk.config import LookupConfig
from smsdesk.core.read_models.alerts import AlertKind
from smsdesk.terms import Code, LineType
from tests.world.firm import Firm, bubbles, code_of, hear, open_firm, submit
from tests.world.people import ANA, SARAH, TOLL_FREE_FIRM, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk
    from tests.world.clocks import MovedClock

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("code", "verdict"), [
    (21610, Code.OPTED_OUT),
    (30640, Code.OPTED_OUT),
    (30006, Code.LANDLINE),
    (21614, Code.LANDLINE),
    (21635, Code.LANDLINE),
    (21211, Code.INVALID_PHONE),
    (30005, Code.OK),
    (30003, Code.OK),
    (30007, Code.OK),
    (30034, Code.OK),
    (None, Code.OK),
])  # fmt: skip
@pytest.mark.parametrize("ago", [HOUR, 60 * DAY])
def test_each_code_means_what_it_means_for_a_text_of_ours(
    firm: Firm, code: int | None, verdict: Code, ago: timedelta
) -> None:
    desk = firm.desk(lookup=LookupConfig(enabled=False))
    sid = firm.sent_elsewhere(SARAH, code=code, ago=ago)
    desk.background.sync()
    assert bubbles(desk)[0].error_code == code
    assert code_of(desk) is verdict
    why = desk.contacts.why(SARAH)
    assert why.verdict.code is verdict
    if verdict is not Code.OK:
        assert any(str(code) in line and sid in line for line in why.history)
        refused = desk.sending.send(SARAH, "Hi Sarah")
        assert (refused.status, refused.code) == ("blocked", verdict.value)


def test_what_is_learned_on_the_way_out_stops_the_text(firm: Firm, desk: Desk) -> None:
    """The poll that brings the opt-out comes between the agent's text and its leaving."""
    submit(desk, "Hi Sarah")
    firm.sent_elsewhere(SARAH, code=21610)
    desk.background.sync()
    assert [one.status for one in bubbles(desk)] == ["undelivered", "not_sent"]
    assert firm.at_carrier(SARAH) == ["From another tool"]


def test_a_failure_that_comes_later_is_learned_from_too(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.sent_elsewhere(SARAH, code=21610, ago=timedelta(seconds=1))
    desk.background.sync()
    assert [one.status for one in bubbles(desk)] == ["sent"]
    assert code_of(desk) is Code.OK
    clock.move(60)
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT


def test_a_start_after_it_wins_and_one_before_it_does_not(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.arrive(SARAH, "START", at=clock.now() - 2 * HOUR)
    firm.sent_elsewhere(SARAH, code=21610, ago=HOUR)
    desk.background.sync()
    assert code_of(desk) is Code.OPTED_OUT
    assert hear(firm, desk, "START") is Code.OK


@pytest.mark.parametrize(("number", "expected"), [
    (TOLL_FREE_FIRM, Code.OPTED_OUT),
    ("+14155550100", Code.OK),
])  # fmt: skip
def test_a_block_is_an_opt_out_from_a_toll_free_number_only(
    template: Path, tmp_path: Path, number: str, expected: Code
) -> None:
    with open_firm(template, tmp_path, number) as firm:
        desk = firm.desk()
        firm.sent_elsewhere(SARAH, code=30004)
        desk.background.sync()
        assert code_of(desk) is expected


# -- what speaks against it ---------------------------------------------------------------------


@pytest.mark.parametrize("code", [30006, 21635, 21211])
@pytest.mark.parametrize("later", ["theirs", "ours"])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_line_that_was_reached_since_is_none_of_these(
    firm: Firm, clock: MovedClock, code: int, later: str, at_once: bool
) -> None:
    desk = firm.desk(lookup=LookupConfig(enabled=False))
    firm.sent_elsewhere(SARAH, code=code, ago=5 * HOUR)
    if not at_once:
        desk.background.sync()
        assert code_of(desk) is not Code.OK
    if later == "ours":
        firm.sent_elsewhere(SARAH, ago=HOUR)
    elif at_once:
        firm.arrive(SARAH, "Got it", at=clock.now() - HOUR)
    else:
        return
    desk.background.sync()
    assert code_of(desk) is Code.OK
    if not at_once:
        assert "reached by a text" in desk.contacts.why(SARAH).history[0]


@pytest.mark.parametrize("code", [30006, 21635, 21211])
def test_a_line_that_was_reached_before_may_be_one_now(firm: Firm, code: int) -> None:
    desk = firm.desk(lookup=LookupConfig(enabled=False))
    firm.sent_elsewhere(SARAH, ago=5 * HOUR)
    firm.sent_elsewhere(SARAH, code=code, ago=HOUR)
    desk.background.sync()
    assert code_of(desk) is not Code.OK


def test_a_later_lookup_speaks_for_the_number(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, line_type=LineType.MOBILE)
    desk.lookups.look_up(SARAH)
    for code in (21211, 30006, 21635):
        firm.sent_elsewhere(SARAH, code=code, ago=HOUR)
    for days in (1, 9):
        firm.sent_elsewhere(SARAH, code=30005, ago=days * DAY)
    desk.background.sync()
    assert code_of(desk) is Code.OK


@pytest.mark.parametrize("order", [(9, 3), (3, 9)])
@pytest.mark.parametrize(("between", "expected"), [
    (None, Code.INVALID_PHONE), (6, Code.OK), (1, Code.OK), (12, Code.INVALID_PHONE),
])  # fmt: skip
def test_out_of_service_twice_a_day_apart_in_whatever_order_it_is_told(
    firm: Firm, desk: Desk, order: tuple[int, int], between: int | None, expected: Code
) -> None:
    """Of nine and three days ago; a delivery in between begins the count again."""
    if between is not None:
        firm.sent_elsewhere(SARAH, ago=between * DAY)
    for days in order:
        firm.sent_elsewhere(SARAH, code=30005, ago=days * DAY)
        desk.background.sync()
        # As if the first sync were still under way: it brings the past in any order.
        firm.write("DELETE FROM note WHERE key LIKE 'outbound_complete_until%'")
    assert code_of(desk) is expected


# -- what is not done about it ------------------------------------------------------------------


def test_a_lookup_is_paid_for_at_once_only_where_it_is_not_history(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.sent_elsewhere(SARAH, code=30006, ago=60 * DAY)
    firm.sent_elsewhere(TOM, code=30006, ago=HOUR)
    for _ in range(3):
        desk.background.sync()
        clock.move(60)
    assert firm.carrier.looked_up == [TOM]
    assert (code_of(desk), code_of(desk, TOM)) == (Code.LANDLINE, Code.OK)
    desk.lookups.look_up(SARAH)
    assert code_of(desk) is Code.OK


def test_what_lookup_has_called_a_landline_is_not_asked_again(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    desk.lookups.look_up(SARAH)
    firm.sent_elsewhere(SARAH, code=30006)
    desk.background.sync()
    assert firm.carrier.looked_up == [SARAH]


def test_filtered_three_times_in_a_row_elsewhere_is_blocked_here(firm: Firm, desk: Desk) -> None:
    for days in (6, 4, 2):
        firm.sent_elsewhere(SARAH, code=30007, ago=days * DAY)
    for days in (6, 4, 2):
        firm.sent_elsewhere(TOM, code=30004, ago=days * DAY + HOUR)
    firm.sent_elsewhere(TOM, ago=3 * DAY)
    desk.background.sync()
    assert (code_of(desk), code_of(desk, TOM)) == (Code.AUTO_BLOCKED, Code.OK)


@pytest.mark.parametrize(("ago", "told"), [(HOUR, True), (60 * DAY, False)])
def test_a_filtered_blast_blocks_nobody_and_is_told_while_it_is_news(
    firm: Firm, desk: Desk, ago: timedelta, told: bool
) -> None:
    for number in (SARAH, TOM, ANA):
        for minutes in (0, 5, 10):
            firm.sent_elsewhere(number, code=30007, ago=ago - timedelta(minutes=minutes))
    alerts = desk.background.sync().alerts
    assert [one.kind for one in alerts] == [AlertKind.FIRM_FILTERED] * told
    assert {code_of(desk, number) for number in (SARAH, TOM, ANA)} == {Code.OK}


def test_a_poll_of_many_failures_writes_them_in_small_steps(firm: Firm, desk: Desk) -> None:
    for place in range(60):
        firm.sent_elsewhere(f"+1415555{place:04}", code=21610, ago=HOUR)
    began = firm.rows("SELECT value FROM counter WHERE name = 'revision'")
    desk.background.sync()
    ended = firm.rows("SELECT value FROM counter WHERE name = 'revision'")
    steps = int(ended[0][0]) - int(began[0][0] if began else 0)
    assert steps >= 3
    assert {code_of(desk, f"+1415555{place:04}") for place in range(60)} == {Code.OPTED_OUT}
