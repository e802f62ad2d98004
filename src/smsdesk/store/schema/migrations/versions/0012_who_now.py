"""Who waits by whose they are, and the list without what is put aside, by indexes.

Revision ID: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

needs_programs_closed = False  # one of before writes them as it writes every index

_PARTIAL = (
    ("ix_conversation_whose", ["owner", "to_answer_since", "id"], "state = 'to_answer'"),
    ("ix_conversation_here", ["last_activity_at", "id"], "state <> 'snoozed'"),
)


def upgrade() -> None:
    """Add both."""
    for name, columns, where in _PARTIAL:
        condition = sa.text(where)
        op.create_index(
            name, "conversation", columns, sqlite_where=condition, postgresql_where=condition
        )
