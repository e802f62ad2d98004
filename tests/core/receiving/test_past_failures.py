"""Failures that were on record before they counted: learned from once, and never again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from smsdesk.core.contacts import delivery_outcomes
from smsdesk.core.receiving import past_failures
from smsdesk.terms import Code, LineType
from tests.world.firm import Firm, code_of, hear
from tests.world.old_schema import make_anew
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context, Writing
    from smsdesk.store.tables.message_record import MessageRecord
    from tests.world.clocks import MovedClock

DAY = timedelta(days=1)


def failed_long_ago(firm: Firm, clock: MovedClock, *told: tuple[str, int, str]) -> None:
    """Let a database of the second schema hold failed texts: to whom, with what code, by whom."""
    make_anew(firm.database, "0002")
    at = int((clock.now() - 60 * DAY).timestamp()) * 1_000_000
    for place, (number, code, sent_by) in enumerate(told, 1):
        firm.write("INSERT INTO contact (number) VALUES (?)", number)
        firm.write("INSERT INTO conversation (id, number) VALUES (?, ?)", place, number)
        firm.write(
            "INSERT INTO message (conversation_id, number, direction, body, status, status_rank,"
            " error_code, sender, sent_by, sid, happened_at, created_at, revision)"
            " VALUES (?, ?, 'outbound', 'Hi', 'undelivered', 5, ?, ?, ?, ?, ?, ?, ?)",
            place, number, code, firm.number, sent_by, f"SM{place}", at, at, (place + 1) // 2,
        )  # fmt: skip


def test_what_was_on_record_is_learned_from_once(firm: Firm, clock: MovedClock) -> None:
    """Versions up to the second schema showed these failures and did not heed them."""
    told = {SARAH: 21610, TOM: 30006, ANA: 30003}
    failed_long_ago(firm, clock, *((number, code, "") for number, code in told.items()))
    desk = firm.desk()
    assert {code_of(desk, number) for number in told} == {Code.OK}
    desk.background.sync()
    learned = [code_of(desk, number) for number in told]
    assert learned == [Code.OPTED_OUT, Code.LANDLINE, Code.OK]
    assert firm.carrier.looked_up == []
    assert desk.lookups.look_up(TOM) is LineType.MOBILE
    history = desk.contacts.why(SARAH).history
    for _ in range(2):
        firm.write("DELETE FROM note WHERE key = 'learned_from_elsewhere'")
        desk.background.sync()
        assert desk.contacts.why(SARAH).history == history
        assert code_of(desk, TOM) is Code.OK
    assert hear(firm, desk, "START") is Code.OK


def test_what_it_has_taught_is_on_record_once(firm: Firm, clock: MovedClock) -> None:
    failed_long_ago(firm, clock, (SARAH, 21635, ""), (TOM, 21211, ""))
    desk = firm.desk()
    for _ in range(2):
        firm.write("DELETE FROM note WHERE key = 'learned_from_elsewhere'")
        desk.background.sync()
        assert [code_of(desk, number) for number in (SARAH, TOM)] == [
            Code.LANDLINE,
            Code.INVALID_PHONE,
        ]
        assert firm.rows("SELECT count(*) FROM contact_event") == [(2,)]


def test_ours_had_been_heeded_in_their_time(firm: Firm, clock: MovedClock) -> None:
    """What has lifted since what they said is not on record with their text."""
    failed_long_ago(firm, clock, (SARAH, 21635, "maria"), (TOM, 21635, ""))
    desk = firm.desk()
    desk.background.sync()
    assert (code_of(desk), code_of(desk, TOM)) == (Code.OK, Code.LANDLINE)


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_one_that_broke_off_goes_on_where_it_was(
    firm: Firm, clock: MovedClock, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """Years of failures take a while, and the desk may be closed meanwhile."""
    monkeypatch.setattr(past_failures, "BATCH", batch)
    numbers = [f"+1415555{200 + place:04}" for place in range(7)]
    failed_long_ago(firm, clock, *((number, 21635, "") for number in numbers))
    context = firm.context()
    learned: list[str] = []

    def learn_from_failure(
        context: Context, work: Writing, message: MessageRecord, **kind: bool
    ) -> None:
        if len(learned) == 4:
            raise KeyboardInterrupt
        learned.append(message.number)

    with monkeypatch.context() as patch:
        patch.setattr(past_failures, "learn_from_failure", learn_from_failure)
        with pytest.raises(KeyboardInterrupt):
            past_failures.learn_from_the_past(context)
    whole = 4 - 4 % batch  # a batch is learned from whole or not at all
    asked = Mock(wraps=delivery_outcomes.learn_from_failure)
    monkeypatch.setattr(past_failures, "learn_from_failure", asked)
    past_failures.learn_from_the_past(context)
    assert [call.args[2].number for call in asked.call_args_list] == numbers[whole:]
    past_failures.learn_from_the_past(context)
    assert asked.call_count == 7 - whole
