"""Rows of the carrier's listing that cannot be read are set aside.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

needs_programs_closed = False  # one of before reads none of it


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "unreadable_row",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("sender", sa.Text(), nullable=False, server_default=""),
        sa.Column("seen_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_unreadable_row_revision", "unreadable_row", ["revision"])
