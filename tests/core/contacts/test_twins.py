"""What rests on two contacts that a migration has made one (see ``store/schema/test_twins``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsdesk.core.contacts.twins import MERGED, recompute_merged
from tests.world.firm import context_of

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm


def test_where_nothing_was_merged_nothing_is_written(firm: Firm, desk: Desk) -> None:
    before = firm.rows("SELECT * FROM counter")
    recompute_merged(context_of(desk))
    assert firm.rows("SELECT * FROM counter") == before
    assert firm.rows("SELECT * FROM note WHERE key = ?", MERGED) == []
