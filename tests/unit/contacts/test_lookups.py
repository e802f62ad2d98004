"""Lookups cost money: run once, kept, never taken for more than they say."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.config import LookupConfig
from smsdesk.core.views.alerts import AlertKind
from smsdesk.desk import Desk, DeskError
from smsdesk.terms import Code, LineType
from tests.world.firm import SARAH, TOM, Firm, MovedClock, bubbles, code_of

if TYPE_CHECKING:
    from pathlib import Path


def leads_file(folder: Path, *numbers: str) -> Path:
    path = folder / "leads.csv"
    path.write_text("Name,Phone\n" + "".join(f"Lead {one},{one}\n" for one in numbers))
    return path


def many(count: int, first: int = 0) -> list[str]:
    return [f"+1415555{place:04}" for place in range(2000 + first, 2000 + first + count)]


# -- at intake ----------------------------------------------------------------------------------


def test_new_contacts_are_looked_up_by_the_next_sync(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    report = desk.import_leads(leads_file(tmp_path, SARAH, TOM))
    assert (report.new_contacts, report.lookups_queued, report.price_usd) == (2, 2, 0.016)
    assert desk.lookups_waiting() == 2
    desk.sync()
    assert sorted(firm.carrier.looked_up) == [SARAH, TOM]
    assert desk.lookups_waiting() == 0
    assert desk.thread(SARAH).head.line_type is LineType.MOBILE


def test_it_is_not_paid_for_twice(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock
) -> None:
    desk.import_leads(leads_file(tmp_path, SARAH))
    desk.run_lookups()
    clock.move(days=400)
    (tmp_path / "again.csv").write_text(f"Name,Phone\nSarah B.,{SARAH}\n")
    desk.import_leads(tmp_path / "again.csv", lookup="now")
    desk.add_lead(name="Sarah", phone=SARAH, event="Another")
    assert not desk.thread(SARAH).lookup_due
    desk.send(SARAH, "Hi Sarah")
    desk.sync()
    assert firm.carrier.looked_up == [SARAH]


def test_two_processes_do_not_pay_for_the_same_number(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    desk.import_leads(leads_file(tmp_path, *many(20)))
    others = [firm.desk(agent) for agent in ("jonas", "li")]
    threads = [threading.Thread(target=one.run_lookups) for one in (desk, *others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(firm.carrier.looked_up) == many(20)


@pytest.mark.parametrize(("count", "lookup", "asked", "queued"), [
    (3, None, [], 3),
    (4, None, [(4, 0.032)], 4),
    (4, "now", [], 4),
    (4, "later", [], 0),
    (2, "later", [], 0),
])  # fmt: skip
def test_many_lookups_are_asked_about_with_their_price(
    firm: Firm,
    tmp_path: Path,
    count: int,
    lookup: str | None,
    asked: list[tuple[int, float]],
    queued: int,
) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), confirm_above=3))
    heard: list[tuple[int, float]] = []

    def yes(number: int, price: float) -> bool:
        heard.append((number, round(price, 6)))
        return True

    report = desk.import_leads(
        leads_file(tmp_path, *many(count)),
        lookup=lookup,  # type: ignore[arg-type]  # parametrised
        confirm=yes,
    )
    assert heard == asked
    assert report.lookups_queued == desk.lookups_waiting() == queued


@pytest.mark.parametrize("confirm", [None, lambda _count, _price: False])
def test_later_leaves_them_to_the_first_open_of_the_thread(
    firm: Firm, tmp_path: Path, confirm: object
) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), confirm_above=1))
    desk.import_leads(leads_file(tmp_path, SARAH, TOM), confirm=confirm)  # type: ignore[arg-type]  # parametrised
    desk.sync()
    assert firm.carrier.looked_up == []
    assert desk.thread(SARAH).lookup_due
    assert desk.lookup_now(SARAH) is LineType.MOBILE
    assert not desk.thread(SARAH).lookup_due
    assert firm.carrier.looked_up == [SARAH]


def test_an_import_looks_up_no_more_numbers_than_it_said(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    """Numbers that an earlier answer left for later are not taken along by the next file."""
    desk.import_leads(leads_file(tmp_path, *many(5)), lookup="later")
    firm.arrive(TOM, "Hello")
    desk.sync()
    rows = "".join(f"Lead,{one},Second event\n" for one in (*many(5), TOM, SARAH))
    (tmp_path / "more.csv").write_text("Name,Phone,Event\n" + rows)
    report = desk.import_leads(tmp_path / "more.csv", lookup="now")
    assert (report.new_contacts, report.lookups_queued) == (1, 1)
    assert desk.lookups_waiting() == 1


def test_progress_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.import_leads(leads_file(tmp_path, *many(5)))
    told: list[tuple[int, int]] = []
    assert desk.run_lookups(progress=lambda done, of: told.append((done, of))) == 5
    assert told == [(done, 5) for done in range(1, 6)]


def test_a_limit_on_how_many(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    desk.import_leads(leads_file(tmp_path, *many(5)))
    assert desk.run_lookups(limit=2) == 2
    assert len(firm.carrier.looked_up) == 2


# -- failures are unknown -----------------------------------------------------------------------


def test_a_package_with_an_error_is_unknown_and_tried_again(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE, lookup_error=60600)
    assert desk.lookup_now(SARAH) is LineType.UNKNOWN
    assert code_of(desk) is Code.OK, "it never counts as a landline"
    assert not desk.thread(SARAH).lookup_due, "not again at once"
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    clock.move(minutes=2)
    assert desk.thread(SARAH).lookup_due
    desk.sync()
    assert code_of(desk) is Code.LANDLINE


def test_a_lookup_that_fails_is_tried_again_later(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    desk.add_lead(name="Sarah", phone=SARAH)
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.LOOKUP)
    report = desk.sync()
    assert [alert.kind for alert in report.alerts] == [AlertKind.LOOKUP]
    assert code_of(desk) is Code.OK
    clock.move(minutes=2)
    desk.sync()
    assert desk.thread(SARAH).head.line_type is LineType.MOBILE


def test_it_is_given_up_after_some_tries_until_somebody_asks(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, lookup_error=60600)
    desk.add_lead(name="Sarah", phone=SARAH)
    for _ in range(40):
        desk.sync()
        clock.move(days=1)
    assert len(firm.carrier.looked_up) == 8
    assert desk.lookups_waiting() == 0


def test_no_answer_is_an_error_for_whoever_asked(firm: Firm, desk: Desk) -> None:
    firm.offline()
    with pytest.raises(DeskError):
        desk.lookup_now(SARAH)
    with pytest.raises(DeskError):
        desk.recheck(SARAH)
    assert desk.why(SARAH).history == ()


def test_a_short_code_is_never_looked_up(firm: Firm, desk: Desk) -> None:
    assert desk.lookup_now("40404") is LineType.UNKNOWN
    assert firm.carrier.looked_up == []


def test_a_text_waits_up_to_five_seconds_for_a_lookup_that_another_process_runs(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    recorded = desk.submit(SARAH, "Hi Sarah")
    assert recorded.message_id is not None
    other = firm.desk("jonas")
    waited: list[float] = []

    def meanwhile() -> None:
        before = clock.monotonic()
        assert desk.transmit(recorded.message_id or 0).status == "sent"
        waited.append(clock.monotonic() - before)

    firm.carrier.before_lookup = meanwhile
    other.lookup_now(SARAH)
    assert waited == [pytest.approx(5.0, abs=0.2)]
    assert bubbles(desk)[0].unchecked
    assert firm.carrier.looked_up == [SARAH]
