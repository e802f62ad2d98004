"""What an agent decides about a contact: each on the record, with who decided it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.contacts import agent_decisions
from smsdesk.desk import NotANumber
from smsdesk.terms import Code
from tests.world.firm import code_of, hear
from tests.world.people import SARAH

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_a_spoken_opt_out_is_on_the_record(firm: Firm, desk: Desk, context: Context) -> None:
    agent_decisions.record_opt_out(context, SARAH, "on the phone")
    assert code_of(desk) is Code.OPTED_OUT
    [line] = desk.contacts.why(SARAH).history
    assert '"on the phone" by maria' in line


@pytest.mark.parametrize(("opt_out", "code"), [(True, Code.OPTED_OUT), (False, Code.OK)])
def test_a_question_is_answered(
    firm: Firm, desk: Desk, context: Context, opt_out: bool, code: Code
) -> None:
    assert hear(firm, desk, "please stop texting me") is Code.OPT_OUT_QUESTION
    agent_decisions.answer_question(context, SARAH, opt_out=opt_out)
    assert code_of(desk) is code
    assert "by maria" in desk.contacts.why(SARAH).history[0]


def test_without_a_question_there_is_no_answer(desk: Desk, context: Context) -> None:
    agent_decisions.answer_question(context, SARAH, opt_out=True)
    assert code_of(desk) is Code.OK
    assert desk.contacts.why(SARAH).history == ()


def test_a_block_is_lifted_once(firm: Firm, desk: Desk, context: Context) -> None:
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    firm.write("UPDATE contact SET auto_blocked_at = 1, filtered_in_row = 3")
    assert code_of(desk) is Code.AUTO_BLOCKED
    assert agent_decisions.unblock(context, SARAH, "wants the texts")
    assert not agent_decisions.unblock(context, SARAH, "wants the texts")
    assert code_of(desk) is Code.OK
    assert '"wants the texts" by maria' in desk.contacts.why(SARAH).history[0]


@pytest.mark.parametrize(
    "decide",
    [
        lambda context, number: agent_decisions.record_opt_out(context, number, ""),
        lambda context, number: agent_decisions.answer_question(context, number, opt_out=True),
        lambda context, number: agent_decisions.unblock(context, number, ""),
    ],
)
def test_nothing_is_decided_about_what_is_no_number(
    firm: Firm, context: Context, decide: Callable[[Context, str], object]
) -> None:
    with pytest.raises(NotANumber, match=r"E\.164"):
        decide(context, "(415) 555-0111")
    assert firm.rows("SELECT number FROM contact") == []
