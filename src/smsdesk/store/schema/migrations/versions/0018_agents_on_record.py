"""Agents on record, each with a role.

Revision ID: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

needs_programs_closed = True  # one of before would let everyone do everything


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "agent",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, server_default="agent"),
        sa.Column("active", sa.BigInteger(), nullable=False, server_default="1"),
        sa.Column("since", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("changed_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("changed_by", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("name"),
    )
