"""Every way into the core says what it needs: a role, or nothing because it only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from smsdesk.core.agents_on_record import NotAllowedError
from smsdesk.core.rules.roles import Act

if TYPE_CHECKING:
    from smsdesk.desk import Desk
    from tests.world.firm import Firm

READS = {
    "agents": {"every", "check"},
    "answering": {"agents", "next_to_answer"},
    "background": {"news"},
    "carrier": {"check_sender", "from_number", "name", "unreadable_rows"},
    "consent": {"opted_out"},
    "contacts": {"hours", "profile", "why"},
    "conversations": {"count", "counts", "next_unread", "page", "row", "rows", "totals"},
    "database": {"problems"},
    "leads": {"imports", "search"},
    "lookups": {"waiting"},
    "notes": {"of"},
    "numbers": {"display", "parse", "parse_possible"},
    "outbox": {"items", "waiting"},
    "presence": {"away_for", "is_present", "where_to_begin"},
    "sending": {"check"},
    "templates": {"every", "filled_for", "named"},
    "threads": {
        "changed", "full_text", "get", "hit_beside", "message", "newer", "older", "raw_text",
        "search_messages", "whole",
    },
}  # fmt: skip
FOR_THE_FIRM = {
    "background": {"run", "sync"},
    "lookups": {"run_due"},
    "sending": {"transmit"},
}
"""What runs for everybody: it sends what was let go."""
OF_ONES_OWN = {"presence": {"opened", "typed"}, "threads": {"save_draft"}}
JUDGED_WHERE_IT_IS_RECORDED = {
    "agents": {"activate", "add", "deactivate", "give_role"},
    "sending": {"retry", "send", "submit"},
}
"""In the transaction itself (``tests/core/test_agents_on_record.py``)."""


def methods(desk: Desk) -> dict[tuple[str, str], Any]:
    faces = [name for name in vars(desk) if not name.startswith("_")]
    return {
        (face, name): getattr(type(getattr(desk, face)), name)
        for face in faces
        for name in dir(type(getattr(desk, face)))
        if not name.startswith("_")
    }


def test_every_method_needs_a_role_or_is_known_to_need_none(desk: Desk) -> None:
    free = {
        (face, name)
        for kind in (READS, FOR_THE_FIRM, OF_ONES_OWN, JUDGED_WHERE_IT_IS_RECORDED)
        for face, names in kind.items()
        for name in names
    }
    guarded = {key for key, method in methods(desk).items() if hasattr(method, "needs")}
    assert guarded & free == set()
    assert guarded | free == methods(desk).keys()


def test_each_of_them_refuses_who_may_not_before_anything_else(firm: Firm, desk: Desk) -> None:
    desk.agents.add("maria")
    desk.agents.add("tom")
    tom = firm.desk("tom")
    for (face, _name), method in methods(desk).items():
        if getattr(method, "needs", Act.WORK) is not Act.WORK:
            with pytest.raises(NotAllowedError):
                method(getattr(tom, face))
    desk.agents.deactivate("tom")
    for (face, _name), method in methods(desk).items():
        if hasattr(method, "needs"):
            with pytest.raises(NotAllowedError, match="tom is not active"):
                method(getattr(tom, face))


def test_what_each_role_is_for(desk: Desk) -> None:
    needed = {key: getattr(method, "needs", None) for key, method in methods(desk).items()}
    assert needed["contacts", "unblock"] is Act.LIFT_BLOCKS
    assert needed["leads", "import_file"] is needed["consent", "import_list"] is Act.IMPORT
    assert needed["leads", "undo"] is Act.IMPORT
    assert needed["leads", "all"] is Act.EXPORT
    assert needed["purging", "purge"] is needed["purging", "look"] is Act.PURGE
    assert needed["leads", "read_file"] is Act.IMPORT
    assert needed["database", "backup"] is Act.BACK_UP
    assert needed["templates", "edit"] is Act.EDIT_TEMPLATES
    assert needed["consent", "record_opt_out"] is Act.WORK
