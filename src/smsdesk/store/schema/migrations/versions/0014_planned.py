"""A text can have a time of its own; who texted in quiet hours is on record.

Revision ID: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

needs_programs_closed = True  # one of before would neither hold a plan nor let it go


def upgrade() -> None:
    """Add the columns, and the index that says which plan is due."""
    for column in (
        sa.Column("leaves_at", sa.BigInteger(), nullable=True),
        sa.Column("planned_at", sa.BigInteger(), nullable=True),
        sa.Column("planned_after", sa.BigInteger(), nullable=True),
        sa.Column("confirmed", sa.Text(), nullable=False, server_default=""),
        sa.Column("sent_at_night", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("message", column)
    due = sa.text("settled = 0 AND status = 'planned'")
    op.create_index(
        "ix_message_planned",
        "message",
        ["leaves_at"],
        sqlite_where=due,
        postgresql_where=due,
    )
