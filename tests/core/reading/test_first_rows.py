"""The newest rows as the desk will show them (what can be wrong with a file: ``test_glance``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.reading.first_rows import first_rows
from tests.world.firm import hear
from tests.world.people import ANA, SARAH, TOM

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


@pytest.mark.sqlite_only
def test_they_are_the_desks_own_rows(firm: Firm, desk: Desk) -> None:
    for number in (SARAH, TOM, ANA):
        hear(firm, desk, "Hello", number)
    found = first_rows(firm.config(), 2)
    assert found is not None
    assert found.total == 3
    assert found.rows == desk.conversations.page(limit=2)


def test_without_a_conversation_there_are_none(firm: Firm, desk: Desk) -> None:
    desk.leads.add(name="Sarah Berg", phone=SARAH)
    assert first_rows(firm.config(), 2) is None
