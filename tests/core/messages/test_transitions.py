"""A change of status brings its rank, the row in the list and the revision with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smsdesk.core.context import writing
from smsdesk.core.messages.transitions import set_status
from smsdesk.core.rules.delivery_status import RANK
from smsdesk.store.tables import messages
from smsdesk.terms import UNSETTLED, Status
from tests.world.firm import row_in_list, submit

if TYPE_CHECKING:
    from smsdesk.core.context import Context
    from smsdesk.desk import Desk

OURS = [status for status in Status if status is not Status.RECEIVED]


@pytest.mark.parametrize("status", OURS)
def test_rank_revision_and_row_follow(context: Context, desk: Desk, status: Status) -> None:
    message_id = submit(desk, "Hi Sarah")
    before = row_in_list(context)
    with writing(context) as work:
        record = messages.get_known(work.connection, message_id)
        moved = set_status(work, record, status, reason="because")
    row = row_in_list(context)
    assert (moved.status, moved.status_rank, moved.reason) == (status, RANK[status], "because")
    waits = status in UNSETTLED or status is Status.PLANNED  # which has no SID here
    assert bool(moved.settled) is not waits
    assert row.last_status == status
    assert row.revision == moved.revision > before.revision


def test_an_older_message_does_not_come_to_the_top(context: Context, desk: Desk) -> None:
    """Also of one instant: the carrier's dates have whole seconds."""
    first, _second = submit(desk, "one"), submit(desk, "two")
    with writing(context) as work:
        set_status(work, messages.get_known(work.connection, first), Status.CANCELED)
    row = row_in_list(context)
    assert (row.last_text, row.last_status) == ("two", Status.QUEUED)
