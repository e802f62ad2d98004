"""Lookups cost money: run once, kept, never taken for more than they say."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from smsdesk.carrier.simulator import FaultName, RequestKind
from smsdesk.config import LookupConfig
from smsdesk.core.read_models.alerts import AlertKind
from smsdesk.desk import Desk, DeskError
from smsdesk.terms import Code, LineType
from tests.world.firm import Firm, bubbles, code_of
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world.clocks import MovedClock


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
    report = desk.leads.import_file(leads_file(tmp_path, SARAH, TOM))
    assert (report.new_contacts, report.lookups_queued, report.price_usd) == (2, 2, 0.016)
    assert desk.lookups.waiting() == 2
    desk.background.sync()
    assert sorted(firm.carrier.looked_up) == [SARAH, TOM]
    assert desk.lookups.waiting() == 0
    assert desk.threads.get(SARAH).head.line_type is LineType.MOBILE


def test_it_is_not_paid_for_twice(
    firm: Firm, desk: Desk, tmp_path: Path, clock: MovedClock
) -> None:
    desk.leads.import_file(leads_file(tmp_path, SARAH))
    desk.lookups.run_due()
    clock.move(days=400)
    (tmp_path / "again.csv").write_text(f"Name,Phone\nSarah B.,{SARAH}\n")
    desk.leads.import_file(tmp_path / "again.csv", lookup="now")
    desk.leads.add(name="Sarah", phone=SARAH, event="Another")
    assert not desk.threads.get(SARAH).lookup_due
    desk.sending.send(SARAH, "Hi Sarah")
    desk.background.sync()
    assert firm.carrier.looked_up == [SARAH]


def test_two_processes_do_not_pay_for_the_same_number(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    desk.leads.import_file(leads_file(tmp_path, *many(20)))
    others = [firm.desk(agent) for agent in ("jonas", "li")]
    threads = [threading.Thread(target=one.lookups.run_due) for one in (desk, *others)]
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

    report = desk.leads.import_file(
        leads_file(tmp_path, *many(count)),
        lookup=lookup,  # type: ignore[arg-type]  # parametrised
        confirm=yes,
    )
    assert heard == asked
    assert report.lookups_queued == desk.lookups.waiting() == queued


@pytest.mark.parametrize("confirm", [None, lambda _count, _price: False])
def test_later_leaves_them_to_the_first_open_of_the_thread(
    firm: Firm, tmp_path: Path, confirm: object
) -> None:
    desk = firm.desk(lookup=replace(LookupConfig(), confirm_above=1))
    desk.leads.import_file(leads_file(tmp_path, SARAH, TOM), confirm=confirm)  # type: ignore[arg-type]  # parametrised
    desk.background.sync()
    assert firm.carrier.looked_up == []
    assert desk.threads.get(SARAH).lookup_due
    assert desk.lookups.look_up(SARAH) is LineType.MOBILE
    assert not desk.threads.get(SARAH).lookup_due
    assert firm.carrier.looked_up == [SARAH]


def test_an_import_looks_up_no_more_numbers_than_it_said(
    firm: Firm, desk: Desk, tmp_path: Path
) -> None:
    """Numbers that an earlier answer left for later are not taken along by the next file."""
    desk.leads.import_file(leads_file(tmp_path, *many(5)), lookup="later")
    firm.arrive(TOM, "Hello")
    desk.background.sync()
    rows = "".join(f"Lead,{one},Second event\n" for one in (*many(5), TOM, SARAH))
    (tmp_path / "more.csv").write_text("Name,Phone,Event\n" + rows)
    report = desk.leads.import_file(tmp_path / "more.csv", lookup="now")
    assert (report.new_contacts, report.lookups_queued) == (1, 1)
    assert desk.lookups.waiting() == 1


def test_progress_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.leads.import_file(leads_file(tmp_path, *many(5)))
    told: list[tuple[int, int]] = []
    assert desk.lookups.run_due(progress=lambda done, of: told.append((done, of))) == 5
    assert told == [(done, 5) for done in range(1, 6)]


def test_a_limit_on_how_many(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    desk.leads.import_file(leads_file(tmp_path, *many(5)))
    assert desk.lookups.run_due(limit=2) == 2
    assert len(firm.carrier.looked_up) == 2


# -- failures are unknown -----------------------------------------------------------------------


def test_a_package_with_an_error_is_unknown_and_tried_again(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE, lookup_error=60600)
    assert desk.lookups.look_up(SARAH) is LineType.UNKNOWN
    assert code_of(desk) is Code.OK, "it never counts as a landline"
    assert not desk.threads.get(SARAH).lookup_due, "not again at once"
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    clock.move(minutes=2)
    assert desk.threads.get(SARAH).lookup_due
    desk.background.sync()
    assert code_of(desk) is Code.LANDLINE


def test_a_lookup_that_fails_is_tried_again_later(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    desk.leads.add(name="Sarah", phone=SARAH)
    firm.goes_wrong(FaultName.REFUSE_500, RequestKind.LOOKUP)
    report = desk.background.sync()
    assert [alert.kind for alert in report.alerts] == [AlertKind.LOOKUP]
    assert code_of(desk) is Code.OK
    clock.move(minutes=2)
    desk.background.sync()
    assert desk.threads.get(SARAH).head.line_type is LineType.MOBILE


@pytest.mark.parametrize("hours", [-48, 48])
def test_a_clock_that_is_set_neither_hastens_nor_delays_it(
    firm: Firm, desk: Desk, clock: MovedClock, hours: int
) -> None:
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP)
    desk.leads.add(name="Sarah", phone=SARAH)
    with pytest.raises(DeskError):
        desk.lookups.run_due()
    clock.set_ahead(hours * 3600)
    assert desk.lookups.waiting() == 0, "not yet"
    clock.move(61)
    assert desk.lookups.waiting() == 1


def test_it_is_given_up_after_some_tries_until_somebody_asks(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, lookup_error=60600)
    desk.leads.add(name="Sarah", phone=SARAH)
    for _ in range(40):
        desk.background.sync()
        clock.move(days=1)
    assert len(firm.carrier.looked_up) == 8
    assert desk.lookups.waiting() == 0


def test_no_answer_is_an_error_for_whoever_asked(firm: Firm, desk: Desk) -> None:
    firm.offline()
    with pytest.raises(DeskError):
        desk.lookups.look_up(SARAH)
    with pytest.raises(DeskError):
        desk.lookups.recheck(SARAH)
    assert desk.contacts.why(SARAH).history == ()


def test_a_short_code_is_never_looked_up(firm: Firm, desk: Desk) -> None:
    assert desk.lookups.look_up("40404") is LineType.UNKNOWN
    assert firm.carrier.looked_up == []


def test_a_text_waits_up_to_five_seconds_for_a_lookup_that_another_process_runs(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    recorded = desk.sending.submit(SARAH, "Hi Sarah")
    assert recorded.message_id is not None
    other = firm.desk("jonas")
    waited: list[float] = []

    def meanwhile() -> None:
        before = clock.monotonic()
        assert desk.sending.transmit(recorded.message_id or 0).status == "sent"
        waited.append(clock.monotonic() - before)

    firm.carrier.before_lookup = meanwhile
    other.lookups.look_up(SARAH)
    assert waited == [pytest.approx(5.0, abs=0.2)]
    assert bubbles(desk)[0].unchecked
    assert firm.carrier.looked_up == [SARAH]
