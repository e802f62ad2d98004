"""Drafts: an agent's own, one a conversation, gone only with the box's own text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.sending.drafts import save_draft
from smsdesk.desk import NotANumber
from tests.world.firm import hear
from tests.world.people import SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_drafts_belong_to_agent_and_conversation(firm: Firm, desk: Desk) -> None:
    jonas = firm.desk("jonas")
    desk.threads.save_draft(SARAH, "Maria's words")
    jonas.threads.save_draft(SARAH, "Jonas's words")
    desk.threads.save_draft(TOM, "for Tom")
    assert desk.threads.get(SARAH).draft == "Maria's words"
    assert jonas.threads.get(SARAH).draft == "Jonas's words"
    assert jonas.threads.get(TOM).draft == ""


def test_drafts_survive_a_restart_and_go_with_the_text(firm: Firm, desk: Desk) -> None:
    desk.threads.save_draft(SARAH, "half a thou")
    desk.close()
    again = firm.desk()
    assert again.threads.get(SARAH).draft == "half a thou"
    again.sending.send(SARAH, "from a script")
    assert again.threads.get(SARAH).draft == "half a thou", "only the box's own text empties it"
    again.sending.submit(SARAH, "half a thought", empties_box=True)
    assert again.threads.get(SARAH).draft == ""


def test_a_draft_shows_in_its_row_and_an_empty_one_is_dropped(firm: Firm, desk: Desk) -> None:
    hear(firm, desk, "Hello")
    desk.threads.save_draft(SARAH, "two\nlines")
    assert desk.conversations.page()[0].draft == "two\nlines"
    desk.threads.save_draft(SARAH, "")
    assert desk.conversations.page()[0].draft == ""
    assert firm.rows("SELECT * FROM draft") == []


def test_what_the_gate_stopped_stays_in_the_box(firm: Firm, desk: Desk) -> None:
    desk.threads.save_draft(SARAH, "one more")
    desk.consent.record_opt_out(SARAH)
    desk.sending.submit(SARAH, "one more")
    assert desk.threads.get(SARAH).draft == "one more"


def test_a_draft_to_no_number_is_refused(firm: Firm, context: Context) -> None:
    with pytest.raises(NotANumber, match=r"E\.164"):
        save_draft(context, "4155550111", "Hi")
    assert firm.rows("SELECT * FROM draft") == []
