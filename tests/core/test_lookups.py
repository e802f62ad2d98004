"""Lookups cost money: run once, kept, never taken for more than they say."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from firm import SARAH, TOM, Firm, MovedClock, bubbles, code_of, statuses
from smsdesk.carrier.simulator import Behaviour, FaultName, RequestKind
from smsdesk.config import LookupConfig
from smsdesk.core.views import AlertKind
from smsdesk.desk import Desk, DeskError
from smsdesk.terms import Code, LineType


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
        heard.append((number, pytest.approx(price)))
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


# -- what an answer means -----------------------------------------------------------------------


@pytest.mark.parametrize(("line_type", "code"), [
    (LineType.MOBILE, Code.OK),
    (LineType.FIXED_VOIP, Code.OK),
    (LineType.NON_FIXED_VOIP, Code.OK),
    (LineType.TOLL_FREE, Code.OK),
    (LineType.PERSONAL, Code.OK),
    (LineType.UNKNOWN, Code.OK),
    (LineType.LANDLINE, Code.LANDLINE),
    (LineType.PAGER, Code.NOT_TEXTABLE),
    (LineType.VOICEMAIL, Code.NOT_TEXTABLE),
    (LineType.PREMIUM, Code.NOT_TEXTABLE),
    (LineType.SHARED_COST, Code.NOT_TEXTABLE),
    (LineType.UAN, Code.NOT_TEXTABLE),
])  # fmt: skip
def test_each_line_type(firm: Firm, desk: Desk, line_type: LineType, code: Code) -> None:
    firm.is_behind(SARAH, line_type=line_type)
    assert desk.lookup_now(SARAH) is line_type
    verdict = desk.thread(SARAH).verdict
    assert verdict.code is code
    if code is not Code.OK:
        assert verdict.evidence == f"Lookup says {line_type.value}, 20 Nov 2026."


def test_valid_false_is_no_number(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, valid=False)
    desk.lookup_now(SARAH)
    verdict = desk.thread(SARAH).verdict
    assert verdict.code is Code.INVALID_PHONE
    assert "Lookup says it is not a number" in verdict.message


# -- what the carrier says of a line ------------------------------------------------------------


def undelivered_as_landline(firm: Firm, desk: Desk) -> None:
    """The first text goes without Lookup's answer and comes back with 30006."""
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.MOBILE)
    firm.goes_wrong(FaultName.CONNECTION_REFUSED, RequestKind.LOOKUP, times=None)
    assert desk.send(SARAH, "Hi Sarah").status == "sent"
    firm.clock.move(30)
    desk.sync()
    assert statuses(desk) == ["undelivered"]
    firm.online()


def test_30006_is_a_landline_until_lookup_says_otherwise(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    undelivered_as_landline(firm, desk)
    assert code_of(desk) is Code.LANDLINE
    assert "30006" in desk.thread(SARAH).verdict.evidence
    clock.move(minutes=2)
    desk.sync()
    assert code_of(desk) is Code.OK


def test_30006_and_a_lookup_that_agrees(firm: Firm, desk: Desk, clock: MovedClock) -> None:
    undelivered_as_landline(firm, desk)
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.LANDLINE)
    clock.move(minutes=2)
    desk.sync()
    assert code_of(desk) is Code.LANDLINE
    assert bubbles(desk)[0].error_code == 30006


def test_30006_for_a_number_that_lookup_calls_a_mobile(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.LANDLINE, line_type=LineType.MOBILE)
    desk.send(SARAH, "Hi Sarah")
    clock.move(30)
    desk.sync()
    assert code_of(desk) is Code.OK
    assert firm.carrier.looked_up == [SARAH]


def test_21635_is_believed(firm: Firm, desk: Desk) -> None:
    paris = "+33142685300"
    firm.is_behind(paris, Behaviour.LANDLINE)
    sent = desk.send(paris, "Bonjour")
    assert (sent.status, sent.code) == ("refused", "21635")
    assert code_of(desk, paris) is Code.LANDLINE
    assert desk.send(paris, "Encore").code == "landline"


def test_30005_counts_when_it_comes_twice_a_day_apart(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    firm.is_behind(SARAH, Behaviour.NOT_IN_SERVICE)
    for hours, code in ((1, Code.OK), (24, Code.OK), (1, Code.INVALID_PHONE)):
        desk.send(SARAH, "Hi Sarah")
        clock.move(60)
        desk.sync()
        assert code_of(desk) is code
        clock.move(minutes=60 * hours)


def test_a_delivery_in_between_makes_30005_count_afresh(
    firm: Firm, desk: Desk, clock: MovedClock
) -> None:
    for behaviour in (Behaviour.NOT_IN_SERVICE, Behaviour.SILENT, Behaviour.NOT_IN_SERVICE):
        firm.is_behind(SARAH, behaviour)
        desk.send(SARAH, "Hi Sarah")
        clock.move(days=2)
        desk.sync()
    assert code_of(desk) is Code.OK


# -- recheck ------------------------------------------------------------------------------------


def test_recheck_lifts_what_it_disproves(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    desk.lookup_now(SARAH)
    firm.is_behind(SARAH, line_type=LineType.MOBILE)
    assert desk.recheck(SARAH) is LineType.MOBILE
    assert code_of(desk) is Code.OK
    assert "looked up again" in desk.why(SARAH).history[0]


def test_recheck_lifts_a_number_that_was_called_invalid(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, valid=False)
    desk.lookup_now(SARAH)
    firm.is_behind(SARAH)
    desk.recheck(SARAH)
    assert code_of(desk) is Code.OK


def test_recheck_lifts_nothing_that_it_does_not_disprove(firm: Firm, desk: Desk) -> None:
    firm.is_behind(SARAH, line_type=LineType.LANDLINE)
    desk.lookup_now(SARAH)
    firm.is_behind(SARAH, lookup_error=60600)
    assert desk.recheck(SARAH) is LineType.UNKNOWN
    assert code_of(desk) is Code.LANDLINE
