"""Evidence beats metadata: who has texted us can be answered, whatever the number plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.contacts.known import is_contact
from smsdesk.core.rules.numbers import NotANumber
from smsdesk.terms import Code
from tests.world.firm import Firm, code_of, context_of, hear

if TYPE_CHECKING:
    from pathlib import Path

    from smsdesk.desk import Desk

NEW_AREA = "+12215550123"
"""An area code that this version's number plan does not have."""


@pytest.mark.parametrize("written", [NEW_AREA, "(221) 555-0123", "221 555 0123", "1-221-555-0123"])
def test_a_number_that_has_texted_us_is_one_however_it_is_written(
    firm: Firm, desk: Desk, written: str
) -> None:
    with pytest.raises(NotANumber, match="its region"):
        desk.numbers.parse(written)
    hear(firm, desk, "Hi there", NEW_AREA)
    assert desk.numbers.parse(written) == NEW_AREA
    assert is_contact(context_of(desk), NEW_AREA)
    assert desk.sending.send(NEW_AREA, "Hi").status == "sent"


@pytest.mark.parametrize("written", ["12", "4155550", "+1 234 567 8901", "no number", ""])
def test_what_is_no_number_at_all_is_not_asked_about(desk: Desk, written: str) -> None:
    with pytest.raises(NotANumber):
        desk.numbers.parse_possible(written)


def test_lookup_may_be_asked_and_its_yes_is_evidence(firm: Firm, desk: Desk) -> None:
    assert desk.numbers.parse_possible("221-555-0123") == NEW_AREA
    firm.is_behind(NEW_AREA)
    desk.lookups.recheck(NEW_AREA)
    assert desk.numbers.parse("221-555-0123") == NEW_AREA
    assert not desk.contacts.why(NEW_AREA).verdict.blocked


def test_its_no_is_said(firm: Firm, desk: Desk) -> None:
    desk.lookups.recheck(NEW_AREA)
    assert "Lookup says" in desk.contacts.why(NEW_AREA).verdict.message
    hear(firm, desk, "But I am", NEW_AREA)
    desk.lookups.recheck(NEW_AREA)
    assert not desk.contacts.why(NEW_AREA).verdict.blocked, "a text from it says more than Lookup"


def test_a_list_protects_one_that_has_texted_us(firm: Firm, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Phone\n221-555-0123\n111-222-3333\n")
    done = desk.consent.import_list(path)
    assert (done.recorded, len(done.unreadable)) == (0, 2)
    hear(firm, desk, "Hi there", NEW_AREA)
    done = desk.consent.import_list(path)
    assert (done.recorded, len(done.unreadable)) == (1, 1)
    assert code_of(desk, NEW_AREA) is Code.OPTED_OUT
