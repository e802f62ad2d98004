"""Attempts know their account; waits and limits are counted on the steady clock.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

needs_programs_closed = True  # one of before would count the limits on another clock

_SENT_BY_US = sa.text("direction = 'outbound'")
_RETRIED = sa.text("retried_by IS NOT NULL")


def upgrade() -> None:
    """Add the columns; until now a text's time on our clock was the only one of ours."""
    for column in (
        sa.Column("account", sa.Text(), nullable=False, server_default=""),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("held_at", sa.BigInteger(), nullable=True),
        sa.Column("list_read_at", sa.BigInteger(), nullable=True),
    ):
        op.add_column("message", column)
    op.execute("UPDATE message SET recorded_at = created_at WHERE sent_by <> ''")
    op.drop_index("ix_message_written", "message")
    op.create_index(
        "ix_message_written",
        "message",
        ["sent_by", "recorded_at"],
        sqlite_where=_SENT_BY_US,
        postgresql_where=_SENT_BY_US,
    )
    op.create_index(
        "ix_message_retried_by",
        "message",
        ["retried_by"],
        sqlite_where=_RETRIED,
        postgresql_where=_RETRIED,
    )
