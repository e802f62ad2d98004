"""Failures that were on record before they counted: learned from once, and never again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from smsdesk.terms import Code, LineType
from tests.world.firm import Firm, code_of, hear
from tests.world.old_schema import make_anew
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from tests.world.clocks import MovedClock

DAY = timedelta(days=1)


def test_what_was_on_record_is_learned_from_once(firm: Firm, clock: MovedClock) -> None:
    """Versions up to the second schema showed these failures and did not heed them."""
    make_anew(firm.database, "0002")
    at = int((clock.now() - 60 * DAY).timestamp()) * 1_000_000
    told = {SARAH: 21610, TOM: 30006, ANA: 30003}
    for place, (number, code) in enumerate(told.items(), 1):
        firm.write("INSERT INTO contact (number) VALUES (?)", number)
        firm.write("INSERT INTO conversation (id, number) VALUES (?, ?)", place, number)
        firm.write(
            "INSERT INTO message (conversation_id, number, direction, body, status, status_rank,"
            " error_code, sender, sid, happened_at, created_at, revision)"
            " VALUES (?, ?, 'outbound', 'Hi', 'undelivered', 5, ?, ?, ?, ?, ?, 1)",
            place, number, code, firm.number, f"SM{place}", at, at,
        )  # fmt: skip
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
